"""The reporting cycle as two transition tables (design: product, section 3).

The tables are the rule: services apply them, buttons ask them, docs/workflow.md is drawn from them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class PeriodState(StrEnum):
    """Where a rapportageperiode stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    ADOPTED = "adopted"


class ReportState(StrEnum):
    """Where a voortgangsrapportage stands; its timeliness and its judgement are other facts."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ADOPTED = "adopted"
    NOT_RECEIVED = "not_received"


class PeriodAction(StrEnum):
    """What moves a period."""

    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"
    ADOPT = "adopt"


class ReportAction(StrEnum):
    """What moves a report."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    WITHDRAW_CORRECTION = "withdraw_correction"
    RETURN = "return"
    ACCEPT = "accept"
    ADOPT = "adopt"
    WRITE_OFF = "write_off"


class IllegalTransitionError(Exception):
    """Raised when an action does not exist in the present state."""

    def __init__(self, action: StrEnum, state: StrEnum) -> None:
        super().__init__(f"{action.value} from {state.value}")
        self.action = action
        self.state = state


State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One row of a transition table."""

    sources: frozenset[State]
    target: State
    needs_reason: bool = False
    once_returned: bool | None = None
    """Only after parts were sent back (true), only before that (false), or always (None)."""


PERIOD_TRANSITIONS: Mapping[PeriodAction, Transition[PeriodState]] = {
    PeriodAction.OPEN: Transition(frozenset({PeriodState.PLANNED}), PeriodState.OPEN),
    PeriodAction.CLOSE: Transition(frozenset({PeriodState.OPEN}), PeriodState.CLOSED),
    PeriodAction.REOPEN: Transition(frozenset({PeriodState.CLOSED}), PeriodState.OPEN, needs_reason=True),
    PeriodAction.ADOPT: Transition(frozenset({PeriodState.CLOSED}), PeriodState.ADOPTED),
}

REPORT_TRANSITIONS: Mapping[ReportAction, Transition[ReportState]] = {
    ReportAction.SUBMIT: Transition(
        frozenset({ReportState.DRAFT, ReportState.RETURNED}), ReportState.SUBMITTED
    ),
    ReportAction.WITHDRAW: Transition(
        frozenset({ReportState.SUBMITTED}), ReportState.DRAFT, once_returned=False
    ),
    ReportAction.WITHDRAW_CORRECTION: Transition(
        frozenset({ReportState.SUBMITTED}), ReportState.RETURNED, once_returned=True
    ),
    ReportAction.RETURN: Transition(
        frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED}), ReportState.RETURNED, needs_reason=True
    ),
    ReportAction.ACCEPT: Transition(frozenset({ReportState.SUBMITTED}), ReportState.ACCEPTED),
    ReportAction.ADOPT: Transition(frozenset({ReportState.ACCEPTED}), ReportState.ADOPTED),
    ReportAction.WRITE_OFF: Transition(
        frozenset({ReportState.DRAFT, ReportState.RETURNED}), ReportState.NOT_RECEIVED, needs_reason=True
    ),
}

EDITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})
"""States in which the network itself writes."""

FROZEN = frozenset({ReportState.ADOPTED, ReportState.NOT_RECEIVED})
"""States that nothing leaves; the database refuses changes to what they hold."""

WHILE_OPEN = frozenset(
    {
        ReportAction.SUBMIT,
        ReportAction.WITHDRAW,
        ReportAction.WITHDRAW_CORRECTION,
        ReportAction.RETURN,
    }
)
"""What a network writes or must write again happens only while the period is open."""

COUNTED = frozenset({ReportState.ACCEPTED, ReportState.ADOPTED})
"""States whose content counts in what the stuurgroep sees."""

RATEABLE = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})
"""States in which the programme office gives its own judgement."""

WITHDRAWALS = frozenset({ReportAction.WITHDRAW, ReportAction.WITHDRAW_CORRECTION})
"""What takes a submission back; the history of the report decides which of the two."""


def next_report_state(action: ReportAction, state: ReportState) -> ReportState:
    """Return the state after the action, or raise IllegalTransitionError."""
    return _next(REPORT_TRANSITIONS, action, state)


def next_period_state(action: PeriodAction, state: PeriodState) -> PeriodState:
    """Return the state after the action, or raise IllegalTransitionError."""
    return _next(PERIOD_TRANSITIONS, action, state)


def possible_report_actions(
    state: ReportState, period: PeriodState, *, once_returned: bool = False
) -> Collection[ReportAction]:
    """Return the actions that exist in this state of the report and its period, in the order of the table.

    `once_returned` says whether parts of the report were ever sent back.
    """
    return [
        action
        for action, row in REPORT_TRANSITIONS.items()
        if state in row.sources
        and (period is PeriodState.OPEN or action not in WHILE_OPEN)
        and row.once_returned in {None, once_returned}
    ]


def possible_period_actions(state: PeriodState) -> Collection[PeriodAction]:
    """Return the actions that exist in this state, in the order of the table."""
    return [action for action, row in PERIOD_TRANSITIONS.items() if state in row.sources]


def part_is_editable(report: ReportState, period: PeriodState, *, sent_back: bool) -> bool:
    """Return whether a network may write a part of its report now: a draft, or a part that was sent back."""
    if period is not PeriodState.OPEN:
        return False
    return report is ReportState.DRAFT or (report is ReportState.RETURNED and sent_back)


Action = TypeVar("Action", bound=StrEnum)


def _next(table: Mapping[Action, Transition[State]], action: Action, state: State) -> State:
    row = table[action]
    if state not in row.sources:
        raise IllegalTransitionError(action, state)
    return row.target
