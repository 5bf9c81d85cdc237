"""Who may explain what is remarkable in a report: whoever may write it."""

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.access.writing import may_write_progress
from portal.domain.questionnaires import Section
from portal.models import Report
from portal.queries.check_parts import SUMMARY, Place


def may_explain(principal: Principal, report: Report, part: str, place: Place) -> bool:
    """Return whether this person writes that part of the report."""
    if place.maatregel is not None:
        return may_write_progress(principal, report, place.maatregel)
    coordinated = part == SUMMARY or place.section is Section.MONEY
    asked = Permission.COORDINATE_REPORT if coordinated else Permission.WRITE_REPORT
    return principal.allows(asked, report.network_id)
