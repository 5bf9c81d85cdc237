"""Parts of a report that go back to the network: what is kept of it, and which parts open again."""

from collections.abc import Mapping, Sequence

from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.questionnaires import Section
from portal.models import PartReturn, Report, Submission

Reasons = Mapping[tuple[int | None, Section | None], str]
"""Why each part goes back: by progress row or section; without either: summary and judgements."""
SECTION_TITLES: Mapping[Section, str] = {
    Section.NETWORK: "Het PPS-netwerk zelf",
    Section.DATA_SHARING: "Gegevensdeling",
    Section.MONEY: "Geld",
}
"""How the audit trail names a section, once and for all."""


def part_returns(actor: Actor, submission: Submission, reasons: Reasons) -> list[PartReturn]:
    """Return what is kept of each part that has a reason."""
    return [
        PartReturn(
            report_id=submission.report_id,
            submission_id=submission.id,
            progress_id=progress_id,
            section=section,
            reason=reason.strip(),
            returned_at=clock.now(),
            returned_by_id=actor.account_id,
        )
        for (progress_id, section), reason in reasons.items()
        if reason.strip()
    ]


def reopen(report: Report, returns: Sequence[PartReturn]) -> None:
    """Let exactly these parts have a reason to be corrected."""
    reasons = {(entry.progress_id, entry.section): entry.reason for entry in returns}
    report.return_reason = reasons.get((None, None), "")
    for progress in report.progress:
        progress.return_reason = reasons.get((progress.id, None), "")
    for section in report.sections:
        section.return_reason = reasons.get((None, section.section), "")


def told(report: Report, returns: Sequence[PartReturn]) -> str:
    """Return the reasons as the audit trail keeps them, each with its part."""
    titles = {row.id: row.title for row in report.progress}
    return "\n".join(
        f"{titles[entry.progress_id]}: {entry.reason}"
        if entry.progress_id is not None
        else f"{SECTION_TITLES[entry.section]}: {entry.reason}"
        if entry.section
        else entry.reason
        for entry in returns
    )
