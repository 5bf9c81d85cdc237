"""Writing the money of a report: what was spent and is expected, and what partners bring in."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.domain.money import ContributionContent, MoneyContent
from portal.domain.questionnaires import Section
from portal.domain.workflow import part_is_editable
from portal.models import Contribution, MoneyLine, Report, ReportSection
from portal.queries.report_money import content_of
from portal.services import audit
from portal.services.locks import hold_open


def money_section(report: Report) -> ReportSection | None:
    """Return the row that carries version and return reason of the money, absent in the oldest reports."""
    return next((row for row in report.sections if row.section is Section.MONEY), None)


def money_is_editable(report: Report) -> bool:
    """Return whether the network may write the money: in a draft, or when that section was sent back."""
    section = money_section(report)
    return section is not None and part_is_editable(
        report.state, report.period.state, sent_back=bool(section.return_reason)
    )


def write_money(
    session: Session,
    actor: Actor,
    report: Report,
    version: int,
    lines: Mapping[int, MoneyContent],
    contributions: Sequence[ContributionContent] | None = None,
) -> None:
    """Save the money by id of its line; contributions stay as they are when none are given.

    Raises NotEditableError or StaleVersionError.
    """
    hold_open(session, report)
    section = money_section(report)
    if section is None:
        raise NotEditableError
    session.refresh(section, ["version", "return_reason"], with_for_update=True)
    if not money_is_editable(report):
        raise NotEditableError
    if section.version != version:
        raise StaleVersionError
    changed = [line for line in report.money if line.id in lines and content_of(line) != lines[line.id]]
    for line in changed:
        _put(line, lines[line.id])
    replaced = contributions is not None and _replace(report, contributions)
    if not changed and not replaced:
        return
    section.updated_at = clock.now()
    section.updated_by_id = actor.account_id
    # Two savings within the same moment by the same person would else leave the version as it was.
    flag_modified(section, "updated_at")
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.MONEY_WRITTEN,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
    )


def _put(line: MoneyLine, content: MoneyContent) -> None:
    line.committed = content.committed
    line.realised = content.realised
    line.forecast = content.forecast
    line.underspend_reason = content.underspend_reason
    line.explanation = content.explanation


def _replace(report: Report, wanted: Sequence[ContributionContent]) -> bool:
    """Make the contributions what is wanted, keeping rows in their place; return whether any changed."""
    rows = report.contributions
    if [contribution_content(row) for row in rows] == list(wanted):
        return False
    del rows[len(wanted) :]
    rows.extend(Contribution() for _missing in range(len(wanted) - len(rows)))
    for row, content in zip(rows, wanted, strict=True):
        row.kind = content.kind
        row.amount = content.amount
        row.description = content.description
        row.partner_id = content.partner_id
        row.audience = content.audience
    return True


def contribution_content(row: Contribution) -> ContributionContent:
    """Return what a contribution says, without the row around it."""
    return ContributionContent(row.kind, row.amount, row.description, row.partner_id, row.audience)
