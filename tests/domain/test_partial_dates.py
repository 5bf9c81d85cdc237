"""A day that may lack its day or month is kept as the source gives it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.partial_dates import FIRST_YEAR, LAST_YEAR, shown, sortable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("15-9-2022", "2022-09-15"),
        (" 9/2022 ", "2022-09"),
        ("2022", "2022"),
        ("2022-09", "2022-09"),
        ("2022-09-15", "2022-09-15"),
    ],
)
def test_what_is_typed_is_kept_as_exactly(typed: str, kept: str) -> None:
    assert sortable(typed) == kept
    assert sortable(shown(kept)) == kept


def test_nothing_shows_nothing() -> None:
    assert shown("") == ""


@pytest.mark.parametrize(
    "typed", ["", "morgen", "31-2-2022", "13-2022", "1-1-1800", "15-9", "2022-9-1x", "0-2022"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        sortable(typed)


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_every_day_comes_back_as_it_was_typed(day: date) -> None:
    assert sortable(f"{day.day}-{day.month}-{day.year}") == day.isoformat()
    assert sortable(f"{day.month}-{day.year}") == day.isoformat()[:7]
