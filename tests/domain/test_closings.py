"""Which outcomes an ask can have, and what they need."""

import pytest

from portal.domain.closings import OUTCOMES, letter_code, needs_passage, possible_outcomes
from portal.domain.parliament import CLOSED_STATES, AskKind, AskState


def test_every_closed_state_is_an_outcome_and_nothing_else() -> None:
    assert set(OUTCOMES) == CLOSED_STATES


@pytest.mark.parametrize(
    ("kind", "whole", "left_out"),
    [
        (AskKind.ONCE, True, set()),
        (AskKind.ONCE, False, set()),
        (AskKind.RECURRING, False, set()),
        (AskKind.RECURRING, True, {AskState.FULFILLED}),
    ],
)
def test_what_comes_back_is_never_done_for_good(
    *, kind: AskKind, whole: bool, left_out: set[AskState]
) -> None:
    assert set(possible_outcomes(kind, whole=whole)) == set(OUTCOMES) - left_out


def test_only_what_lapses_needs_no_letter() -> None:
    assert {outcome for outcome in OUTCOMES if not needs_passage(outcome)} == {AskState.LAPSED}


def test_a_letter_has_a_number_within_its_year() -> None:
    assert letter_code(2026, 3) == "brief-2026-03"
    assert letter_code(2026, 120) == "brief-2026-120"
