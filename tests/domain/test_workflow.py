"""The transition tables: what exists happens, everything else is refused."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.workflow import (
    EDITABLE,
    FROZEN,
    PERIOD_TRANSITIONS,
    REPORT_TRANSITIONS,
    WHILE_OPEN,
    WITHDRAWALS,
    IllegalTransitionError,
    PeriodAction,
    PeriodState,
    ReportAction,
    ReportState,
    next_period_state,
    next_report_state,
    possible_report_actions,
)

REPORT_MOVES = {
    (ReportState.DRAFT, ReportAction.SUBMIT): ReportState.SUBMITTED,
    (ReportState.RETURNED, ReportAction.SUBMIT): ReportState.SUBMITTED,
    (ReportState.SUBMITTED, ReportAction.WITHDRAW): ReportState.DRAFT,
    (ReportState.SUBMITTED, ReportAction.WITHDRAW_CORRECTION): ReportState.RETURNED,
    (ReportState.SUBMITTED, ReportAction.RETURN): ReportState.RETURNED,
    (ReportState.ACCEPTED, ReportAction.RETURN): ReportState.RETURNED,
    (ReportState.SUBMITTED, ReportAction.ACCEPT): ReportState.ACCEPTED,
    (ReportState.ACCEPTED, ReportAction.ADOPT): ReportState.ADOPTED,
    (ReportState.DRAFT, ReportAction.WRITE_OFF): ReportState.NOT_RECEIVED,
    (ReportState.RETURNED, ReportAction.WRITE_OFF): ReportState.NOT_RECEIVED,
}
PERIOD_MOVES = {
    (PeriodState.PLANNED, PeriodAction.OPEN): PeriodState.OPEN,
    (PeriodState.OPEN, PeriodAction.CLOSE): PeriodState.CLOSED,
    (PeriodState.CLOSED, PeriodAction.REOPEN): PeriodState.OPEN,
    (PeriodState.CLOSED, PeriodAction.ADOPT): PeriodState.ADOPTED,
}


def every_action(state: ReportState) -> set[ReportAction]:
    """What is possible in an open period, whether or not parts were ever sent back."""
    return {
        action
        for once_returned in (False, True)
        for action in possible_report_actions(state, PeriodState.OPEN, once_returned=once_returned)
    }


@pytest.mark.parametrize("once_returned", [False, True])
def test_a_submission_is_withdrawn_in_just_one_way(once_returned: bool) -> None:  # noqa: FBT001
    possible = possible_report_actions(ReportState.SUBMITTED, PeriodState.OPEN, once_returned=once_returned)
    wanted = ReportAction.WITHDRAW_CORRECTION if once_returned else ReportAction.WITHDRAW
    assert [action for action in possible if action in WITHDRAWALS] == [wanted]


@pytest.mark.parametrize(("state", "action"), list(itertools.product(ReportState, ReportAction)))
def test_every_move_of_a_report_is_known_or_refused(state: ReportState, action: ReportAction) -> None:
    expected = REPORT_MOVES.get((state, action))
    if expected is None:
        with pytest.raises(IllegalTransitionError):
            next_report_state(action, state)
        assert action not in every_action(state)
    else:
        assert next_report_state(action, state) is expected
        assert action in every_action(state)


@pytest.mark.parametrize(("state", "action"), list(itertools.product(PeriodState, PeriodAction)))
def test_every_move_of_a_period_is_known_or_refused(state: PeriodState, action: PeriodAction) -> None:
    expected = PERIOD_MOVES.get((state, action))
    if expected is None:
        with pytest.raises(IllegalTransitionError):
            next_period_state(action, state)
    else:
        assert next_period_state(action, state) is expected


@pytest.mark.parametrize("state", ReportState)
def test_a_closed_period_takes_and_returns_nothing(state: ReportState) -> None:
    assert not WHILE_OPEN & set(possible_report_actions(state, PeriodState.CLOSED))


def test_what_is_sent_back_or_written_off_needs_a_reason() -> None:
    assert {action for action, row in REPORT_TRANSITIONS.items() if row.needs_reason} == {
        ReportAction.RETURN,
        ReportAction.WRITE_OFF,
    }
    assert PERIOD_TRANSITIONS[PeriodAction.REOPEN].needs_reason


@given(st.lists(st.sampled_from(list(ReportAction)), max_size=12))
def test_nothing_ever_leaves_a_frozen_state(actions: list[ReportAction]) -> None:
    state = ReportState.DRAFT
    for action in actions:
        before = state
        try:
            state = next_report_state(action, state)
        except IllegalTransitionError:
            continue
        assert before not in FROZEN
    assert state not in FROZEN or not possible_report_actions(state, PeriodState.OPEN)
    assert not EDITABLE & FROZEN
