"""How far a round is: the state of each maatregel in it, and who acts next. Says nothing of any text."""

from collections.abc import Mapping
from enum import StrEnum

from portal.domain.roles import Role
from portal.domain.workflow import PeriodState, ReportState


class RowState(StrEnum):
    """Where the report on one maatregel stands."""

    EMPTY = "empty"
    BEGUN = "begun"
    COMPLETE = "complete"
    SENT_BACK = "sent_back"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    ADOPTED = "adopted"
    NOT_RECEIVED = "not_received"


_AFTER_WRITING: Mapping[ReportState, RowState] = {
    ReportState.SUBMITTED: RowState.SUBMITTED,
    ReportState.ACCEPTED: RowState.ACCEPTED,
    ReportState.ADOPTED: RowState.ADOPTED,
    ReportState.NOT_RECEIVED: RowState.NOT_RECEIVED,
}
_NEXT: Mapping[ReportState, Role] = {
    ReportState.DRAFT: Role.COORDINATOR,
    ReportState.RETURNED: Role.COORDINATOR,
    ReportState.SUBMITTED: Role.PROGRAMME_OFFICER,
    ReportState.ACCEPTED: Role.STEERING_SECRETARY,
}


def row_state(report: ReportState, *, begun: bool, complete: bool, sent_back: bool) -> RowState:
    """Return the state of one maatregel in a report; once handed in, it is that of the report."""
    if report in _AFTER_WRITING:
        return _AFTER_WRITING[report]
    if report is ReportState.RETURNED:
        return RowState.SENT_BACK if sent_back else RowState.COMPLETE
    if complete:
        return RowState.COMPLETE
    return RowState.BEGUN if begun else RowState.EMPTY


def next_role(report: ReportState, period: PeriodState) -> Role | None:
    """Return who has to act next: nobody writes once the period is closed, then the stuurgroep decides."""
    role = _NEXT.get(report)
    if role is Role.COORDINATOR and period is not PeriodState.OPEN:
        return Role.STEERING_SECRETARY if period is PeriodState.CLOSED else None
    return role
