"""Dates: inclusive, in Amsterdam, through summer time and leap days."""

from datetime import UTC, date, datetime

import pytest

from portal.domain.dates import DatePrecision, ImpreciseDate, local_date, month_end
from portal.domain.periods import (
    InvalidPeriodError,
    PeriodDates,
    Timeliness,
    check_period_dates,
    timeliness,
)
from portal.domain.workflow import ReportState

DUE = date(2026, 3, 18)
GOOD = PeriodDates(date(2025, 9, 1), date(2026, 2, 28), date(2026, 3, 1), DUE)


@pytest.mark.parametrize(
    ("submitted", "today", "state", "expected"),
    [
        (None, date(2026, 3, 18), ReportState.DRAFT, Timeliness.NOT_DUE),
        (None, date(2026, 3, 19), ReportState.DRAFT, Timeliness.OVERDUE),
        # 18 March, 23.59 in Amsterdam is still the last day.
        (
            datetime(2026, 3, 18, 22, 59, tzinfo=UTC),
            date(2026, 3, 20),
            ReportState.SUBMITTED,
            Timeliness.ON_TIME,
        ),
        # A minute after midnight in Amsterdam, still 18 March in UTC.
        (datetime(2026, 3, 18, 23, 1, tzinfo=UTC), date(2026, 3, 20), ReportState.SUBMITTED, Timeliness.LATE),
        # Sent back after a timely first submission: still on time.
        (datetime(2026, 3, 1, 9, tzinfo=UTC), date(2026, 4, 1), ReportState.RETURNED, Timeliness.ON_TIME),
        (None, date(2026, 6, 1), ReportState.NOT_RECEIVED, Timeliness.NOT_RECEIVED),
    ],
)
def test_timeliness_follows_the_first_submission(
    submitted: datetime | None, today: date, state: ReportState, expected: Timeliness
) -> None:
    assert timeliness(state, submitted, DUE, today) is expected


def test_summer_time_moves_midnight() -> None:
    assert local_date(datetime(2026, 3, 28, 23, 30, tzinfo=UTC)) == date(2026, 3, 29)
    assert local_date(datetime(2026, 3, 29, 22, 30, tzinfo=UTC)) == date(2026, 3, 30)
    assert month_end(2028, 2) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("dates", "fault"),
    [
        (
            PeriodDates(GOOD.observes_until, GOOD.observes_from, GOOD.submit_from, DUE),
            "observation_ends_before_start",
        ),
        (
            PeriodDates(GOOD.observes_from, GOOD.observes_until, DUE, GOOD.submit_from),
            "submission_ends_before_start",
        ),
        (
            PeriodDates(GOOD.observes_from, DUE, GOOD.submit_from, DUE),
            "submission_before_observation_end",
        ),
    ],
)
def test_dates_that_cannot_be_true_are_refused(dates: PeriodDates, fault: str) -> None:
    check_period_dates(GOOD)
    with pytest.raises(InvalidPeriodError, match=fault):
        check_period_dates(dates)


def test_a_promise_is_overdue_only_after_its_last_possible_day() -> None:
    spring = ImpreciseDate(DatePrecision.SEASON, date(2023, 6, 21), "voorjaar 2023")
    assert not spring.is_overdue(date(2023, 6, 21))
    assert spring.is_overdue(date(2023, 6, 22))
    assert not ImpreciseDate(DatePrecision.UNDETERMINED, None, "").is_overdue(date(2099, 1, 1))
