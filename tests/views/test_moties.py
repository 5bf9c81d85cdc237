"""Moties, toezeggingen and the coalition agreement."""

import re

import pytest
from flask.testing import FlaskClient

from tests.browsing import SignIn
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

MEMBER = "lid1.stuurgroep@mainportaal.example"


@pytest.fixture
def member(sign_in: SignIn) -> FlaskClient:
    return sign_in(MEMBER)


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def listed(page: str, kind: str) -> list[str]:
    return re.findall(rf'<th scope="row">\s*<a href="/{kind}/([a-z0-9-]+)"', page)


def test_every_motie_is_listed_in_time_order(member: FlaskClient) -> None:
    newest = listed(text(member, "/moties?sorteer=-datum"), "moties")
    assert len(newest) == 8
    assert newest[0] == "mot-mutluer"
    assert listed(text(member, "/moties?programma=binnen"), "moties") == [
        "mot-toorenburg-yesilgoz",
        "mot-bikker-kuik",
        "mot-bisschop",
        "mot-mutluer",
    ]


@pytest.mark.parametrize("words", ["Yeşilgöz", "yeşilgöz-Zegerius", "toegangspoorten"])
def test_moties_are_found_by_name_and_title(member: FlaskClient, words: str) -> None:
    page = member.get("/moties", query_string={"q": words}).get_data(as_text=True)
    assert listed(page, "moties") == ["mot-toorenburg-yesilgoz"]


def test_a_motie_shows_both_dates_asks_and_maatregelen(member: FlaskClient) -> None:
    page = text(member, "/moties/mot-bikker-kuik")
    for words in ("Bikker en Kuik", "mei 2021", "1 juni 2021", "35564 nr. 17", "2 verzoeken", "Afgeleid"):
        assert words in page
    assert "/maatregelen/ovk-03" in page
    assert "hele plan van aanpak uitvoering" in text(member, "/moties/mot-toorenburg-yesilgoz")
    assert "Beantwoord, met redenen om het niet te doen" in text(member, "/moties/mot-mutluer")


def test_toezeggingen_without_a_date_come_last(member: FlaskClient) -> None:
    both = listed(text(member, "/toezeggingen"), "toezeggingen")
    both += listed(text(member, "/toezeggingen?pagina=2"), "toezeggingen")
    assert len(both) == 29
    passed = listed(text(member, "/toezeggingen?termijn=voorbij"), "toezeggingen")
    assert both[: len(passed)] == passed


def test_toezeggingen_are_filtered(member: FlaskClient) -> None:
    page = text(member, "/toezeggingen?q=handelingskader&programma=binnen&soort=announcement")
    assert "toe-handelingskader" in listed(page, "toezeggingen")
    assert listed(text(member, "/toezeggingen?q=handelingskader&programma=buiten"), "toezeggingen") == []


def test_a_toezegging_says_what_its_last_day_is(member: FlaskClient) -> None:
    page = text(member, "/toezeggingen/toe-handelingskader")
    assert "Laatste mogelijke dag: 31 december 2022; die dag is voorbij" in page
    assert "Dat zegt niet of de toezegging is nagekomen." in page
    assert "op het jaar" in page


def test_the_coalition_passage_names_its_maatregel(member: FlaskClient) -> None:
    assert "/maatregelen/ovk-07" in text(member, "/coalitieakkoord")


@pytest.mark.parametrize("path", ["/moties/nee", "/toezeggingen/nee"])
def test_what_is_unknown_is_not_found(member: FlaskClient, path: str) -> None:
    assert member.get(path).status_code == 404
