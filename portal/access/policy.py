"""The whole policy on one screen: which role may do what, for its own network or for all.

The doors, the buttons, the page "Rollen en rechten" and the tests all read this one table
(design: product, section 2; security R18-R20).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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


_CONTENT_ROLES = tuple(role for role in Role if role is not Role.ADMINISTRATOR)
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

REPORT_ACTION: Mapping[ReportAction, Permission] = {
    ReportAction.SUBMIT: Permission.SUBMIT_REPORT,
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
