"""Waits: none at first, then doubling, never beyond the cap."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import throttling
from portal.domain.throttling import LONGEST_WINDOW, Limit

LIMITS = [value for value in vars(throttling).values() if isinstance(value, Limit)]


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_every_limit_ends_within_a_quarter_of_an_hour(limit: Limit) -> None:
    assert limit.wait_after(limit.free - 1) == timedelta(0)
    assert limit.wait_after(limit.free) == limit.first
    assert limit.wait_after(limit.free + 1) == min(2 * limit.first, limit.longest)
    assert limit.wait_after(10**9) == limit.longest <= timedelta(minutes=15)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_counting_goes_on_for_longer_than_anybody_waits(limit: Limit) -> None:
    assert limit.longest < limit.window <= LONGEST_WINDOW
    assert len(limit.name) <= 35


@given(st.integers(0, 10**6))
def test_more_failures_never_wait_shorter(failures: int) -> None:
    limit = LIMITS[0]
    assert limit.wait_after(failures) <= limit.wait_after(failures + 1)
