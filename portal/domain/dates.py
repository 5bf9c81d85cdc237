"""Dates as the programme counts them: inclusive, in Europe/Amsterdam, with a stated precision."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class DatePrecision(StrEnum):
    """How exactly a source gives a date."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    HALF_YEAR = "half_year"
    YEAR = "year"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class ImpreciseDate:
    """A date as a letter promised it: the words, the precision, and the last day it can mean."""

    precision: DatePrecision
    latest: date | None
    words: str

    def is_overdue(self, today: date) -> bool:
        """Return whether even the last day this promise can mean has passed."""
        return self.latest is not None and today > self.latest


def local_date(moment: datetime) -> date:
    """Return the calendar day in Europe/Amsterdam of an aware moment."""
    return moment.astimezone(AMSTERDAM).date()


def day_begins(day: date) -> datetime:
    """Return the first moment of a day in Europe/Amsterdam."""
    return datetime.combine(day, time(), AMSTERDAM)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
