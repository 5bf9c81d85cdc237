"""The steps of a signal: which exist in which state, and that none goes without a reason."""

import pytest

from portal.domain.signals import (
    SIGNAL_TRANSITIONS,
    STANDING,
    SignalAction,
    SignalState,
    action_towards,
    next_signal_state,
    possible_signal_actions,
    possible_signal_states,
)
from portal.domain.workflow import IllegalTransitionError

S, A = SignalState, SignalAction
STEPS = {
    (S.NEW, A.INTERPRET): S.INTERPRETING,
    (S.NEW, A.MERGE): S.MERGED,
    (S.INTERPRETING, A.FIND_PLAUSIBLE): S.PLAUSIBLE,
    (S.INTERPRETING, A.REFUTE): S.REFUTED,
    (S.INTERPRETING, A.MONITOR): S.MONITORING,
    (S.INTERPRETING, A.MERGE): S.MERGED,
    (S.PLAUSIBLE, A.REFUTE): S.REFUTED,
    (S.PLAUSIBLE, A.MONITOR): S.MONITORING,
    (S.PLAUSIBLE, A.ANSWER): S.ANSWERED,
    (S.PLAUSIBLE, A.MERGE): S.MERGED,
    (S.REFUTED, A.FIND_PLAUSIBLE): S.PLAUSIBLE,
    (S.REFUTED, A.MONITOR): S.MONITORING,
    (S.REFUTED, A.ANSWER): S.ANSWERED,
    (S.REFUTED, A.MERGE): S.MERGED,
    (S.MONITORING, A.FIND_PLAUSIBLE): S.PLAUSIBLE,
    (S.MONITORING, A.REFUTE): S.REFUTED,
    (S.MONITORING, A.ANSWER): S.ANSWERED,
    (S.MONITORING, A.MERGE): S.MERGED,
    (S.ANSWERED, A.REOPEN): S.INTERPRETING,
}


@pytest.mark.parametrize("state", SignalState)
@pytest.mark.parametrize("action", SignalAction)
def test_each_action_in_each_state(state: SignalState, action: SignalAction) -> None:
    target = STEPS.get((state, action))
    assert (action in possible_signal_actions(state)) is (target is not None)
    if target is None:
        with pytest.raises(IllegalTransitionError):
            next_signal_state(action, state)
    else:
        assert next_signal_state(action, state) is target
        assert action_towards(state, target) is action


def test_every_step_needs_a_reason() -> None:
    assert [action for action, row in SIGNAL_TRANSITIONS.items() if not row.needs_reason] == []


def test_interpreting_never_offers_merging_and_a_merged_signal_is_done() -> None:
    assert all(S.MERGED not in possible_signal_states(state) for state in SignalState)
    assert possible_signal_states(S.MERGED) == []
    assert possible_signal_states(S.PLAUSIBLE) == [S.REFUTED, S.MONITORING, S.ANSWERED]


def test_a_way_that_is_not_there_is_refused() -> None:
    with pytest.raises(IllegalTransitionError):
        action_towards(S.NEW, S.ANSWERED)
    with pytest.raises(IllegalTransitionError):
        action_towards(S.NEW, S.NEW)


def test_what_counts_in_the_pattern() -> None:
    assert frozenset({S.NEW, S.INTERPRETING, S.PLAUSIBLE, S.MONITORING, S.ANSWERED}) == STANDING
