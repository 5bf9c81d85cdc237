"""When mails leave and who is reminded when: rules without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.domain.notices import (
    DEFAULT_DELIVERY,
    MOST_ATTEMPTS,
    NoticeKind,
    daily_moment,
    is_morning,
    next_attempt,
    reminder,
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        # Friday 20 March 2026, winter time: eight o'clock is 7.00 UTC.
        (utc(2026, 3, 20, 6, 59), utc(2026, 3, 20, 7, 0)),
        (utc(2026, 3, 20, 7, 0), utc(2026, 3, 23, 7, 0)),
        # The weekend in which the clock goes forward: on Monday eight o'clock is 6.00 UTC.
        (utc(2026, 3, 27, 12, 0), utc(2026, 3, 30, 6, 0)),
        (utc(2026, 3, 28, 23, 30), utc(2026, 3, 30, 6, 0)),
        # And back: on Monday 26 October it is 7.00 UTC again.
        (utc(2026, 10, 23, 12, 0), utc(2026, 10, 26, 7, 0)),
        (utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 7, 0)),
        # Just after midnight in Amsterdam it is still the day before in UTC.
        (utc(2026, 6, 30, 22, 30), utc(2026, 7, 1, 6, 0)),
    ],
)
def test_daily_mails_leave_at_eight_on_a_working_day(now: datetime, leaves: datetime) -> None:
    assert daily_moment(now) == leaves


def test_nobody_is_reminded_before_eight() -> None:
    assert not is_morning(utc(2026, 3, 20, 6, 59))
    assert is_morning(utc(2026, 3, 20, 7, 0))
    assert is_morning(utc(2026, 7, 1, 6, 0))


@pytest.mark.parametrize(
    ("days_left", "kind", "step"),
    [
        (8, None, 0),
        (7, NoticeKind.ALMOST_DUE, 7),
        (3, NoticeKind.ALMOST_DUE, 7),
        (2, NoticeKind.ALMOST_DUE, 2),
        (0, NoticeKind.ALMOST_DUE, 2),
        (-1, NoticeKind.OVERDUE, 0),
        (-7, NoticeKind.OVERDUE, 0),
        (-8, NoticeKind.OVERDUE, 1),
        (-15, NoticeKind.OVERDUE, 2),
    ],
)
def test_steps_of_reminding(days_left: int, kind: NoticeKind | None, step: int) -> None:
    today = date(2026, 3, 20)
    found = reminder(today + timedelta(days=days_left), today, ever_submitted=False)
    assert (found.kind, found.step) == (kind, step) if found else kind is None


def test_what_once_came_in_is_never_overdue() -> None:
    today = date(2026, 3, 20)
    assert reminder(date(2026, 3, 10), today, ever_submitted=True) is None
    assert reminder(date(2026, 3, 22), today, ever_submitted=True) is not None


def test_attempts_are_further_and_further_apart_and_end() -> None:
    now = utc(2026, 3, 20)
    moments = [next_attempt(now, attempt) for attempt in range(1, MOST_ATTEMPTS + 1)]
    assert moments[-1] is None
    later = [moment for moment in moments if moment is not None]
    assert later == sorted(later)
    assert len(later) == 7


def test_every_kind_has_a_default() -> None:
    assert set(DEFAULT_DELIVERY) == set(NoticeKind)
