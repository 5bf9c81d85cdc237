"""Words as the search compares them, questions that are never an error, and snippets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.compounds import endings
from portal.domain.dutch import plain, stem, stems
from portal.domain.full_text import LONGEST_QUESTION, MOST_TERMS, NothingAsked, Term, read_question
from portal.domain.snippets import LENGTH, marked, snippet


@pytest.mark.parametrize(
    "forms",
    [
        "haven havens Haven",
        "maatregel maatregelen",
        "signaal signalen",
        "motie moties",
        "toezegging toezeggingen toezeggen",
        "brief brieven",
        "rapportage rapportages",
        "netwerk netwerken",
        "verplaatsing verplaatsingen verplaatsen",
        "crimineel criminele criminelen",
        "Rotterdam Rotterdams Rotterdamse",
        "gemeente gemeenten gemeentes",
        "eis eisen",
        "mogelijkheid mogelijkheden",
        "foto foto's foto’s",
        "zee zeeën",
        "coördinator coordinatoren",
        "Łódź lodz",
    ],
)
def test_forms_of_a_word_are_one(forms: str) -> None:
    assert len({stem(plain(each)) for each in forms.split()}) == 1


def test_what_is_kept_is_in_letters_and_digits_only() -> None:
    assert stems("De PPS-netwerken van de haven, 12a; № 7 日本") == "pps netwerk hav n12a n7 u65e5u672c"


@given(st.text(max_size=300))
def test_every_database_reads_what_is_kept_alike(text: str) -> None:
    for each in stems(text).split():
        assert each.isascii()
        assert each.isalnum()
        assert each[0].isalpha()


def test_words_phrases_and_exclusions() -> None:
    question = read_question('Havens "de integrale aanpak" -Rotterdam PPS-netwerk 36 xv')
    assert question.wanted == (
        Term(("hav",), "havens", endings("havens")),
        Term(("integral", "aanpak")),
        Term(("pps", "netwerk")),
        Term(("n36",)),
        Term(("xv",)),
    )
    assert question.without == (Term(("rotterdam",), "rotterdam", endings("rotterdam")),)
    assert question.nothing is None


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("", NothingAsked.EMPTY),
        (' "" - \x00 * ( ', NothingAsked.EMPTY),
        ("a", NothingAsked.TOO_SHORT),
        ("de het van", NothingAsked.ONLY_COMMON),
        ("-haven", NothingAsked.ONLY_WITHOUT),
        ('"haven', None),
        ("NEAR(haven AND OR NOT", None),
        ("haven* title_stems: {x} ^ '); --", None),
        ("x" * 10_000, None),
    ],
)
def test_nothing_is_an_error(text: str, nothing: NothingAsked | None) -> None:
    assert read_question(text).nothing is nothing


@given(st.text(max_size=400))
def test_any_line_is_a_question(text: str) -> None:
    question = read_question(text)
    assert (question.nothing is None) == bool(question.wanted)
    assert len(question.wanted) <= MOST_TERMS
    assert sum(len(term.stems) for term in question.wanted) <= LONGEST_QUESTION


def words_of(text: str, asked: str) -> str:
    return "".join(
        f"[{each.text}]" if each.found else each.text for each in snippet(text, read_question(asked).wanted)
    )


def test_a_snippet_shows_the_words_around_what_was_found() -> None:
    assert words_of("De havens <b>zijn</b> dicht", "haven") == "De [havens] <b>zijn</b> dicht"
    assert words_of("Het havenbedrijf\nen de coördinatoren", "haven coordinator") == (
        "Het [havenbedrijf] · en de [coördinatoren]"
    )
    long = f"{'woord ' * 100}schaduw {'einde ' * 100}"
    shown = words_of(long, "schaduw")
    assert shown.startswith("… woord")
    assert "[schaduw]" in shown
    assert shown.endswith("einde …")
    assert len(shown) < LENGTH + 10
    assert words_of("Niets daarvan", "haven") == "Niets daarvan"
    assert words_of("", "haven") == ""
    assert words_of("x" * 1000, "haven") == f"{'x' * LENGTH} …"
    assert words_of("Van 日本 tot Élan", "日本 elan") == "Van [日本] tot [Élan]"


@given(st.text(max_size=200), st.text(max_size=30))
def test_nothing_is_lost_or_added_between_the_marks(text: str, asked: str) -> None:
    assert "".join(each.text for each in marked(text, read_question(asked).wanted)) == text
    snippet(text, read_question(asked).wanted)
