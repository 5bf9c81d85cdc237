"""How long a line of the audit trail is kept: short for coming and going, else as the archive."""

import calendar
from dataclasses import dataclass
from datetime import datetime

from portal.domain.audit import AuditAction

LEAST_MONTHS = 6
"""What BIO2 8.18.02 asks to have at hand."""


@dataclass(frozen=True)
class Keeping:
    """A rule: these lines are kept this long, and for this reason."""

    actions: frozenset[AuditAction]
    months: int


COMING_AND_GOING = Keeping(
    frozenset(
        {
            AuditAction.SIGNED_IN,
            AuditAction.SIGNED_OUT,
            AuditAction.SIGN_IN_REFUSED,
            AuditAction.SIGN_IN_BLOCKED,
            AuditAction.SECOND_FACTOR_REFUSED,
            AuditAction.REAUTHENTICATED,
            AuditAction.REAUTHENTICATION_REFUSED,
            AuditAction.RECOVERY_CODE_USED,
            AuditAction.PASSWORD_RESET_ASKED,
            AuditAction.SESSION_ENDED,
            AuditAction.ACCESS_DENIED,
            AuditAction.EVIDENCE_READ,
            AuditAction.EXPORTED,
            AuditAction.AUDIT_VERIFIED,
        }
    ),
    18,
)
"""Three times what BIO2 asks: long enough to look into something that came to light late.

Every other line tells of a decision or of content, and stays as long as the archive: it never goes here.
"""


def expires_before(moment: datetime, rule: Keeping = COMING_AND_GOING) -> datetime:
    """Return the moment before which lines under a rule have had their time."""
    months = moment.year * 12 + moment.month - 1 - rule.months
    year, month = divmod(months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
