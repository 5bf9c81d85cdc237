"""Signals on screen: filing in two minutes, the list and its file, reading, and who may do what."""

import io
import re
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction
from portal.domain.meetings import MeetingState
from portal.domain.signals import SignalKind, SignalState
from portal.models import AuditEvent, Decision, Maatregel, Meeting, Network, Signal
from portal.queries.accounts import account_by_email
from portal.services.actions import ActionContent, give_action
from portal.services.signals import link_signal
from tests.browsing import browse, counted_queries
from tests.builders import House, house
from tests.conftest import SignIn, isolated, session_on
from tests.signals import add_places, bring_to, filed, place_id

NEW = "/signalen/nieuw"
MOST = 12


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def newest(session: Session) -> Signal:
    session.expire_all()
    return session.scalars(sa.select(Signal).order_by(Signal.id.desc()).limit(1)).one()


def network_id(session: Session, code: str) -> int:
    return session.scalars(sa.select(Network.id).where(Network.code == code)).one()


@pytest.fixture
def typed(db_session: Session) -> dict[str, Any]:
    """What somebody of Rotterdam fills in."""
    return {
        "soort": "displacement",
        "titel": "Druk verschuift\nnaar de delta",
        "toelichting": "Partners zien meer onbekenden.",
        "van": place_id(db_session, "rotterdam"),
        "naar": place_id(db_session, "zeeland-west-brabant"),
        "plaats": "",
        "werkwijzen": ["1", "2"],
        "bron": "partner",
        "zekerheid": "low",
        "opgemerkt": "18-3-2026",
        "doelgroep": "steering",
        "netwerk": network_id(db_session, "rotterdam"),
    }


def test_a_coordinator_files_and_the_office_has_something_to_do(
    sign_in: SignIn, db_session: Session, typed: dict[str, Any]
) -> None:
    coordinator = person(sign_in, "coordinator.rotterdam")
    answer = coordinator.post(NEW, data=typed)
    signal = newest(db_session)
    assert answer.location == f"/signalen/{signal.id}"
    assert signal.title == "Druk verschuift naar de delta"
    assert [term.id for term in signal.terms] == [1, 2]
    assert signal.network is not None
    assert signal.network.code == "rotterdam"
    page = coordinator.get(answer.location).get_data(as_text=True)
    assert "Het signaal is gemeld bij het programmabureau." in page
    assert "Haven Rotterdam" in page
    assert "18 maart 2026" in page
    start = person(sign_in, "medewerker1.programmabureau").get("/").get_data(as_text=True)
    assert "3 nieuwe signalen duiden" in start
    events = db_session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(2))
    assert AuditAction.SIGNAL_FILED in list(events)


def test_the_form_begins_with_what_is_most_often_right(sign_in: SignIn, db_session: Session) -> None:
    page = person(sign_in, "partner.rotterdam").get(NEW).get_data(as_text=True)
    rotterdam = network_id(db_session, "rotterdam")
    assert re.search(rf'<input type="hidden"\s+name="netwerk"\s+value="{rotterdam}">', page)
    assert 'value="2026-03-20"' in page
    assert '<option selected value="steering">' in page
    assert "Geen personen, zaken of operationele details." in page
    assert '<optgroup label="Andere plaatsen">' in page
    both = person(sign_in, "partner.schiphol-bloemenveilingen").get(NEW).get_data(as_text=True)
    assert "Namens wie meldt u?" in both
    office = person(sign_in, "medewerker1.programmabureau").get(NEW).get_data(as_text=True)
    assert '<option selected value="">Programmabureau</option>' in office


def test_sending_the_form_twice_is_filing_once(
    sign_in: SignIn, db_session: Session, typed: dict[str, Any]
) -> None:
    coordinator = person(sign_in, "coordinator.rotterdam")
    first = coordinator.post(NEW, data=typed)
    assert coordinator.post(NEW, data=typed).location == first.location
    found = sa.select(sa.func.count(Signal.id)).where(Signal.title == "Druk verschuift naar de delta")
    assert db_session.scalar(found) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"soort": ""}, "Kies wat u meldt."),
        ({"titel": " "}, "Vul in één zin in wat opvalt."),
        ({"titel": "x" * 201}, "Gebruik hoogstens 200 tekens."),
        ({"toelichting": ""}, "Vul een korte toelichting in."),
        ({"naar": ""}, "Kies waar het naartoe verschuift."),
        ({"naar": "999999"}, "Ongeldige keuze"),
        ({"zekerheid": ""}, "Kies hoe zeker u bent."),
        ({"opgemerkt": "21-3-2026"}, "Deze datum ligt in de toekomst."),
        ({"opgemerkt": "gisteren"}, "Vul een datum in"),
        ({"netwerk": ""}, "Ongeldige keuze"),
        ({"werkwijzen": "999999"}, "is een ongeldige keuze"),
        ({"toelichting": "Nul\x00teken"}, "een teken dat niet kan worden opgeslagen"),
    ],
)
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, db_session: Session, typed: dict[str, Any], wrong: dict[str, str], message: str
) -> None:
    before = newest(db_session).id
    answer = person(sign_in, "coordinator.rotterdam").post(NEW, data={**typed, **wrong})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert "toelichting" in wrong or "Partners zien meer onbekenden." in page
    assert newest(db_session).id == before


def test_from_and_towards_differ(sign_in: SignIn, typed: dict[str, Any]) -> None:
    answer = person(sign_in, "coordinator.rotterdam").post(NEW, data={**typed, "naar": typed["van"]})
    assert answer.status_code == 422
    assert "Kies een andere plaats dan bij Van." in answer.get_data(as_text=True)


def test_nobody_files_for_another_network(
    sign_in: SignIn, db_session: Session, typed: dict[str, Any]
) -> None:
    elsewhere = {**typed, "netwerk": network_id(db_session, "schiphol")}
    assert person(sign_in, "coordinator.rotterdam").post(NEW, data=elsewhere).status_code == 422
    assert person(sign_in, "medewerker1.programmabureau").post(NEW, data=elsewhere).status_code == 302
    assert newest(db_session).network_id == elsewhere["netwerk"]


@pytest.mark.parametrize("who", ["lid1.stuurgroep", "secretaris.stuurgroep", "lezer.programma", "beheerder"])
def test_who_may_not_file(sign_in: SignIn, typed: dict[str, Any], who: str) -> None:
    client = person(sign_in, who)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, data=typed).status_code == 403
    assert "Signaal melden" not in client.get("/signalen").get_data(as_text=True)


@pytest.mark.parametrize("field", ["titel", "toelichting"])
def test_what_looks_like_personal_data_is_warned_about(
    sign_in: SignIn, typed: dict[str, Any], field: str
) -> None:
    coordinator = person(sign_in, "coordinator.rotterdam")
    answer = coordinator.post(NEW, data={**typed, field: "Bel iemand@voorbeeld.nl"}, follow_redirects=True)
    assert "In uw tekst staat iets dat lijkt op: e-mailadres." in answer.get_data(as_text=True)
    assert 'data-personal-data="' in coordinator.get(NEW).get_data(as_text=True)


def test_the_demonstration_shows_every_state(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "medewerker1.programmabureau")
    for state in SignalState:
        page = client.get(f"/signalen?status={state.value}").get_data(as_text=True)
        assert "Geen signalen gevonden" not in page
    assert "12 signalen gevonden" in client.get("/signalen").get_data(as_text=True)
    assert {row.kind for row in db_session.scalars(sa.select(Signal))} == set(SignalKind)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("soort=displacement", 9),
        ("van=rotterdam", 7),
        ("naar=zeeland-west-brabant", 4),
        ("van=onbekend", 3),
        ("netwerk=schiphol", 2),
        ("netwerk=programmabureau", 2),
        ("q=vers fruit", 2),
        ("q=100%", 0),
        ("status=merged&van=rotterdam", 1),
        ("status=bestaat-niet", 12),
        ("status=staand", 10),
        ("status=gevolgd", 5),
        ("pagina=9223372036854775808", 12),
    ],
)
def test_the_list_is_filtered(sign_in: SignIn, query: str, found: int) -> None:
    page = person(sign_in, "medewerker1.programmabureau").get(f"/signalen?{query}").get_data(as_text=True)
    words = {0: "Geen signalen gevonden", 1: "1 signaal gevonden"}.get(found, f"{found} signalen gevonden")
    assert words in page


def test_a_term_filters_and_so_does_one_that_is_retired(sign_in: SignIn, db_session: Session) -> None:
    signal = db_session.scalars(sa.select(Signal).where(Signal.title.contains("Drones"))).one()
    (term,) = signal.terms
    assert term.retired_on is not None
    url = f"/signalen?term={term.id}"
    page = person(sign_in, "medewerker1.programmabureau").get(url).get_data(as_text=True)
    assert "1 signaal gevonden" in page
    assert signal.title in page


@pytest.mark.parametrize("column", ["titel", "status", "van", "naar", "opgemerkt", "gemeld", "x"])
def test_the_list_is_ordered(sign_in: SignIn, column: str) -> None:
    client = person(sign_in, "medewerker1.programmabureau")
    pages = [client.get(f"/signalen?sorteer={sign}{column}").get_data(as_text=True) for sign in ("", "-")]
    first = [page[page.index("<tbody") :].split("/signalen/")[1].split('"')[0] for page in pages]
    assert (first[0] == first[1]) is (column == "x")


def test_many_signals_come_in_pages(sign_in: SignIn, db_session: Session) -> None:
    actor = officer_of(db_session)
    for number in range(15):
        filed(db_session, actor, None, f"Signaal met nummer {number:02}")
    db_session.commit()
    page = person(sign_in, "medewerker1.programmabureau").get("/signalen?pagina=2").get_data(as_text=True)
    assert "27 signalen gevonden; 21 tot en met 27 getoond" in page


def officer_of(session: Session) -> Actor:
    account = account_by_email(session, "medewerker1.programmabureau@mainportaal.example")
    principal = identify(session, account.id) if account else None
    assert principal is not None
    return principal.actor


def test_without_signals_the_list_says_what_one_can_do(bare_app: Flask, frozen_clock: object) -> None:
    with isolated(bare_app) as connection, pytest.MonkeyPatch.context() as patch:
        with session_on(connection) as session:
            house(session, 1)
            session.commit()
        open_page = browse(bare_app, patch)
        assert "Meld het in twee minuten." in open_page("coordinator.net-1", "/signalen")
        assert "kunnen een signaal melden" in open_page("secretaris", "/signalen")
        new = open_page("coordinator.net-1", NEW)
        assert "De lijsten van werkwijzen en goederenstromen zijn nog leeg." in new


def test_a_file_has_the_list_and_says_what_is_not_there(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "lid1.stuurgroep")
    answer = client.post("/signalen/exporteren?naar=zeeland-west-brabant", data={"bestand": "csv"})
    text = answer.get_data().decode("utf-8-sig")
    assert answer.headers["Content-Disposition"] == "attachment; filename=signalen.csv"
    assert "DEMONSTRATIE" in text
    assert "Naar: Havens Zeeland en West-Brabant" in text
    assert "‘Alleen het PPS-netwerk en het programmabureau’" in text
    assert "Druk lijkt te verschuiven" in text
    assert "Chauffeurs" not in text
    assert "Meer toezicht verklaart een deel, maar niet alles." in text
    event = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.action is AuditAction.EXPORTED
    assert event.details == {"format": "csv", "count": 4}
    book = person(sign_in, "medewerker1.programmabureau").post(
        "/signalen/exporteren", data={"bestand": "xlsx"}
    )
    with zipfile.ZipFile(io.BytesIO(book.get_data())) as packed:
        words = "".join(packed.read(name).decode() for name in packed.namelist())
    assert "Chauffeurs" in words
    assert "Niets." in words
    assert client.post("/signalen/exporteren", data={"bestand": "pdf"}).status_code == 400


def test_a_formula_stays_words(sign_in: SignIn, db_session: Session) -> None:
    filed(db_session, officer_of(db_session), None, '=HYPERLINK("x")')
    db_session.commit()
    answer = person(sign_in, "medewerker1.programmabureau").post(
        "/signalen/exporteren", data={"bestand": "csv"}
    )
    assert ";\"'=HYPERLINK" in answer.get_data().decode("utf-8-sig")


def test_a_signal_shows_decisions_and_actions_to_who_reads_meetings(
    sign_in: SignIn, db_session: Session
) -> None:
    actor = officer_of(db_session)
    signal = filed(db_session, actor, None, audience=Audience.ALL_NETWORKS)
    meeting = Meeting(title="Stuurgroep", held_on=clock.today(), state=MeetingState.HELD)
    db_session.add(meeting)
    db_session.flush()
    decision = Decision(
        meeting_id=meeting.id,
        year=2026,
        number=901,
        text="Wij volgen dit signaal.",
        reason="Toets.",
        recorded_at=clock.now(),
        recorded_by_id=actor.account_id,
        signals=[signal],
    )
    db_session.add(decision)
    content = ActionContent("Vraag het na in de haven.", signal.filed_by, clock.today())
    give_action(db_session, actor, content, signal=signal)
    db_session.commit()
    other = person(sign_in, "coordinator.schiphol").get(f"/signalen/{signal.id}").get_data(as_text=True)
    assert "Besluiten en actiepunten" not in other
    assert "Wij volgen dit signaal." not in other
    assert "Vraag het na in de haven." not in other
    page = person(sign_in, "lid1.stuurgroep").get(f"/signalen/{signal.id}").get_data(as_text=True)
    assert "Besluit 2026-901" in page
    assert "Wij volgen dit signaal." in page
    assert "Vraag het na in de haven." in page


def test_absent_is_absent(sign_in: SignIn) -> None:
    client = person(sign_in, "medewerker1.programmabureau")
    for rest in ("", "/wijzigen", "/duiden", "/samenvoegen", "/koppelen"):
        assert client.get(f"/signalen/2147483647{rest}").status_code == 404
        assert client.get(f"/signalen/9223372036854775808{rest}").status_code == 404


def build(session: Session, number: int) -> None:
    """A house with so many signals in every state, all linked and merged into the first."""
    built: House = house(session, 2)
    places = add_places(session)
    maatregel = session.scalars(sa.select(Maatregel.id).where(Maatregel.code == "net-1-m1")).one()
    for n in range(number):
        signal = filed(
            session,
            built.coordinators["net-1"],
            built.networks[0],
            f"Signaal {n}",
            from_knooppunt_id=places[0].id,
            to_knooppunt_id=places[1].id,
            audience=Audience.ALL_NETWORKS,
        )
        link_signal(session, built.officer, signal, signal.version, frozenset({maatregel}), frozenset())
        bring_to(session, built.officer, signal, list(SignalState)[n % 3])
    session.commit()


PAGES = [
    ("medewerker", "/"),
    ("medewerker", "/signalen"),
    ("medewerker", "/signalen/{first}"),
    ("medewerker", "/signalen/{first}/wijzigen"),
    ("medewerker", "/signalen/{first}/duiden"),
    ("medewerker", "/signalen/{first}/samenvoegen"),
    ("medewerker", "/signalen/{first}/koppelen"),
    ("medewerker", "/signalen/woordenlijst"),
    ("coordinator.net-1", "/signalen"),
    ("coordinator.net-1", "/signalen/nieuw"),
    ("coordinator.net-1", "/signalen/{first}"),
    ("secretaris", "/signalen/{first}"),
    ("secretaris", "/maatregelen/net-1-m1"),
]


def count(app: Flask, number: int) -> dict[tuple[str, str], int]:
    with isolated(app) as connection, pytest.MonkeyPatch.context() as patch:
        with session_on(connection) as session:
            build(session, number)
            first = session.scalars(sa.select(sa.func.min(Signal.id))).one()
        open_page = browse(app, patch)
        counts = {}
        for name, path in PAGES:
            open_page(name, "/over")
            with counted_queries() as statements:
                open_page(name, path.format(first=first))
            counts[name, path] = len(statements)
        return counts


def test_pages_cost_the_same_with_three_and_with_thirty_signals(
    bare_app: Flask, frozen_clock: object, record_property: Any
) -> None:
    few, many = count(bare_app, 3), count(bare_app, 30)
    assert {page: (few[page], many[page]) for page in few if few[page] != many[page]} == {}
    record_property("queries", many)
    assert {
        page: asked for page, asked in many.items() if asked > MOST and page[1].startswith("/signalen")
    } == {}
