"""Which parts of a report somebody may write in a workbook now, and which may be read in one."""

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.access.writing import may_write_progress
from portal.domain.questionnaires import QUESTIONS
from portal.models import Report
from portal.queries.workbook import MONEY, SUMMARY
from portal.services.money import money_is_editable
from portal.services.progress import progress_is_editable, section_is_editable
from portal.services.sections import report_section_is_editable


def reads_money(principal: Principal, report: Report) -> bool:
    """Return whether the amounts of public money in this report may be read."""
    return principal.allows(Permission.READ_MONEY, report.network_id)


def writable_parts(principal: Principal, report: Report) -> frozenset[str]:
    """Return the keys of the parts that are open now and that this person fills in."""
    parts = set()
    for progress in report.progress:
        if progress_is_editable(progress) and may_write_progress(principal, report, progress.maatregel):
            parts |= {f"progress:{progress.id}", f"details:{progress.id}"}
    if principal.allows(Permission.WRITE_REPORT, report.network_id):
        parts |= {
            f"section:{section.value}" for section in QUESTIONS if report_section_is_editable(report, section)
        }
    if principal.allows(Permission.COORDINATE_REPORT, report.network_id):
        if section_is_editable(report):
            parts.add(SUMMARY)
        if money_is_editable(report):
            parts.add(MONEY)
    return frozenset(parts)
