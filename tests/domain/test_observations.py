"""Numbers as people write them, definitions by day, and what a file would do."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from portal.domain.numbers import NumberError, NumberFault, read_number
from portal.domain.observation_import import ImportRow, RowOutcome, compare, fingerprint, repeated
from portal.domain.observations import ObservationContent, definition_on, per_exposure

CONTENT = ObservationContent(
    1, 2, date(2025, 1, 1), date(2025, 6, 30), Decimal("12.5"), Decimal(100), "A", lower=Decimal(10)
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1234,50", "1234.5"),
        (" 1\u00a0250 ", "1250"),
        ("1.250", "1250"),
        ("-0,25", "-0.25"),
        ("\u22123", "-3"),
        ("007", "7"),
        ("0", "0"),
        ("1.000.000.000.000", "1000000000000"),
    ],
)
def test_a_number_as_the_dutch_write_it(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1234.5", NumberFault.POINT_BEFORE_DECIMALS),
        ("12.34", NumberFault.POINT_BEFORE_DECIMALS),
        ("1,234.50", NumberFault.POINT_BEFORE_DECIMALS),
        ("1.23.4", NumberFault.NO_NUMBER),
        ("12,", NumberFault.NO_NUMBER),
        ("1e3", NumberFault.NO_NUMBER),
        ("NaN", NumberFault.NO_NUMBER),
        ("", NumberFault.NO_NUMBER),
        ("1,005", NumberFault.TOO_FINE),
        ("1.000.000.000.001", NumberFault.TOO_LARGE),
        ("9" * 400, NumberFault.TOO_LARGE),
    ],
)
def test_what_is_no_number_says_why(text: str, fault: NumberFault) -> None:
    with pytest.raises(NumberError) as refused:
        read_number(text)
    assert refused.value.fault is fault


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), 1),
        (date(2025, 6, 30), 1),
        (date(2025, 7, 1), 2),
        (date(2030, 1, 1), 2),
    ],
)
def test_the_definition_that_holds_on_a_day(day: date, number: int | None) -> None:
    definitions = [
        SimpleNamespace(number=1, valid_from=date(2024, 1, 1)),
        SimpleNamespace(number=2, valid_from=date(2025, 7, 1)),
    ]
    found = definition_on(definitions, day)
    assert (found.number if found else None) == number


def test_a_value_per_hundred() -> None:
    assert per_exposure(Decimal(40), Decimal(1024)) == Decimal("3.91")
    assert per_exposure(Decimal(40), None) is None


def test_a_row_is_kept_as_it_was() -> None:
    row = ImportRow(4, CONTENT)
    assert ImportRow.from_json(row.as_json()) == row


@pytest.mark.parametrize(
    ("standing", "allowed", "outcome"),
    [
        ([], {2}, RowOutcome.NEW),
        ([CONTENT], {2}, RowOutcome.SAME),
        ([replace(CONTENT, value=Decimal(13))], {2}, RowOutcome.DIFFERS),
        ([replace(CONTENT, uncertainty="Schatting")], {2}, RowOutcome.DIFFERS),
        ([replace(CONTENT, source="B")], {2}, RowOutcome.NEW),
        ([CONTENT], {3}, RowOutcome.NOT_ALLOWED),
        ([replace(CONTENT, value=Decimal(13))], set(), RowOutcome.NOT_ALLOWED),
    ],
)
def test_what_a_row_would_do(
    standing: list[ObservationContent], allowed: set[int], outcome: RowOutcome
) -> None:
    (found,) = compare([ImportRow(2, CONTENT)], {each.place: each for each in standing}, allowed)
    assert found.outcome is outcome
    assert (found.current is not None) is (outcome is RowOutcome.DIFFERS)


def test_the_mark_of_a_preview_follows_what_stands_there() -> None:
    rows = [ImportRow(2, CONTENT)]
    marks = {
        fingerprint(compare(rows, {CONTENT.place: replace(CONTENT, value=Decimal(value))}, {2}))
        for value in (12, 13, 14)
    }
    assert len({*marks, fingerprint(compare(rows, {}, {2}))}) == 4


def test_a_row_that_repeats_another_names_it() -> None:
    rows = [ImportRow(2, CONTENT), ImportRow(3, replace(CONTENT, source="B")), ImportRow(4, CONTENT)]
    assert repeated(rows) == {4: 2}
