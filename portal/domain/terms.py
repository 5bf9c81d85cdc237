"""Dates that are promised in words, and duties that come back: which day is the last one that is in time.

A season ends on the 21st, as the letters of 2021 and 2022 were read (config/plan: spring 21 June, autumn
21 December); the summer recess is taken to begin in the first days of July, because no source gives its day.
The rules in words stand in docs/deadlines.md (ADR 0032).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.dates import DatePrecision, month_end

_TUESDAY = 1


class Term(StrEnum):
    """The ways in which a letter promises a date."""

    DAY = "day"
    MONTH = "month"
    START_OF_YEAR = "start_of_year"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"
    BEFORE_SUMMER_RECESS = "before_summer_recess"
    WITH_BUDGET = "with_budget"
    FIRST_HALF = "first_half"
    SECOND_HALF = "second_half"
    YEAR = "year"
    UNDETERMINED = "undetermined"


class Recurrence(StrEnum):
    """How often a duty comes back."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    WITH_BUDGET = "with_budget"
    UNDETERMINED = "undetermined"


PRECISION = {
    Term.DAY: DatePrecision.DAY,
    Term.MONTH: DatePrecision.MONTH,
    Term.START_OF_YEAR: DatePrecision.SEASON,
    Term.SPRING: DatePrecision.SEASON,
    Term.SUMMER: DatePrecision.SEASON,
    Term.AUTUMN: DatePrecision.SEASON,
    Term.WINTER: DatePrecision.SEASON,
    Term.BEFORE_SUMMER_RECESS: DatePrecision.SEASON,
    Term.WITH_BUDGET: DatePrecision.DAY,
    Term.FIRST_HALF: DatePrecision.HALF_YEAR,
    Term.SECOND_HALF: DatePrecision.HALF_YEAR,
    Term.YEAR: DatePrecision.YEAR,
    Term.UNDETERMINED: DatePrecision.UNDETERMINED,
}
"""How exactly each way gives the date."""

LAST_DAYS = {
    Term.START_OF_YEAR: (0, 3, 31),
    Term.SPRING: (0, 6, 21),
    Term.SUMMER: (0, 9, 21),
    Term.AUTUMN: (0, 12, 21),
    Term.WINTER: (1, 3, 21),
    Term.BEFORE_SUMMER_RECESS: (0, 7, 1),
    Term.FIRST_HALF: (0, 6, 30),
    Term.SECOND_HALF: (0, 12, 31),
    Term.YEAR: (0, 12, 31),
}
"""Years later, month and day of the last day that the words can mean; a winter has the year it begins in."""

MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.QUARTERLY: 3,
    Recurrence.HALF_YEARLY: 6,
    Recurrence.YEARLY: 12,
}
"""How many months lie between two days of a duty."""


def last_day(term: Term, year: int, month: int | None = None, day: date | None = None) -> date | None:
    """Return the last day that is in time (inclusive, Europe/Amsterdam); None where it is undetermined.

    Raises ValueError where a month or day is asked for and not given.
    """
    if term is Term.UNDETERMINED:
        return None
    if term is Term.WITH_BUDGET:
        return budget_day(year)
    if term in LAST_DAYS:
        later, *rest = LAST_DAYS[term]
        return date(year + later, *rest)
    if term is Term.MONTH and month is not None:
        return month_end(year, month)
    if term is Term.DAY and day is not None:
        return day
    raise ValueError(term)


def budget_day(year: int) -> date:
    """Return Prinsjesdag: the third Tuesday of September (Grondwet, article 65)."""
    first = date(year, 9, 1)
    return first + timedelta(days=(_TUESDAY - first.weekday()) % 7 + 14)


def term_behind(precision: DatePrecision, latest: date | None) -> Term | None:
    """Return in which words a day was promised, as far as that shows; None where it does not.

    A promise keeps its last day and how exact that is, not the words as one of our terms.
    """
    if latest is None:
        return Term.UNDETERMINED
    if precision is DatePrecision.MONTH:
        return Term.MONTH
    if precision is DatePrecision.DAY:
        return Term.WITH_BUDGET if latest == budget_day(latest.year) else Term.DAY
    alike = (term for term in LAST_DAYS if PRECISION[term] is precision)
    return next((term for term in alike if LAST_DAYS[term][1:] == (latest.month, latest.day)), None)


def days_until_next(recurrence: Recurrence, first: date, today: date) -> Iterator[date]:
    """Yield the days of a duty from the first, up to and including the next one after today."""
    for day in occurrences(recurrence, first):
        yield day
        if day > today:
            return


def occurrences(recurrence: Recurrence, first: date) -> Iterator[date]:
    """Yield the days on which a duty is due, from the first; nothing where the rhythm is undetermined.

    A day that a month does not have becomes the last one of that month. Where the first is the last day of a
    month, all are: what is due in June is due in December up to the 31st.
    """
    if recurrence is Recurrence.UNDETERMINED:
        return
    if recurrence is Recurrence.WITH_BUDGET:
        year = first.year + (budget_day(first.year) < first)
        while True:
            yield budget_day(year)
            year += 1
    months = 0
    while True:
        yield _months_later(first, months)
        months += MONTHS[recurrence]


def _months_later(first: date, months: int) -> date:
    year, month = divmod(first.month - 1 + months, 12)
    end = month_end(first.year + year, month + 1)
    at_the_end = first == month_end(first.year, first.month)
    return end if at_the_end else end.replace(day=min(first.day, end.day))
