"""Terms in words and rhythms: which day is the last one that is in time."""

from datetime import date
from itertools import islice

import pytest

from portal.domain.dates import DatePrecision
from portal.domain.terms import (
    LAST_DAYS,
    MONTHS,
    PRECISION,
    Recurrence,
    Term,
    budget_day,
    days_until_next,
    last_day,
    occurrences,
    term_behind,
)


@pytest.mark.parametrize(
    ("term", "year", "month", "day", "expected"),
    [
        (Term.DAY, 2023, None, date(2022, 11, 4), date(2022, 11, 4)),
        (Term.MONTH, 2022, 11, None, date(2022, 11, 30)),
        (Term.MONTH, 2023, 2, None, date(2023, 2, 28)),
        (Term.MONTH, 2024, 2, None, date(2024, 2, 29)),
        (Term.MONTH, 2024, 12, None, date(2024, 12, 31)),
        (Term.START_OF_YEAR, 2022, None, None, date(2022, 3, 31)),
        (Term.SPRING, 2023, None, None, date(2023, 6, 21)),
        (Term.SUMMER, 2023, None, None, date(2023, 9, 21)),
        (Term.AUTUMN, 2021, None, None, date(2021, 12, 21)),
        (Term.WINTER, 2023, None, None, date(2024, 3, 21)),
        (Term.BEFORE_SUMMER_RECESS, 2022, None, None, date(2022, 7, 1)),
        (Term.WITH_BUDGET, 2023, None, None, date(2023, 9, 19)),
        (Term.FIRST_HALF, 2024, None, None, date(2024, 6, 30)),
        (Term.SECOND_HALF, 2024, None, None, date(2024, 12, 31)),
        (Term.YEAR, 2023, None, None, date(2023, 12, 31)),
        (Term.UNDETERMINED, 2023, None, None, None),
    ],
)
def test_words_resolve_by_rule(
    term: Term, year: int, month: int | None, day: date | None, expected: date | None
) -> None:
    assert last_day(term, year, month, day) == expected


def test_every_term_has_a_precision_and_a_rule() -> None:
    assert set(PRECISION) == set(Term)
    without_table = {Term.DAY, Term.MONTH, Term.WITH_BUDGET, Term.UNDETERMINED}
    assert set(LAST_DAYS) == set(Term) - without_table
    assert set(MONTHS) == set(Recurrence) - {Recurrence.WITH_BUDGET, Recurrence.UNDETERMINED}


@pytest.mark.parametrize(("term", "month"), [(Term.MONTH, None), (Term.DAY, 3), (Term.MONTH, 13)])
def test_what_a_term_needs_must_be_there(term: Term, month: int | None) -> None:
    with pytest.raises(ValueError, match=term.value):
        last_day(term, 2024, month)


@pytest.mark.parametrize(
    "day",
    [
        date(2022, 9, 20),
        date(2023, 9, 19),
        date(2024, 9, 17),
        date(2025, 9, 16),
        date(2026, 9, 15),
        # September that begins on a Tuesday, and on a Wednesday.
        date(2020, 9, 15),
        date(2021, 9, 21),
    ],
)
def test_prinsjesdag_is_the_third_tuesday_of_september(day: date) -> None:
    assert budget_day(day.year) == day


@pytest.mark.parametrize(
    ("recurrence", "first", "expected"),
    [
        (Recurrence.MONTHLY, date(2024, 1, 15), [date(2024, 1, 15), date(2024, 2, 15), date(2024, 3, 15)]),
        (Recurrence.MONTHLY, date(2024, 1, 31), [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]),
        (Recurrence.MONTHLY, date(2023, 1, 30), [date(2023, 1, 30), date(2023, 2, 28), date(2023, 3, 30)]),
        (Recurrence.MONTHLY, date(2023, 2, 28), [date(2023, 2, 28), date(2023, 3, 31), date(2023, 4, 30)]),
        (Recurrence.MONTHLY, date(2024, 2, 28), [date(2024, 2, 28), date(2024, 3, 28), date(2024, 4, 28)]),
        (
            Recurrence.QUARTERLY,
            date(2023, 11, 30),
            [date(2023, 11, 30), date(2024, 2, 29), date(2024, 5, 31)],
        ),
        (
            Recurrence.HALF_YEARLY,
            date(2024, 6, 30),
            [date(2024, 6, 30), date(2024, 12, 31), date(2025, 6, 30)],
        ),
        (Recurrence.HALF_YEARLY, date(2024, 8, 30), [date(2024, 8, 30), date(2025, 2, 28)]),
        (Recurrence.YEARLY, date(2024, 2, 29), [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]),
        (Recurrence.YEARLY, date(2023, 6, 21), [date(2023, 6, 21), date(2024, 6, 21)]),
        (
            Recurrence.WITH_BUDGET,
            date(2022, 9, 20),
            [date(2022, 9, 20), date(2023, 9, 19), date(2024, 9, 17), date(2025, 9, 16), date(2026, 9, 15)],
        ),
        (Recurrence.WITH_BUDGET, date(2022, 9, 21), [date(2023, 9, 19)]),
        (Recurrence.WITH_BUDGET, date(2022, 1, 1), [date(2022, 9, 20)]),
        (Recurrence.UNDETERMINED, date(2022, 1, 1), []),
    ],
)
def test_a_duty_comes_back(recurrence: Recurrence, first: date, expected: list[date]) -> None:
    wanted = len(expected) or 1
    assert list(islice(occurrences(recurrence, first), wanted)) == expected


def test_a_leap_day_returns_in_a_leap_year() -> None:
    days = list(islice(occurrences(Recurrence.YEARLY, date(2024, 2, 29)), 5))
    assert (days[3], days[4]) == (date(2027, 2, 28), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 12, 1), [date(2024, 1, 31)]),
        (date(2024, 1, 30), [date(2024, 1, 31)]),
        # On the day itself it may still be done; the next time is planned beside it.
        (date(2024, 1, 31), [date(2024, 1, 31), date(2024, 4, 30)]),
        (date(2024, 5, 1), [date(2024, 1, 31), date(2024, 4, 30), date(2024, 7, 31)]),
    ],
)
def test_there_is_always_one_next_time(today: date, expected: list[date]) -> None:
    assert list(days_until_next(Recurrence.QUARTERLY, date(2024, 1, 31), today)) == expected
    assert list(days_until_next(Recurrence.UNDETERMINED, date(2024, 1, 31), today)) == []


@pytest.mark.parametrize("term", [term for term in Term if term is not Term.UNDETERMINED])
def test_a_last_day_shows_in_which_words_it_was_promised(term: Term) -> None:
    latest = last_day(term, 2024, 2, date(2024, 5, 7))
    assert term_behind(PRECISION[term], latest) is term


def test_a_day_may_fit_no_words() -> None:
    assert term_behind(DatePrecision.UNDETERMINED, None) is Term.UNDETERMINED
    assert term_behind(DatePrecision.SEASON, date(2024, 5, 7)) is None
    # "Eind 2023" is kept as a year; nobody would say that of a half-year.
    assert term_behind(DatePrecision.YEAR, date(2023, 12, 31)) is Term.YEAR
    assert term_behind(DatePrecision.HALF_YEAR, date(2023, 12, 31)) is Term.SECOND_HALF
