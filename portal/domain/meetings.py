"""Meetings of the stuurgroep (design: product, section 4; nota 4.4)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from portal.domain.workflow import IllegalTransitionError, Transition


class MeetingState(StrEnum):
    """Where a meeting stands: being prepared, agenda with the members, held."""

    PREPARING = "preparing"
    CONVENED = "convened"
    HELD = "held"


class MeetingAction(StrEnum):
    """What moves a meeting."""

    CONVENE = "convene"
    TAKE_BACK = "take_back"
    CLOSE = "close"


class AgendaKind(StrEnum):
    """Where an item of the agenda comes from."""

    ADOPTION = "adoption"
    QUESTION = "question"
    FLAG = "flag"
    SIGNAL = "signal"
    ACTION = "action"
    CHANGE_REQUEST = "change_request"
    FREE = "free"


class Presence(StrEnum):
    """Whether a member was there."""

    PRESENT = "present"
    ABSENT = "absent"
    REPLACED = "replaced"


MEETING_TRANSITIONS: Mapping[MeetingAction, Transition[MeetingState]] = {
    MeetingAction.CONVENE: Transition(frozenset({MeetingState.PREPARING}), MeetingState.CONVENED),
    MeetingAction.TAKE_BACK: Transition(
        frozenset({MeetingState.CONVENED}), MeetingState.PREPARING, needs_reason=True
    ),
    MeetingAction.CLOSE: Transition(frozenset({MeetingState.CONVENED}), MeetingState.HELD),
}
"""Nothing leaves HELD: agenda, attendance, notes and decisions are then fixed."""


def next_meeting_state(action: MeetingAction, state: MeetingState) -> MeetingState:
    """Return the state after an action; raises IllegalTransitionError."""
    transition = MEETING_TRANSITIONS[action]
    if state not in transition.sources:
        raise IllegalTransitionError(action, state)
    return transition.target


def takes_decisions(state: MeetingState, held_on: date, today: date) -> bool:
    """Return whether the stuurgroep is in session: the members have the agenda and the day has come."""
    return state is MeetingState.CONVENED and held_on <= today


def decision_number(year: int, number: int) -> str:
    """Return how people call a decision, such as 2026-03."""
    return f"{year}-{number:02}"
