"""The documents of the plan."""

from tests import browsing
from tests.browsing import SignIn

MEMBER = "lid1.stuurgroep@mainportaal.example"


def test_documents_missing_ones_and_contradictions_are_listed(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/bronnen").get_data(as_text=True)
    for words in ("Beslisnota bij het plan van aanpak", "13 ontbrekende stukken", "14 punten", "Middelgroot"):
        assert words in page


def test_a_document_shows_what_rests_on_it(sign_in: SignIn) -> None:
    page = sign_in(MEMBER).get("/bronnen/NOTA").get_data(as_text=True)
    for words in (
        "/subdoelen/i1",
        "/begroting",
        "/moties/mot-toorenburg-yesilgoz",
        "Haven Rotterdam 13,5 16 16,5",
    ):
        assert words in page
    assert "Voorkomen dat havens zoals Vlissingen" not in sign_in(MEMBER).get("/bronnen/P9").get_data(
        as_text=True
    )


def test_the_facts_take_one_query(sign_in: SignIn) -> None:
    client = sign_in(MEMBER)
    client.get("/bronnen/NOTA")
    with browsing.counted_queries() as statements:
        client.get("/bronnen/NOTA")
    assert len(statements) <= 5


def test_an_unknown_document_is_not_found(sign_in: SignIn) -> None:
    assert sign_in(MEMBER).get("/bronnen/NIETS").status_code == 404
