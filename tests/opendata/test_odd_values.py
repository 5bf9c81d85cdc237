"""Whatever is typed or answered: a question stays one question, and reading raises nothing."""

from datetime import date
from typing import Any
from urllib.parse import unquote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.kamer.fields import fields_of, fingerprint
from portal.opendata.dialect import V4, V5, Dialect, Entity
from portal.opendata.questions import Questions
from portal.opendata.reading import motie_of, toezegging_of
from portal.opendata.rows import Row
from tests.odata.language import FilterParser
from tests.odata.records import motie, toezegging, uid

ANY_TEXT = st.text(st.sampled_from("'(),&+%#=$/ or") | st.characters(exclude_categories=["Cs"]), max_size=30)
"""Mostly the signs that mean something in a question."""
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(ANY_TEXT, ANY_TEXT)
def test_words_never_become_a_condition(words: str, ministry: str) -> None:
    address = (
        Questions(V5).toezeggingen_about(words, ministry).address("https://kamer.example/OData/v5", top=10)
    )

    assert address.isascii()
    assert not set(' "<>#\\^`{|}') & set(address)
    options = dict(part.split("=", 1) for part in address.partition("?")[2].split("&"))
    assert set(options) == {"$filter", "$expand", "$orderby", "$top", "$count"}
    test = FilterParser(unquote_plus(options["$filter"]), "Toezegging", "v5").parse()
    assert test({"Verwijderd": False, "Tekst": f"a{words}b", "Ministerie": f"{ministry}c"})
    assert not test({"Verwijderd": True, "Tekst": f"a{words}b", "Ministerie": f"{ministry}c"})
    if words:
        assert not test({"Verwijderd": False, "Tekst": "", "Ministerie": ministry})


@pytest.mark.parametrize("dialect", [V4, V5])
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_reading_raises_nothing(dialect: Dialect, data: st.DataObject) -> None:
    for entity, read in ((Entity.ZAAK, motie_of), (Entity.TOEZEGGING, toezegging_of)):
        names = st.sampled_from(list(dialect.names(entity).values()))
        content: dict[str, Any] = data.draw(st.dictionaries(names, ANYTHING, max_size=6))
        record = read(Row({**content, "Id": uid(1, 1)}, entity, dialect))

        assert record is not None
        assert len(fingerprint(fields_of(record))) == 64
        "".join(fields_of(record).values()).encode()


def test_both_versions_say_the_same() -> None:
    from tests.odata.records import data  # noqa: PLC0415 - the name is taken above

    said = set()
    for dialect in (V4, V5):
        held = data(dialect.name, [motie(1)], [toezegging(1)])
        found = motie_of(Row(held["Zaak"][0], Entity.ZAAK, dialect))
        assert found is not None
        said.add(fingerprint(fields_of(found)))
    assert len(said) == 1


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-18T23:30:00Z", date(2026, 3, 19)),
        ("2026-03-18T00:00:00+01:00", date(2026, 3, 18)),
        ("2026-03-18T00:00:00", date(2026, 3, 18)),
        ("2026-03-18", date(2026, 3, 18)),
        ("2026-03-19T17:42:13.69+01:00", date(2026, 3, 19)),
        ("2026-03-19T17:42:13.1234567Z", date(2026, 3, 19)),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+01:00", None),
        ("9999-12-31T23:59:59Z", None),
        ("2026-02-30", None),
        ("morgen", None),
        ("", None),
        (20260318, None),
    ],
)
def test_days_are_read_as_they_fall_in_amsterdam(written: Any, day: date | None) -> None:
    assert Row({"Datum": written}, Entity.DOCUMENT, V5).day("dated_on") == day


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (363, 363),
        ("363", 363),
        (363.0, 363),
        (0, 0),
        (-1, None),
        (2**31, None),
        (True, None),
        ("³", None),
        (1.5, None),
    ],
)
def test_numbers_are_whole_and_not_below_zero(written: Any, number: int | None) -> None:
    assert Row({"Ondernummer": written}, Entity.DOCUMENT, V5).number("subnumber") == number
