"""The verbs of the audit trail in groups, for who looks for something in it."""

from collections.abc import Mapping
from enum import StrEnum

from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.retention import COMING_AND_GOING

_A = AuditAction


class ActionGroup(StrEnum):
    """What lines of the trail are about."""

    REFUSED = "refused"
    COMING = "coming"
    TAKEN = "taken"
    ACCOUNTS = "accounts"
    ROUNDS = "rounds"
    MONEY = "money"
    STEERING = "steering"
    KEEPING = "keeping"
    OTHER = "other"


_REFUSED = frozenset(
    {
        _A.ACCESS_DENIED,
        _A.SIGN_IN_REFUSED,
        _A.SIGN_IN_BLOCKED,
        _A.SECOND_FACTOR_REFUSED,
        _A.REAUTHENTICATION_REFUSED,
    }
)
_TAKEN = frozenset({_A.EVIDENCE_READ, _A.EXPORTED})
_KEEPING = frozenset({_A.AUDIT_VERIFIED, _A.AUDIT_TRIMMED, _A.BACKUP_MADE, _A.BACKUP_RESTORED})
_BY_SUBJECT: Mapping[SubjectKind, ActionGroup] = {
    SubjectKind.ACCOUNT: ActionGroup.ACCOUNTS,
    SubjectKind.PERIOD: ActionGroup.ROUNDS,
    SubjectKind.REPORT: ActionGroup.ROUNDS,
    SubjectKind.BUDGET_EVENT: ActionGroup.MONEY,
    SubjectKind.STATEMENT: ActionGroup.MONEY,
    SubjectKind.MEETING: ActionGroup.STEERING,
    SubjectKind.DECISION: ActionGroup.STEERING,
    SubjectKind.ACTION: ActionGroup.STEERING,
    SubjectKind.FLAG: ActionGroup.STEERING,
    SubjectKind.SIGNAL: ActionGroup.STEERING,
}
_BY_ACTION = {
    **dict.fromkeys(COMING_AND_GOING.actions, ActionGroup.COMING),
    **dict.fromkeys(_REFUSED, ActionGroup.REFUSED),
    **dict.fromkeys(_TAKEN, ActionGroup.TAKEN),
    **dict.fromkeys(_KEEPING, ActionGroup.KEEPING),
}


def group_of(action: AuditAction, subject: SubjectKind) -> ActionGroup:
    """Return the one group a line belongs to: its verb decides, else what it is about."""
    return _BY_ACTION.get(action) or _BY_SUBJECT.get(subject, ActionGroup.OTHER)


def actions_in(group: ActionGroup) -> frozenset[AuditAction]:
    """Return the verbs that always belong to a group."""
    return frozenset(action for action, held in _BY_ACTION.items() if held is group)


def subjects_in(group: ActionGroup) -> frozenset[SubjectKind]:
    """Return what lines of a group are about, where their verb does not decide."""
    if group is ActionGroup.OTHER:
        return frozenset(SubjectKind) - frozenset(_BY_SUBJECT)
    return frozenset(kind for kind, held in _BY_SUBJECT.items() if held is group)


DECIDED_BY_VERB = frozenset(_BY_ACTION)
"""Verbs that decide the group by themselves."""
