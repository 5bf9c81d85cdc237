"""Who fills in which maatregel: the coordinator all of them, others what was given to them."""

from collections.abc import Collection

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.models import Maatregel, Report


def may_write_progress(principal: Principal, report: Report, maatregel: Maatregel) -> bool:
    """Return whether this person fills in this maatregel, as far as the state of the report lets anybody."""
    if principal.allows(Permission.COORDINATE_REPORT, report.network_id):
        return True
    if principal.account_id is None or not principal.allows(Permission.WRITE_REPORT, report.network_id):
        return False
    return is_given_to(maatregel, principal.account_id)


def is_given_to(maatregel: Maatregel, account_id: int) -> bool:
    """Return whether somebody owns this maatregel, or was asked to fill it in."""
    return maatregel.owner_id == account_id or any(each.id == account_id for each in maatregel.contributors)


def own_rows(principal: Principal, report: Report) -> Collection[int]:
    """Return the ids of the rows of a report that this person fills in."""
    return frozenset(
        row.id for row in report.progress if may_write_progress(principal, report, row.maatregel)
    )
