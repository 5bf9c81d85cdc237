"""The rules of meetings and actions, in tables."""

from datetime import date

import pytest

from portal.domain.actions import ACTION_MOVES, PENDING, ActionState, moves_for
from portal.domain.meetings import (
    MeetingAction,
    MeetingState,
    decision_number,
    next_meeting_state,
    takes_decisions,
)
from portal.domain.workflow import IllegalTransitionError

LEGAL = {
    (MeetingAction.CONVENE, MeetingState.PREPARING): MeetingState.CONVENED,
    (MeetingAction.TAKE_BACK, MeetingState.CONVENED): MeetingState.PREPARING,
    (MeetingAction.CLOSE, MeetingState.CONVENED): MeetingState.HELD,
}


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("action", MeetingAction)
def test_a_meeting_moves_as_the_table_says(action: MeetingAction, state: MeetingState) -> None:
    if (action, state) in LEGAL:
        assert next_meeting_state(action, state) is LEGAL[action, state]
        return
    with pytest.raises(IllegalTransitionError):
        next_meeting_state(action, state)


@pytest.mark.parametrize(
    ("state", "day", "expected"),
    [
        (MeetingState.CONVENED, 19, False),
        (MeetingState.CONVENED, 20, True),
        (MeetingState.CONVENED, 25, True),
        (MeetingState.PREPARING, 20, False),
        (MeetingState.HELD, 20, False),
    ],
)
def test_decisions_are_taken_from_the_day_itself(state: MeetingState, day: int, *, expected: bool) -> None:
    assert takes_decisions(state, date(2026, 3, 20), date(2026, 3, day)) is expected


def test_a_decision_is_called_by_year_and_number() -> None:
    assert decision_number(2026, 3) == "2026-03"
    assert decision_number(2026, 112) == "2026-112"


def test_what_is_settled_does_not_move_again() -> None:
    assert {state for state, moves in ACTION_MOVES.items() if moves} == PENDING
    assert moves_for(ActionState.DONE, owns=True, gives=True) == frozenset()


def test_only_who_gave_it_lets_an_action_lapse() -> None:
    assert ActionState.LAPSED not in moves_for(ActionState.OPEN, owns=True, gives=False)
    assert ActionState.LAPSED in moves_for(ActionState.OPEN, owns=False, gives=True)
    assert ActionState.DONE in moves_for(ActionState.OPEN, owns=True, gives=False)
    assert moves_for(ActionState.OPEN, owns=False, gives=False) == frozenset()
