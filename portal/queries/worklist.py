"""What is still to be done in a report."""

from dataclasses import dataclass

from portal.domain.progress import Aspect
from portal.domain.reports import Gap, judgement_gaps, progress_gaps
from portal.domain.workflow import part_is_editable
from portal.models import MaatregelProgress, Report


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
        """Whether anything was filled in."""
        return self.progress.updated_at is not None


@dataclass(frozen=True)
class Worklist:
    """Everything in a report that asks for work."""

    rows: list[WorkRow]
    summary_missing: bool
    judgement_gaps: dict[Aspect, list[Gap]]
    section_editable: bool

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
        return self.section_complete and self.finished == len(self.rows)

    def next_code(self, after: str) -> str | None:
        """Return the code of the next maatregel with something missing, going round once."""
        codes = [row.progress.maatregel.code for row in self.rows]
        start = codes.index(after) + 1
        order = self.rows[start:] + self.rows[: start - 1]
        return next((row.progress.maatregel.code for row in order if row.gaps and row.editable), None)


def worklist(report: Report) -> Worklist:
    """Return what is missing, from a report that was read as a whole."""

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
    )
