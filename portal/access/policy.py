"""The whole policy on one screen: which role may do what, for its own network or for all.

The doors, the buttons, the page "Rollen en rechten" and the tests all read this one table
(design: product, section 2; security R18-R20).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.audience import Audience
from portal.domain.notices import NoticeKind
from portal.domain.roles import Role
from portal.domain.workflow import PeriodAction, ReportAction, ReportState


class Permission(StrEnum):
    """Everything a person may or may not do."""

    READ_PROGRAMME = "read_programme"
    READ_ADOPTED = "read_adopted"
    READ_SUBMITTED = "read_submitted"
    READ_DRAFT = "read_draft"
    READ_PERIODS = "read_periods"
    READ_RECEIPT = "read_receipt"
    WRITE_REPORT = "write_report"
    SUBMIT_REPORT = "submit_report"
    ACCEPT_REPORT = "accept_report"
    ADOPT_PERIOD = "adopt_period"
    MANAGE_PERIODS = "manage_periods"
    ASSIGN_OWNER = "assign_owner"
    READ_ROLES = "read_roles"
    MANAGE_ACCOUNTS = "manage_accounts"
    COORDINATE_REPORT = "coordinate_report"
    GIVE_RATING = "give_rating"
    ADD_ERRATUM = "add_erratum"
    READ_COCKPIT = "read_cockpit"
    REQUEST_CHANGE = "request_change"
    READ_CHANGES = "read_changes"
    DECIDE_CHANGE = "decide_change"
    READ_MONEY = "read_money"
    KEEP_MONEY = "keep_money"
    READ_STATEMENT = "read_statement"
    WRITE_STATEMENT = "write_statement"
    ACCEPT_STATEMENT = "accept_statement"
    KEEP_ASKS = "keep_asks"
    READ_MAIL_LOG = "read_mail_log"
    READ_SIGNALS = "read_signals"
    FILE_SIGNAL = "file_signal"
    TRIAGE_SIGNALS = "triage_signals"
    KEEP_VOCABULARY = "keep_vocabulary"
    KEEP_INDICATORS = "keep_indicators"
    RECORD_OBSERVATIONS = "record_observations"
    WRITE_UNDERPINNING = "write_underpinning"
    ASSESS_GOALS = "assess_goals"
    READ_DISPLACEMENT = "read_displacement"
    SET_SCREENING = "set_screening"
    READ_FLAGS = "read_flags"
    DISPOSE_FLAGS = "dispose_flags"
    READ_MEETINGS = "read_meetings"
    KEEP_MEETINGS = "keep_meetings"
    REMARK_ON_AGENDA = "remark_on_agenda"
    RECORD_DECISIONS = "record_decisions"
    GIVE_ACTIONS = "give_actions"
    READ_ACTIONS = "read_actions"
    READ_ASK_FILE = "read_ask_file"
    APPROVE_CLOSING = "approve_closing"
    KEEP_LETTERS = "keep_letters"
    KEEP_LEGISLATION = "keep_legislation"
    ISSUE_DOCUMENTS = "issue_documents"
    USE_OPEN_DATA = "use_open_data"
    READ_AUDIT = "read_audit"


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN = "own"
    ALL = "all"


@dataclass(frozen=True)
class Grant:
    """That a role has a permission, as far as the scope reaches."""

    role: Role
    scope: Scope


def _all(*roles: Role) -> tuple[Grant, ...]:
    return tuple(Grant(role, Scope.ALL) for role in roles)


def _own(*roles: Role) -> tuple[Grant, ...]:
    return tuple(Grant(role, Scope.OWN) for role in roles)


_WITHOUT_CONTENT = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
_CONTENT_ROLES = tuple(role for role in Role if role not in _WITHOUT_CONTENT)
_STEERING = (Role.STEERING_MEMBER, Role.STEERING_SECRETARY)
_INSIDERS = tuple(role for role in _CONTENT_ROLES if role is not Role.READER)

POLICY: Mapping[Permission, tuple[Grant, ...]] = {
    Permission.READ_PROGRAMME: _all(*Role),
    Permission.READ_ROLES: _all(*Role),
    Permission.READ_ADOPTED: _all(*_INSIDERS) + _own(Role.READER),
    Permission.READ_SUBMITTED: _all(Role.PROGRAMME_OFFICER, *_STEERING)
    + _own(Role.CONTRIBUTOR, Role.COORDINATOR),
    Permission.READ_DRAFT: _own(Role.CONTRIBUTOR, Role.COORDINATOR),
    Permission.READ_PERIODS: _all(*_INSIDERS),
    Permission.READ_RECEIPT: _all(Role.PROGRAMME_OFFICER, *_STEERING)
    + _own(Role.CONTRIBUTOR, Role.COORDINATOR),
    Permission.WRITE_REPORT: _own(Role.CONTRIBUTOR, Role.COORDINATOR),
    Permission.SUBMIT_REPORT: _own(Role.COORDINATOR),
    Permission.ACCEPT_REPORT: _all(Role.PROGRAMME_OFFICER),
    Permission.ADOPT_PERIOD: _all(Role.STEERING_SECRETARY),
    Permission.MANAGE_PERIODS: _all(Role.PROGRAMME_OFFICER),
    Permission.ASSIGN_OWNER: _all(Role.PROGRAMME_OFFICER) + _own(Role.COORDINATOR),
    Permission.MANAGE_ACCOUNTS: _all(Role.ADMINISTRATOR),
    Permission.COORDINATE_REPORT: _own(Role.COORDINATOR),
    Permission.GIVE_RATING: _all(Role.PROGRAMME_OFFICER),
    Permission.ADD_ERRATUM: _all(Role.PROGRAMME_OFFICER) + _own(Role.COORDINATOR),
    Permission.READ_COCKPIT: _all(Role.PROGRAMME_OFFICER),
    Permission.REQUEST_CHANGE: _own(Role.COORDINATOR),
    Permission.READ_CHANGES: _all(Role.PROGRAMME_OFFICER, *_STEERING)
    + _own(Role.CONTRIBUTOR, Role.COORDINATOR),
    Permission.DECIDE_CHANGE: _all(Role.PROGRAMME_OFFICER, Role.STEERING_SECRETARY),
    Permission.READ_MONEY: _all(Role.PROGRAMME_OFFICER, *_STEERING) + _own(Role.COORDINATOR),
    Permission.KEEP_MONEY: _all(Role.PROGRAMME_OFFICER),
    Permission.READ_STATEMENT: _all(Role.PROGRAMME_OFFICER, *_STEERING) + _own(Role.COORDINATOR),
    Permission.WRITE_STATEMENT: _own(Role.COORDINATOR),
    Permission.ACCEPT_STATEMENT: _all(Role.PROGRAMME_OFFICER),
    Permission.KEEP_ASKS: _all(Role.PROGRAMME_OFFICER),
    Permission.READ_MAIL_LOG: _all(Role.PROGRAMME_OFFICER),
    Permission.READ_SIGNALS: _all(*_INSIDERS),
    Permission.FILE_SIGNAL: _all(Role.PROGRAMME_OFFICER) + _own(Role.CONTRIBUTOR, Role.COORDINATOR),
    Permission.TRIAGE_SIGNALS: _all(Role.PROGRAMME_OFFICER),
    Permission.KEEP_VOCABULARY: _all(Role.PROGRAMME_OFFICER),
    Permission.KEEP_INDICATORS: _all(Role.PROGRAMME_OFFICER),
    Permission.RECORD_OBSERVATIONS: _all(Role.PROGRAMME_OFFICER) + _own(Role.COORDINATOR),
    Permission.WRITE_UNDERPINNING: _all(Role.PROGRAMME_OFFICER) + _own(Role.COORDINATOR),
    Permission.ASSESS_GOALS: _all(Role.PROGRAMME_OFFICER),
    Permission.READ_DISPLACEMENT: _all(*_INSIDERS),
    Permission.SET_SCREENING: _all(Role.PROGRAMME_OFFICER),
    Permission.READ_FLAGS: _all(Role.PROGRAMME_OFFICER, *_STEERING),
    Permission.DISPOSE_FLAGS: _all(Role.PROGRAMME_OFFICER, Role.STEERING_SECRETARY),
    Permission.READ_MEETINGS: _all(Role.PROGRAMME_OFFICER, *_STEERING),
    Permission.KEEP_MEETINGS: _all(Role.PROGRAMME_OFFICER, Role.STEERING_SECRETARY),
    Permission.REMARK_ON_AGENDA: _all(Role.PROGRAMME_OFFICER, *_STEERING),
    Permission.RECORD_DECISIONS: _all(Role.STEERING_SECRETARY),
    Permission.GIVE_ACTIONS: _all(Role.PROGRAMME_OFFICER, Role.STEERING_SECRETARY),
    Permission.READ_ACTIONS: _all(*_INSIDERS),
    Permission.READ_ASK_FILE: _all(Role.PROGRAMME_OFFICER, *_STEERING),
    Permission.APPROVE_CLOSING: _all(Role.PROGRAMME_OFFICER),
    Permission.KEEP_LETTERS: _all(Role.PROGRAMME_OFFICER),
    Permission.KEEP_LEGISLATION: _all(Role.PROGRAMME_OFFICER),
    Permission.ISSUE_DOCUMENTS: _all(Role.PROGRAMME_OFFICER),
    Permission.USE_OPEN_DATA: _all(Role.PROGRAMME_OFFICER),
    Permission.READ_AUDIT: _all(Role.ADMINISTRATOR, Role.AUDITOR),
}
"""OWN reaches the network of the appointment; for an appointment without a network it reaches all."""

READ_STATE: Mapping[ReportState, Permission] = {
    ReportState.DRAFT: Permission.READ_DRAFT,
    ReportState.RETURNED: Permission.READ_DRAFT,
    ReportState.NOT_RECEIVED: Permission.READ_DRAFT,
    ReportState.SUBMITTED: Permission.READ_SUBMITTED,
    ReportState.ACCEPTED: Permission.READ_SUBMITTED,
    ReportState.ADOPTED: Permission.READ_ADOPTED,
}
"""What one must be allowed to read the content of a report in a state."""

READ_AUDIENCE: Mapping[Audience, tuple[Permission, ...]] = {
    Audience.NETWORK: (Permission.READ_DRAFT, Permission.ACCEPT_REPORT),
    Audience.STEERING: (Permission.READ_DRAFT, Permission.READ_SUBMITTED),
    Audience.ALL_NETWORKS: (Permission.READ_ADOPTED,),
    Audience.PUBLIC: (Permission.READ_ADOPTED,),
}
"""What one must be allowed, any of these, to read an item for an audience once the report may be read."""

READ_NOTICE: Mapping[NoticeKind, Permission] = {
    NoticeKind.OPENED: Permission.READ_DRAFT,
    NoticeKind.ALMOST_DUE: Permission.READ_DRAFT,
    NoticeKind.OVERDUE: Permission.READ_DRAFT,
    NoticeKind.SUBMITTED: Permission.ACCEPT_REPORT,
    NoticeKind.RETURNED: Permission.READ_DRAFT,
    NoticeKind.ACCEPTED: Permission.READ_DRAFT,
    NoticeKind.ADOPTED: Permission.READ_PERIODS,
    NoticeKind.MENTIONED: Permission.READ_DRAFT,
    NoticeKind.ASSIGNED: Permission.WRITE_REPORT,
    NoticeKind.NOT_OPENED: Permission.MANAGE_PERIODS,
    NoticeKind.SIGNAL_FILED: Permission.TRIAGE_SIGNALS,
    NoticeKind.SIGNAL_MOVED: Permission.READ_SIGNALS,
    NoticeKind.ACTION_GIVEN: Permission.READ_ACTIONS,
    NoticeKind.ACTION_OVERDUE: Permission.READ_ACTIONS,
    NoticeKind.MEETING_CONVENED: Permission.READ_MEETINGS,
    NoticeKind.ASK_ALMOST_DUE: Permission.KEEP_ASKS,
    NoticeKind.ASK_OVERDUE: Permission.KEEP_ASKS,
    NoticeKind.CLOSING_PROPOSED: Permission.APPROVE_CLOSING,
    NoticeKind.CLOSING_DECIDED: Permission.KEEP_ASKS,
    NoticeKind.KAMER_NEWS: Permission.USE_OPEN_DATA,
    NoticeKind.REVIEW_DUE: Permission.MANAGE_ACCOUNTS,
}
"""What one must be allowed, in the network it is about, to be shown a notice of a kind; what is about the own
account is for everybody."""

REPORT_ACTION: Mapping[ReportAction, Permission] = {
    ReportAction.SUBMIT: Permission.SUBMIT_REPORT,
    ReportAction.WITHDRAW: Permission.SUBMIT_REPORT,
    ReportAction.WITHDRAW_CORRECTION: Permission.SUBMIT_REPORT,
    ReportAction.RETURN: Permission.ACCEPT_REPORT,
    ReportAction.ACCEPT: Permission.ACCEPT_REPORT,
    ReportAction.ADOPT: Permission.ADOPT_PERIOD,
    ReportAction.WRITE_OFF: Permission.ADOPT_PERIOD,
}

PERIOD_ACTION: Mapping[PeriodAction, Permission] = {
    PeriodAction.OPEN: Permission.MANAGE_PERIODS,
    PeriodAction.CLOSE: Permission.MANAGE_PERIODS,
    PeriodAction.REOPEN: Permission.MANAGE_PERIODS,
    PeriodAction.ADOPT: Permission.ADOPT_PERIOD,
}
