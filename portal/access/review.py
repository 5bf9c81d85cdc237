"""Who may know what of the conversation between a network and the programme office."""

from collections.abc import Collection

from portal.access.policy import Permission
from portal.access.principal import Principal
from portal.domain.audit import AuditAction
from portal.domain.workflow import COUNTED, RATEABLE
from portal.models import Report
from portal.queries.audit import REPORT_MOVES


def follows_review(principal: Principal, report: Report) -> bool:
    """Return whether submissions, returns and reasons of a readable report are for this person (ADR 15)."""
    return principal.allows(Permission.READ_SUBMITTED, report.network_id)


def sees_office_judgement(principal: Principal, report: Report) -> bool:
    """Return whether the programme office's own judgement may be read: elsewhere only from acceptance on."""
    return report.state in COUNTED or principal.allows(Permission.GIVE_RATING, report.network_id)


def may_judge(principal: Principal, report: Report) -> bool:
    """Return whether this person's role gives the programme office's own judgement now."""
    return report.state in RATEABLE and principal.allows(Permission.GIVE_RATING, report.network_id)


def report_events(principal: Principal, report: Report) -> Collection[AuditAction]:
    """Return what this person may know to have happened to a readable report."""
    insider = principal.allows(Permission.READ_DRAFT, report.network_id)
    actions = frozenset(AuditAction) if insider else REPORT_MOVES | {AuditAction.OFFICE_JUDGED}
    if sees_office_judgement(principal, report):
        return actions
    return actions - {AuditAction.OFFICE_JUDGED}
