"""Dutch compounds are found by their last part, in the singular and the plural."""

import pytest

from portal.domain.compounds import endings, long_words
from portal.domain.full_text import read_question
from portal.domain.snippets import snippet


@pytest.mark.parametrize(
    ("asked", "compound"),
    [
        ("smokkel", "drugssmokkel"),
        ("haven", "zeehavens"),
        ("havens", "luchthaven"),
        ("signaal", "meldsignalen"),
        ("signalen", "meldsignaal"),
        ("bedrijf", "scheepsbedrijven"),
        ("bedrijven", "scheepsbedrijf"),
        ("controle", "grenscontroles"),
        ("gemeente", "havengemeenten"),
        ("coördinatie", "noodcoordinatie"),
        ("maatregel", "preventiemaatregelen"),
    ],
)
def test_the_last_part_finds_the_compound(asked: str, compound: str) -> None:
    (term,) = read_question(asked).wanted
    assert term.fits(compound)


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("port", "transport"),
        ("regel", "maatregel"),
        ("regels", "maatregelen"),
        ("haven", "schaven"),
        ('"smokkel"', "drugssmokkel"),
        ("smokkel", "drugssmokkelroute"),
        ("12345", "haven12345"),
    ],
)
def test_what_is_no_last_part_finds_nothing(asked: str, other: str) -> None:
    (term,) = read_question(asked).wanted
    assert not term.fits(other)


def test_a_plural_ends_as_its_singular() -> None:
    assert set(endings("haven")) <= set(endings("havens"))
    assert {"signaal", "signalen"} <= set(endings("signaal")) & set(endings("signalen"))


def test_long_words_are_kept_once_and_back_to_front() -> None:
    assert long_words("Luchthaven en luchthaven, haven; abc12345") == "qqnevahthcul"


def test_a_snippet_begins_at_the_compound() -> None:
    pieces = snippet(f"{'woord ' * 100}de Drugssmokkél {'einde ' * 100}", read_question("smokkel").wanted)
    assert [each.text for each in pieces if each.found] == ["Drugssmokkél"]
