"""Where one time of a duty stands, what can be postponed, and when a letter must say so."""

from datetime import date

import pytest

from portal.domain.deadlines import TimeState, can_be_postponed, time_state, was_promised
from portal.domain.parliament import CLOSED_STATES, OPEN_STATES, AskKind, AskState, Origin, RegisterKind

TODAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("due_on", "settled", "expected"),
    [
        (date(2026, 3, 19), True, TimeState.SETTLED),
        (date(2026, 3, 19), False, TimeState.OVERDUE),
        (TODAY, False, TimeState.OPEN),
        (date(2026, 3, 21), False, TimeState.OPEN),
    ],
)
def test_one_time(due_on: date, expected: TimeState, *, settled: bool) -> None:
    assert time_state(due_on, TODAY, settled=settled) is expected


@pytest.mark.parametrize(
    ("kind", "origin", "promised", "expected"),
    [
        (RegisterKind.TOEZEGGING, Origin.OFFICE, None, True),
        (RegisterKind.TOEZEGGING, Origin.PLAN, TODAY, True),
        (RegisterKind.MOTIE, Origin.PLAN, TODAY, True),
        (RegisterKind.MOTIE, Origin.PLAN, None, False),
        (RegisterKind.MOTIE, Origin.OFFICE, TODAY, False),
        (RegisterKind.RECOMMENDATION, Origin.OFFICE, TODAY, False),
    ],
)
def test_what_the_kamer_was_promised(
    kind: RegisterKind, origin: Origin, promised: date | None, *, expected: bool
) -> None:
    assert was_promised(kind, origin, promised) is expected


@pytest.mark.parametrize("state", list(AskState))
def test_only_what_is_open_can_be_postponed(state: AskState) -> None:
    assert can_be_postponed(state, AskKind.ONCE, 0) is (state in OPEN_STATES)
    assert can_be_postponed(state, AskKind.RECURRING, 1) is (state not in CLOSED_STATES)
    assert not can_be_postponed(state, AskKind.RECURRING, 0)
