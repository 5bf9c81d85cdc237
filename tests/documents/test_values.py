"""What people type in a cell, and what the portal makes of it."""

from datetime import date, datetime

import pytest
from flask import Flask

from portal.documents.tables import csv_file, harmless
from portal.documents.values import read_value
from portal.domain.workbook import Column, Kind, Sheet, column_of

DAY, PAST = Column("d", Kind.DAY), Column("p", Kind.PAST_DAY)
FTE, EUROS, TEXT = Column("f", Kind.DECIMAL), Column("e", Kind.EUROS), Column("t", Kind.TEXT)
STATUS, AUDIENCE = column_of(Sheet.MAATREGELEN, "status"), column_of(Sheet.MAATREGELEN, "audience")

GOOD = [
    (STATUS, " Op Schema ", "on_schedule"),
    (STATUS, "", ""),
    (AUDIENCE, "Openbaar", "public"),
    (DAY, date(2024, 7, 15), "2024-07-15"),
    (DAY, datetime(2024, 7, 15, 12), "2024-07-15"),  # noqa: DTZ001 - as a workbook gives it
    (DAY, "15-7-2024", "2024-07-15"),
    (DAY, "15/07/2024", "2024-07-15"),
    (DAY, "15 juli 2024", "2024-07-15"),
    (DAY, "1 mrt 2024", "2024-03-01"),
    (DAY, "2024-07-15", "2024-07-15"),
    (DAY, 45488.0, "2024-07-15"),
    (PAST, "20-3-2026", "2026-03-20"),
    (FTE, 2.5, "2.5"),
    (FTE, "2,50", "2.5"),
    (FTE, 10.0, "10"),
    (FTE, "100", "100"),
    (EUROS, 1_250_000.0, "1250000"),
    (EUROS, "€ 1.250.000,00", "1250000"),
    (EUROS, "-5000", "-5000"),
    (EUROS, "1250000,-", "1250000"),
    (TEXT, "  een\r\ntwee ", "een\ntwee"),
    (TEXT, 12.0, "12"),
    (TEXT, "=1+1", "=1+1"),
]
WRONG = [
    (STATUS, "bijna klaar", "‘bijna klaar’ kan hier niet. Kies uit"),
    (STATUS, 3.0, "‘3’ kan hier niet"),
    (AUDIENCE, "", "mag niet leeg zijn"),
    (DAY, "31-2-2024", "geen datum"),
    (DAY, "ooit", "geen datum"),
    (DAY, True, "geen datum"),
    (DAY, "15-7-1824", "van 2000 tot en met 2100"),
    (DAY, 36525.0 - 2000, "van 2000"),
    (PAST, "21-3-2026", "in de toekomst"),
    (FTE, "twee", "geen getal"),
    (FTE, "nan", "geen getal"),
    (FTE, "1e999999999", "van 0 tot en met 10.000"),
    (FTE, "-1", "van 0"),
    (FTE, "2,555", "twee cijfers"),
    (FTE, date(2024, 1, 1), "geen getal"),
    (EUROS, 12.5, "hele euro"),
    (EUROS, "12,50", "hele euro"),
    (EUROS, "veel", "hele euro"),
    (EUROS, 1e15, "te groot"),
    (EUROS, "9" * 400, "te groot"),
    (EUROS, float("inf"), "geen bedrag"),
    (EUROS, date(2024, 1, 1), "geen bedrag"),
    (TEXT, "a" * 5_001, "5.001 tekens"),
    (TEXT, "nul\x00", "niet kan worden opgeslagen"),
    (TEXT, "los\ud800", "niet kan worden opgeslagen"),
]


@pytest.fixture(autouse=True)
def dutch(world_app: Flask, frozen_clock: object) -> object:
    with world_app.test_request_context():
        yield


@pytest.mark.parametrize(("column", "typed", "value"), GOOD)
def test_it_is_read_as_people_mean_it(column: Column, typed: object, value: str) -> None:
    assert read_value(column, typed, column.limit) == value


@pytest.mark.parametrize(("column", "typed", "message"), WRONG)
def test_it_says_in_dutch_what_is_wrong(column: Column, typed: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_value(column, typed, column.limit)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("  +1+1", "'  +1+1"),
        ("\u00a0@SUM(A1)", "'\u00a0@SUM(A1)"),
        ("eerste\n=tweede", "eerste\n'=tweede"),
        ("\trij", "'\trij"),
        ("-12", "-12"),
        ("-12+cmd", "'-12+cmd"),
        ("gewoon", "gewoon"),
        ("", ""),
    ],
)
def test_no_spreadsheet_runs_it(text: str, safe: str) -> None:
    assert harmless(text) == safe


def test_csv_opens_in_a_dutch_spreadsheet() -> None:
    assert csv_file([("Eén", 'a;"b"')]) == '\ufeffEén;"a;""b"""\r\n'.encode()
