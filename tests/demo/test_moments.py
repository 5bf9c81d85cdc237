from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from portal.demo.moments import rounds, working_moment
from portal.domain.periods import check_period_dates

DAYS = [
    date(2026, 3, 20),
    date(2026, 11, 9),
    date(2026, 11, 10),
    date(2027, 1, 1),
    date(2027, 1, 10),
    date(2028, 2, 29),
    date(2028, 3, 10),
]


@pytest.mark.parametrize("today", DAYS)
def test_four_half_years_follow_each_other(today: date) -> None:
    story = rounds(today)
    assert len(story) == 4
    for this_round in story:
        check_period_dates(this_round.dates)
    for earlier, later in pairwise(story):
        assert later.dates.observes_from == earlier.dates.observes_until + timedelta(days=1)
        assert earlier.dates.submit_until < later.dates.submit_from


@pytest.mark.parametrize("today", DAYS)
def test_the_open_round_looks_at_full_months_and_was_due_two_days_ago(today: date) -> None:
    last = rounds(today)[-1]
    assert last.is_open
    assert (last.dates.observes_until + timedelta(days=1)).day == 1
    assert 10 <= (today - last.dates.observes_until).days <= 41
    assert last.dates.submit_until == today - timedelta(days=2)
    assert last.opening.date() <= last.dates.submit_until


def test_codes_and_titles_name_the_months() -> None:
    names = [(this_round.code, this_round.title) for this_round in rounds(date(2026, 11, 20))]
    assert names[-1] == ("2026-10", "mei tot en met oktober 2026")
    assert names[-2] == ("2026-04", "november 2025 tot en met april 2026")


def test_working_moments_keep_clear_of_weekends_and_holidays() -> None:
    saturday = date(2026, 12, 26)
    assert working_moment(saturday, time(9, 0)).date() == date(2026, 12, 24)
    assert working_moment(saturday, time(9, 0), forward=True).date() == date(2026, 12, 28)


@pytest.mark.parametrize("today", DAYS)
def test_a_late_moment_stays_late_and_a_timely_one_in_time(today: date) -> None:
    for this_round in rounds(today):
        due = this_round.dates.submit_until
        assert this_round.moment(1, time(14, 0)).date() > due
        assert this_round.moment(0, time(14, 0)).date() <= due
        if this_round.is_open:
            assert this_round.moment(1, time(14, 0)).date() == today - timedelta(days=1)
