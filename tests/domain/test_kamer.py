"""From the words of the Kamer to ours, and what differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.kamer.drift import KNOWN_VALUES, Watched, drift
from portal.domain.kamer.fields import FieldDifference, KamerField, differences, fields_of, fingerprint
from portal.domain.kamer.records import KamerDocument, KamerDossier, KamerMotie, KamerToezegging
from portal.domain.kamer.statuses import (
    APPRECIATIONS,
    DECISION_KINDS,
    TOEZEGGING_STATUSES,
    ToezeggingStatus,
    appreciation_of,
    toezegging_status,
    vote_of,
)

SPACES = st.text(" ", max_size=3)


@given(st.text())
def test_a_word_we_do_not_know_means_nothing(word: str) -> None:
    known = word.strip()
    assert known in TOEZEGGING_STATUSES or toezegging_status(word) is None
    assert known in APPRECIATIONS or appreciation_of(word) is None
    assert known in DECISION_KINDS or vote_of([(word, "Besluit")]) is None


@given(st.sampled_from(sorted(TOEZEGGING_STATUSES)), SPACES, SPACES)
def test_spaces_around_a_word_mean_nothing(word: str, before: str, after: str) -> None:
    assert toezegging_status(before + word + after) is TOEZEGGING_STATUSES[word]


@pytest.mark.parametrize(
    "near", ["afgedaan", "Afgedaan!", "Niet afgedaan", "Nagekomen", "Niet nagekomen", ""]
)
def test_a_near_word_is_no_word(near: str) -> None:
    assert toezegging_status(near) is None


def test_open_is_said_by_the_source_only() -> None:
    assert [word for word, said in TOEZEGGING_STATUSES.items() if said is ToezeggingStatus.OPEN] == [
        "Openstaand"
    ]


def test_the_order_of_decisions_does_not_count() -> None:
    both = [
        ("Stemmen - aangenomen", "Besluit"),
        ("Stemmen - aangehouden", "Besluit"),
        ("Ingediend", "Besluit"),
    ]
    assert vote_of(both) is vote_of(both[::-1])


MOTIE = KamerMotie(
    external_id="x",
    number="2026Z00001",
    subject="Motie over havens",
    dossiers=(KamerDossier(), KamerDossier(number=29911)),
    documents=(
        KamerDocument(external_id="a", kind="Brief regering", number="2026D00009", subnumber=400),
        KamerDocument(external_id="b", kind="Motie", number="2026D00001", subnumber=363),
    ),
)


def test_the_kamerstuk_is_that_of_the_motie_itself() -> None:
    assert MOTIE.reference == "29911 nr. 363"
    assert KamerDossier(number=36600, addition="VI").name == "36600-VI"


def test_only_what_the_source_says_can_differ() -> None:
    ours = {KamerField.TITLE: "Motie  over havens ", KamerField.DATED_ON: "2026-03-18", KamerField.NUMBER: ""}

    found = differences(ours, fields_of(MOTIE))

    assert [each.field for each in found] == [KamerField.NUMBER, KamerField.REFERENCE, KamerField.DOCUMENTS]
    assert found[0] == FieldDifference(KamerField.NUMBER, "", "2026Z00001")
    assert differences(fields_of(MOTIE), fields_of(MOTIE)) == []


@given(st.dictionaries(st.sampled_from(KamerField), st.text(), max_size=6))
def test_after_taking_everything_over_nothing_differs(said: dict[KamerField, str]) -> None:
    ours = {each.field: each.theirs for each in differences({}, said)}

    assert differences(ours, said) == []


def test_the_fingerprint_follows_the_content_only() -> None:
    same = {KamerField.TITLE: " Motie  over havens\n", KamerField.NUMBER: "1"}
    assert fingerprint(same) == fingerprint({KamerField.NUMBER: "1", KamerField.TITLE: "Motie over havens"})
    assert fingerprint(same) != fingerprint({KamerField.NUMBER: "2", KamerField.TITLE: "Motie over havens"})


def test_a_toezegging_taken_away_says_so() -> None:
    gone = KamerToezegging(external_id="x", deleted=True)
    assert fields_of(gone) == {KamerField.DELETED: "ja"}


def test_drift_shows_what_is_new_first() -> None:
    report = drift(Watched.TOEZEGGING_STATUS, {"Afgedaan": 3759, "Nagekomen": 7, "": 45, "Openstaand": 2573})

    assert [(each.value, each.count) for each in report.unknown] == [("Nagekomen", 7)]
    assert report.values[0].value == "Nagekomen"
    assert report.total == 6384
    absent = {each.value for each in report.values if each.count == 0}
    assert absent == set(KNOWN_VALUES[Watched.TOEZEGGING_STATUS]) - {"Afgedaan", "Openstaand"}
