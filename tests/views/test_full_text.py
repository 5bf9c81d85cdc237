"""The page on which one finds by words: who finds what, and that no line typed there breaks it."""

import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.access.full_text import search_scope
from portal.access.identify import identify
from portal.demo.personas import PERSONAS
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.full_text import FoundKind, Guard
from portal.domain.roles import Role
from portal.models import Network, SearchText
from portal.services.observations import record_observation
from portal.views.full_text import PAGES
from tests import observing
from tests.browsing import counted_queries, signed_in
from tests.builders import (
    FIRST,
    accept,
    adopt,
    fill,
    give_back,
    house,
    open_round,
    person,
    report_of,
    submit,
)
from tests.conftest import SignIn, isolated, session_on
from tests.meetings import account_of, persona, prepared
from tests.signals import filed


def total(page: str) -> int:
    found = re.search(r"<h2>(\d+) vindplaats", page)
    return int(found[1]) if found else 0


def links(page: str) -> list[str]:
    return [
        html.unescape(each) for each in re.findall(r'p-found__title"><a class="nl-link" href="([^"]*)"', page)
    ]


def titles(page: str) -> list[str]:
    found = re.findall(r'p-found__title"><a class="nl-link" href="[^"]*">(.*?)</a>', page)
    return [html.unescape(re.sub(r"</?mark>", "", each)) for each in found]


def ask(client: FlaskClient, words: str, **others: str | int) -> str:
    answer = client.get("/zoeken", query_string={"q": words, **others})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_kind_has_a_page() -> None:
    assert set(PAGES) == set(FoundKind)


@pytest.mark.parametrize("local_part", [each.local_part for each in PERSONAS if each.active])
def test_whoever_finds_something_may_open_it(
    app: Flask, sign_in: SignIn, db_session: Session, local_part: str
) -> None:
    """Of every kind, network, period and audience that somebody finds, one page is opened."""
    account = account_of(db_session, local_part)
    principal = identify(db_session, account.id)
    assert principal is not None
    client = sign_in(account.email)
    found = db_session.scalars(sa.select(SearchText).where(search_scope(principal).clause())).all()
    if not principal.duties:
        assert not found
        assert client.get("/zoeken").status_code == 403
        return
    some: dict[object, SearchText] = {}
    for each in found:
        apart = (each.network_id, each.period_id, each.audience) if each.guard != Guard.PROGRAMME else ()
        some[each.kind, each.guard, *apart] = each
    with app.test_request_context():
        urls = {url_for(PAGES[each.kind], **dict[str, Any](each.address)) for each in some.values()}
    assert urls
    for url in sorted(urls):
        assert client.get(url.partition("#")[0]).status_code == 200, url


def test_what_was_not_accepted_is_found_by_nobody(bare_app: Flask, frozen_clock: object) -> None:
    names = ("medewerker", "secretaris", "lid", "coordinator.net-1", "coordinator.net-2", "lezer")
    with isolated(bare_app) as connection, session_on(connection) as session:
        built = house(session, 4)
        person(session, "lid", Role.STEERING_MEMBER)
        person(session, "lezer", Role.READER)
        period = open_round(session, built, "eerste", FIRST)
        reports = [report_of(session, period, network) for network in built.networks]
        for report, words in zip(
            reports, ("Accoordwoord", "Conceptwoord", "Ingediendwoord", "Terugwoord"), strict=True
        ):
            fill(session, built, report, words=words)
        for report in (reports[0], reports[2], reports[3]):
            submit(session, built, report, FIRST.submit_from)
        accept(session, built, reports[0], FIRST.submit_from)
        give_back(session, built, reports[3])
        session.commit()
        clients = {name: signed_in(bare_app, f"{name}@toets.example") for name in names}
        for name, client in clients.items():
            # Accepted is for who judges and decides, and for the network itself; adopted for all.
            sees = name in {"medewerker", "secretaris", "lid", "coordinator.net-1"}
            assert total(ask(client, "accoordwoord")) == (4 if sees else 0), name
            for words in ("conceptwoord", "ingediendwoord", "terugwoord"):
                page = ask(client, words)
                assert total(page) == 0, (name, words)
                assert "Niets gevonden" in page
                assert 'name="soort"' not in page
        accept(session, built, reports[2], FIRST.submit_from)
        adopt(session, built, period, date(2025, 9, 1))
        session.commit()
        for name, client in clients.items():
            assert total(ask(client, "ingediendwoord")) == 4, name
            assert [total(ask(client, words)) for words in ("conceptwoord", "terugwoord")] == [0, 0], name


def test_words_for_some_readers_are_found_by_those(sign_in: SignIn, db_session: Session) -> None:
    coordinator, officer = (
        persona(db_session, name) for name in ("coordinator.rotterdam", "medewerker1.programmabureau")
    )
    rotterdam = db_session.scalars(sa.select(Network).where(Network.code == "rotterdam")).one()
    for audience in Audience:
        word = f"Kenmerk{audience.value.replace('_', '')}"
        filed(db_session, coordinator, rotterdam, f"{word} signaal", audience=audience)
    of = observing.indicator(db_session, officer, "ind-99")
    place = rotterdam.knooppunt
    assert place is not None
    said = observing.content(of, place, audience=Audience.NETWORK)
    record_observation(db_session, officer, replace(said, uncertainty="Waardewoord, een schatting"))
    prepared(db_session, persona(db_session, "secretaris.stuurgroep"), clock.today(), "Agendawoord")
    db_session.commit()
    everything = {"kenmerknetwork", "kenmerksteering", "kenmerkallnetworks", "kenmerkpublic"}
    finds = {
        "coordinator.rotterdam": {*everything, "waardewoord"},
        "medewerker1.programmabureau": {*everything, "waardewoord"},
        "lid1.stuurgroep": everything - {"kenmerknetwork"},
        "coordinator.schiphol": {"kenmerkallnetworks", "kenmerkpublic"},
        "lezer.programma": set(),
        "beheerder": set(),
    }
    for name, expected in finds.items():
        client = sign_in(f"{name}@mainportaal.example")
        for word in (*everything, "waardewoord", "agendawoord"):
            assert total(ask(client, word)) == (word in expected), (name, word)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Wat zoekt u?"),
        ("a", "Dit is te kort"),
        ("de het", "Deze woorden staan bijna overal"),
        ("-haven", "Typ ook een woord dat er wel in staat"),
        ("bestaatgewoonniet", "Niets gevonden"),
        ('"haven', "vindplaats"),
        ("haven\x00'; DROP TABLE search_text; --", "Niets gevonden"),
        ("NEAR(haven, 3) AND OR NOT * ^ : {} ()", "Niets gevonden"),
        ("haven:* | !", "vindplaats"),
        ("'haven' & <->", "vindplaats"),
        ("\\haven\\", "vindplaats"),
        ("x" * 10_000, "Niets gevonden"),
        ("日本 Ελλάς \u202e", "Niets gevonden"),
    ],
)
def test_no_line_breaks_it(sign_in: SignIn, words: str, told: str) -> None:
    assert told in ask(sign_in("lid1.stuurgroep@mainportaal.example"), words)


def test_what_was_found_is_marked_and_never_markup(sign_in: SignIn, db_session: Session) -> None:
    officer = persona(db_session, "medewerker1.programmabureau")
    filed(db_session, officer, None, "<script>alert(1)</script> Gekwordt", description="<b>Gekwordt</b> & zo")
    db_session.commit()
    page = ask(sign_in("lid1.stuurgroep@mainportaal.example"), "gekwordt")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>Gekwordt</mark>" in page
    assert "&lt;b&gt;<mark>Gekwordt</mark>&lt;/b&gt; &amp; zo" in page
    assert "<script>alert" not in page
    assert "<script>" not in ask(sign_in("lid1.stuurgroep@mainportaal.example"), '"><script>')


def test_a_compound_is_found_by_its_last_part_and_marked(sign_in: SignIn, db_session: Session) -> None:
    officer = persona(db_session, "medewerker1.programmabureau")
    filed(db_session, officer, None, "Nepkwartels", description="Over de grenskwartels")
    filed(db_session, officer, None, "Over kwartelroutes", description="En over rietkwartelen die vluchten")
    db_session.commit()
    client = sign_in("lid1.stuurgroep@mainportaal.example")
    page = ask(client, "kwartel")
    assert "<mark>Nepkwartels</mark>" in page
    assert "Over de <mark>grenskwartels</mark>" in page
    assert "Over <mark>kwartelroutes</mark>" in page
    assert titles(ask(client, "kwartels -vluchten")) == ["Nepkwartels"]
    assert total(ask(client, '"kwartels"')) == 0
    assert titles(ask(client, "kwartel Nepkwartels"))[0] == "Nepkwartels"


def test_pages_kinds_and_counts_agree(sign_in: SignIn) -> None:
    client = sign_in("lid1.stuurgroep@mainportaal.example")
    page = ask(client, "haven")
    number = total(page)
    assert number > 40
    seen: list[str] = []
    for place in range(1, -(-number // 20) + 1):
        shown = links(ask(client, "haven", pagina=place))
        assert len(shown) <= 20
        seen += shown
    assert len(seen) == number
    by_kind = dict(re.findall(r'<option value="(\w+)"[^>]*>[^<(]*\((\d+)\)', page))
    assert sum(map(int, by_kind.values())) == number
    for kind, count in by_kind.items():
        assert total(ask(client, "haven", soort=kind)) == int(count)
    assert total(ask(client, "haven", soort="bestaat-niet", pagina="9999")) == number
    assert "Niets gevonden van deze soort" in ask(client, "uithalers", soort="law")


TABLE = {
    "uithalers": (None, ["Antwerpen ziet vaker uithalers uit Nederland", "Aangehouden uithalers"]),
    '"integrale aanpak"': (1, ["Integrale aanpak uithalers"]),
    "aanpakken integraal": (None, ["Integrale aanpak uithalers"]),
    "smokkel": (None, ["Plan van aanpak drugssmokkel via mainports"]),
    "rtm-07": (None, ["Integrale aanpak uithalers"]),
}


@pytest.mark.parametrize("words", TABLE)
def test_both_databases_answer_the_same(sign_in: SignIn, words: str) -> None:
    """These answers are written out: the tests run on either database."""
    number, first = TABLE[words]
    page = ask(sign_in("lid1.stuurgroep@mainportaal.example"), words)
    assert titles(page)[: len(first)] == first
    assert number is None or total(page) == number


def test_a_search_asks_few_questions(sign_in: SignIn) -> None:
    client = sign_in("lid1.stuurgroep@mainportaal.example")
    ask(client, "haven")
    with counted_queries() as statements:
        ask(client, "haven")
    assert len(statements) <= 5


def test_the_box_stands_on_every_page_of_who_may_search(sign_in: SignIn, client: FlaskClient) -> None:
    box = 'action="/zoeken"'
    for path in ("/", "/maatregelen", "/mijn"):
        assert box in sign_in("lid1.stuurgroep@mainportaal.example").get(path).get_data(as_text=True)
    assert box not in client.get("/inloggen").get_data(as_text=True)
    assert client.get("/zoeken?q=haven").status_code in {302, 401}
