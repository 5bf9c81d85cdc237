"""What is still to be done in a report."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.domain.progress import Aspect
from portal.domain.questionnaires import Section
from portal.domain.reports import Gap, judgement_gaps, nothing_said, progress_gaps
from portal.domain.workflow import part_is_editable
from portal.models import MaatregelProgress, Report, ReportSection
from portal.queries.completeness import Budgets, section_gaps


@dataclass(frozen=True)
class WorkRow:
    """One maatregel in the report: what is missing, and whether it can be written now."""

    progress: MaatregelProgress
    gaps: list[Gap]
    editable: bool

    @property
    def waits_for_correction(self) -> bool:
        """Whether this part was sent back and nobody wrote in it since the submission."""
        written, submitted = self.progress.updated_at, self.progress.report.submitted_at
        if not self.progress.return_reason or written is None or submitted is None:
            return False
        return written <= submitted

    @property
    def begun(self) -> bool:
        """Whether any of the words was filled in; milestones may come first."""
        return not nothing_said(self.progress.content)


@dataclass(frozen=True)
class WorkSection:
    """A section beside the maatregelen: what is missing, and whether it can be written now."""

    section: Section
    row: ReportSection | None
    gaps: list[Gap]
    """What is missing, once for every answer or amount."""
    editable: bool
    submitted_at: datetime | None

    @property
    def return_reason(self) -> str:
        """Why the section was sent back, empty where it was not."""
        return self.row.return_reason if self.row else ""

    @property
    def kinds(self) -> Mapping[Gap, int]:
        """How often each thing is missing."""
        return {gap: self.gaps.count(gap) for gap in dict.fromkeys(self.gaps)}

    @property
    def waits_for_correction(self) -> bool:
        """Whether this section was sent back and nobody wrote in it since."""
        if self.row is None or not self.row.return_reason or self.submitted_at is None:
            return False
        return self.row.updated_at is None or self.row.updated_at <= self.submitted_at


@dataclass(frozen=True)
class Worklist:
    """Everything in a report that asks for work."""

    rows: list[WorkRow]
    summary_missing: bool
    judgement_gaps: dict[Aspect, list[Gap]]
    section_editable: bool
    sections: list[WorkSection]

    @property
    def finished(self) -> int:
        """Number of maatregelen with nothing missing."""
        return sum(not row.gaps for row in self.rows)

    @property
    def section_complete(self) -> bool:
        """Whether summary and judgements are complete."""
        return not self.summary_missing and not any(self.judgement_gaps.values())

    @property
    def complete(self) -> bool:
        """Whether the report can be submitted."""
        return (
            self.section_complete
            and self.finished == len(self.rows)
            and not any(section.gaps for section in self.sections)
        )

    def next_code(self, after: str, among: Collection[int]) -> str | None:
        """Return the code of the next maatregel with something missing, going round once.

        `among` holds the ids of the rows that somebody fills in.
        """
        codes = [row.progress.maatregel.code for row in self.rows]
        start = codes.index(after) + 1
        order = self.rows[start:] + self.rows[: start - 1]
        return next(
            (
                row.progress.maatregel.code
                for row in order
                if row.gaps and row.editable and row.progress.id in among
            ),
            None,
        )


def worklist(report: Report, budgets: Budgets | None = None) -> Worklist:
    """Return what is missing, from a report that was read as a whole.

    Whoever asks for many reports gives the budgets of their years, so that they are read once.
    """

    def editable(reason: str) -> bool:
        return part_is_editable(report.state, report.period.state, sent_back=bool(reason))

    return Worklist(
        rows=[
            WorkRow(progress, progress_gaps(progress.content), editable(progress.return_reason))
            for progress in sorted(report.progress, key=lambda row: row.maatregel.position)
        ],
        summary_missing=not report.summary.strip(),
        judgement_gaps={
            judgement.aspect: judgement_gaps(judgement.content) for judgement in report.judgements
        },
        section_editable=editable(report.return_reason),
        sections=[
            WorkSection(
                section,
                row,
                section_gaps(report, section, budgets),
                editable(row.return_reason if row else ""),
                report.submitted_at,
            )
            for section, row in sections_of(report)
        ],
    )


def sections_of(report: Report) -> list[tuple[Section, ReportSection | None]]:
    """Return every section with its row; a report from before there were sections has none."""
    rows = {row.section: row for row in report.sections}
    return [(section, rows.get(section)) for section in Section]
