"""What the audit trail can say has happened."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.roles import Role


class AuditAction(StrEnum):
    """The verbs of the audit trail; once written, a value never changes its meaning."""

    PLAN_LOADED = "plan_loaded"
    ACCOUNT_CREATED = "account_created"
    ACCOUNT_DEACTIVATED = "account_deactivated"
    ACCOUNT_REACTIVATED = "account_reactivated"
    APPOINTMENT_GIVEN = "appointment_given"
    APPOINTMENT_ENDED = "appointment_ended"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    OWNER_ASSIGNED = "owner_assigned"
    PERIOD_PLANNED = "period_planned"
    PERIOD_CHANGED = "period_changed"
    PERIOD_OPENED = "period_opened"
    PERIOD_CLOSED = "period_closed"
    PERIOD_REOPENED = "period_reopened"
    PERIOD_ADOPTED = "period_adopted"
    PROGRESS_WRITTEN = "progress_written"
    PROGRESS_UNCHANGED = "progress_unchanged"
    JUDGEMENTS_WRITTEN = "judgements_written"
    REPORT_SUBMITTED = "report_submitted"
    REPORT_RETURNED = "report_returned"
    REPORT_ACCEPTED = "report_accepted"
    REPORT_ADOPTED = "report_adopted"
    REPORT_WRITTEN_OFF = "report_written_off"


class SubjectKind(StrEnum):
    """The kinds of things the audit trail speaks of."""

    PLAN = "plan"
    ACCOUNT = "account"
    MAATREGEL = "maatregel"
    PERIOD = "period"
    REPORT = "report"


@dataclass(frozen=True)
class Actor:
    """Who acts, as the audit trail will remember it: account, name and roles at this moment."""

    account_id: int | None
    name: str
    roles: tuple[Role, ...] = ()


SYSTEM = Actor(None, "Systeem")
"""Commands that somebody runs on the server."""
