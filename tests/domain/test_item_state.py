"""The state of a motie or promise follows from its asks, whatever these are."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.parliament import AskOutcome, ItemState, item_state

CLOSED = {AskOutcome.FULFILLED, AskOutcome.ANSWERED, AskOutcome.LAPSED}


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ([], ItemState.NOT_SPLIT),
        ([AskOutcome.UNASSESSED, AskOutcome.UNASSESSED], ItemState.UNASSESSED),
        ([AskOutcome.UNASSESSED, AskOutcome.NOT_STARTED], ItemState.NOT_STARTED),
        ([AskOutcome.NOT_STARTED, AskOutcome.IN_PROGRESS], ItemState.IN_PROGRESS),
        ([AskOutcome.FULFILLED, AskOutcome.ANSWERED], ItemState.SETTLED),
        ([AskOutcome.FULFILLED, AskOutcome.LAPSED], ItemState.SETTLED),
        ([AskOutcome.LAPSED, AskOutcome.LAPSED], ItemState.LAPSED),
        ([AskOutcome.FULFILLED, AskOutcome.UNASSESSED], ItemState.PARTLY),
        ([AskOutcome.PARTLY, AskOutcome.NOT_STARTED], ItemState.PARTLY),
        ([AskOutcome.FULFILLED, AskOutcome.ON_TIME], ItemState.RUNNING),
        ([AskOutcome.BEHIND], ItemState.RUNNING),
        ([AskOutcome.ON_TIME, AskOutcome.IN_PROGRESS], ItemState.IN_PROGRESS),
    ],
)
def test_what_follows_from_what(outcomes: list[AskOutcome], state: ItemState) -> None:
    assert {item_state(order) for order in permutations(outcomes)} == {state}


@given(st.lists(st.sampled_from(AskOutcome), min_size=1))
def test_it_is_settled_exactly_when_nothing_is_open(outcomes: list[AskOutcome]) -> None:
    state = item_state(outcomes)
    assert (state in {ItemState.SETTLED, ItemState.LAPSED}) == (set(outcomes) <= CLOSED)
    assert (state is ItemState.UNASSESSED) == (set(outcomes) == {AskOutcome.UNASSESSED})
    assert state is not ItemState.NOT_SPLIT
    assert item_state(outcomes + outcomes) is state
