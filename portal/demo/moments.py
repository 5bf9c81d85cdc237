"""When things happen in the demonstration: half-years that end where today is, and working hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from babel.dates import format_date

from portal.domain.dates import AMSTERDAM, month_end
from portal.domain.periods import PeriodDates

HALF_YEAR = 6
ADOPTED_ROUNDS = 3
_LATEST_OBSERVATION = timedelta(days=10)
_LATEST_DEADLINE = timedelta(days=2)
_SIX_WEEKS = timedelta(days=41)
_SATURDAY = 5
_HOLIDAYS = {(1, 1), (4, 27), (12, 25), (12, 26)}


@dataclass(frozen=True)
class Round:
    """One rapportageperiode of the demonstration."""

    number: int
    code: str
    title: str
    dates: PeriodDates

    @property
    def is_open(self) -> bool:
        """Return whether this is the round that still runs today."""
        return self.number == ADOPTED_ROUNDS

    @property
    def opening(self) -> datetime:
        """The first working morning of the submission window."""
        return working_moment(self.dates.submit_from, time(9, 0), forward=True)

    def day(self, offset: int) -> date:
        """Return the day so many days after the due date; negative for days before it."""
        return self.dates.submit_until + timedelta(days=offset)

    def moment(self, offset: int, clock_time: time) -> datetime:
        """Return a working moment near the day, never on the other side of the due date."""
        day = self.day(offset)
        moment = working_moment(day, clock_time)
        if (moment.date() > self.dates.submit_until) == (offset > 0):
            return moment
        if self.is_open:  # the day is yesterday: whoever is late also works in a weekend
            return datetime.combine(day, clock_time, AMSTERDAM)
        return working_moment(day, clock_time, forward=True)


def rounds(today: date) -> list[Round]:
    """Return the three adopted half-years and the open one, oldest first."""
    last_month = (today - _LATEST_OBSERVATION + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    until = [_months_later(last_month, -HALF_YEAR * back) for back in range(ADOPTED_ROUNDS, -1, -1)]
    return list(_rounds(until, today))


@dataclass(frozen=True)
class HalfYear:
    """Six months that are over; the last one is zero half-years back."""

    back: int
    first: date
    last: date


def half_years(today: date, count: int) -> list[HalfYear]:
    """Return half-years, oldest first; the last is the one that the open round looks at."""
    last_day = rounds(today)[-1].dates.observes_until
    ends = [_months_later(last_day, -HALF_YEAR * back) for back in range(count, -1, -1)]
    return [
        HalfYear(count - number, before + timedelta(days=1), last)
        for number, (before, last) in enumerate(pairwise(ends), start=1)
    ]


def working_moment(day: date, clock_time: time, *, forward: bool = False) -> datetime:
    """Return this time on the day itself, or on the nearest working day before it (or after it)."""
    step = timedelta(days=1 if forward else -1)
    while day.weekday() >= _SATURDAY or (day.month, day.day) in _HOLIDAYS:
        day += step
    return datetime.combine(day, clock_time, AMSTERDAM)


def _rounds(until: list[date], today: date) -> Iterator[Round]:
    for number, last_day in enumerate(until):
        first_day = _months_later(last_day, -HALF_YEAR) + timedelta(days=1)
        submit_from = last_day + timedelta(days=1)
        due = today - _LATEST_DEADLINE if number == ADOPTED_ROUNDS else submit_from + _SIX_WEEKS
        dates = PeriodDates(first_day, last_day, submit_from, due)
        yield Round(number, f"{last_day:%Y-%m}", _title(first_day, last_day), dates)


def _months_later(last_day: date, months: int) -> date:
    month = last_day.year * 12 + last_day.month - 1 + months
    return month_end(month // 12, month % 12 + 1)


def _title(first_day: date, last_day: date) -> str:
    pattern = "MMMM" if first_day.year == last_day.year else "MMMM y"
    first = format_date(first_day, pattern, locale="nl")
    return f"{first} tot en met {format_date(last_day, 'MMMM y', locale='nl')}"
