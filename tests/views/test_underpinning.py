"""Onderbouwing: of the programme, of a network, of a maatregel, and filling it in."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction
from portal.domain.indicators import NormKind
from portal.models import AuditEvent, Knooppunt, Maatregel, Underpinning
from tests import browsing, builders
from tests.access.test_query_counts import MOST
from tests.browsing import SignIn, counted_queries
from tests.conftest import isolated, session_on
from tests.measuring import VALUE, WAIVED, measure, observed
from tests.observing import knooppunt

URL = "/maatregelen/rtm-01/onderbouwing"
WORDS = "Wie zich bij de poort moet melden, valt eerder op en blijft vaker weg."
FILLED = {"version": "0", "werking": WORDS, "werkt_sinds": "2025-03-01", "evaluatie": "1-10-2026"}


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def text(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\u00a0", " ")


@pytest.fixture
def nothing_written(db_session: Session) -> None:
    """Take what the demonstration filled in for Rotterdam away."""
    db_session.execute(sa.delete(Underpinning).where(Underpinning.maatregel_id.in_(rotterdam())))
    db_session.commit()


def rotterdam() -> sa.Select[int]:
    return sa.select(Maatregel.id).where(Maatregel.code.startswith("rtm-"))


def written(session: Session) -> Underpinning | None:
    session.expire_all()
    return session.scalar(
        sa.select(Underpinning).join(Underpinning.maatregel).where(Maatregel.code == "rtm-01")
    )


@pytest.mark.parametrize("who", ["lid1.stuurgroep", "coordinator.schiphol", "lezer.rotterdam", "beheerder"])
def test_everybody_reads_which_ingredients_there_are(sign_in: SignIn, who: str) -> None:
    client = person(sign_in, who)
    page = text(client, "/onderbouwing")
    assert "4 van 4" in page
    assert "/onderbouwing/rotterdam" in page
    assert '<svg class="fig"' in page
    page = text(client, "/onderbouwing/rotterdam")
    assert "Barrièrevorming in de haven" in page
    assert "Aanwezig" in page
    assert client.get("/onderbouwing/atlantis").status_code == 404


@pytest.mark.usefixtures("nothing_written")
def test_a_coordinator_fills_it_in_and_all_pages_show_it(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    before = text(client, "/onderbouwing/rotterdam")
    assert URL in before
    assert client.post(URL, data=FILLED).location == "/maatregelen/rtm-01#onderbouwing"
    page = text(client, "/maatregelen/rtm-01")
    for words in (
        WORDS,
        "1 maart 2025",
        "1 oktober 2026",
        "De onderbouwing is opgeslagen.",
        "Naima Verhulst",
    ):
        assert words in page
    after = text(client, "/onderbouwing/rotterdam")
    assert after.count("Aanwezig") == before.count("Aanwezig") + 2
    row = written(db_session)
    assert row is not None
    assert row.version == 1
    event = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.action is AuditAction.UNDERPINNING_WRITTEN
    assert WORDS not in str(event.details)


@pytest.mark.usefixtures("nothing_written")
def test_others_read_it_without_names(sign_in: SignIn) -> None:
    assert person(sign_in, "coordinator.rotterdam").post(URL, data=FILLED).status_code == 302
    for who, named in (
        ("lid1.stuurgroep", True),
        ("coordinator.schiphol", False),
        ("lezer.programma", False),
    ):
        page = text(person(sign_in, who), "/maatregelen/rtm-01")
        assert WORDS in page
        assert "Onderbouwing ingevuld" in page
        history = page.partition("Verloop van de onderbouwing")[2].partition("</section>")[0]
        assert ("Naima Verhulst" in history) is named
        assert "Onderbouwing invullen" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator.rotterdam", 200),
        ("vervanger.rotterdam", 200),
        ("medewerker1.programmabureau", 200),
        ("coordinator.schiphol", 403),
        ("partner.rotterdam", 403),
        ("secretaris.stuurgroep", 403),
        ("lezer.rotterdam", 403),
        ("beheerder", 403),
    ],
)
@pytest.mark.usefixtures("nothing_written")
def test_who_may_fill_it_in(sign_in: SignIn, db_session: Session, who: str, status: int) -> None:
    client = person(sign_in, who)
    assert client.get(URL).status_code == status
    assert client.post(URL, data=FILLED).status_code == (302 if status == 200 else status)
    assert (written(db_session) is not None) is (status == 200)
    assert ("Onderbouwing invullen" in text(client, "/maatregelen/rtm-01")) is (status == 200)


def test_an_unknown_maatregel_is_not_found(sign_in: SignIn) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    assert client.get(URL.replace("rtm-01", "rtm-99")).status_code == 404
    assert client.post(URL.replace("rtm-01", "rtm-99"), data=FILLED).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"werkt_sinds": "2026-03-21"}, "Deze dag moet nog komen. Vul in wat nu al zo is."),
        ({"werkt_sinds": "onlangs"}, "Vul een datum in, bijvoorbeeld 15-7-2024."),
        ({"evaluatie": "1-1-1026"}, "Vul een datum in van 2000 tot en met 2100."),
        ({"werking": "a" * 2_001}, "Gebruik hoogstens 2.000 tekens."),
    ],
)
@pytest.mark.usefixtures("nothing_written")
def test_wrong_input_is_told_and_kept(
    sign_in: SignIn, db_session: Session, wrong: dict[str, str], message: str
) -> None:
    answer = person(sign_in, "coordinator.rotterdam").post(URL, data=FILLED | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert all(value in page for value in wrong.values())
    assert WORDS in page or "werking" in wrong
    assert written(db_session) is None


@pytest.mark.usefixtures("nothing_written")
def test_what_is_odd_is_told_and_saved(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    odd = {"version": "0", "werking": "Bel 06-12345678.", "evaluatie": "2026-03-19"}
    assert client.post(URL, data=odd).status_code == 302
    page = text(client, "/maatregelen/rtm-01")
    assert "De datum van evaluatie is voorbij." in page
    assert "De uitleg is kort." in page
    assert "iets dat lijkt op: telefoonnummer" in page
    assert written(db_session) is not None
    assert "De datum van evaluatie is voorbij." in text(client, URL)
    assert "De datum van evaluatie is voorbij." not in text(
        person(sign_in, "lid1.stuurgroep"), "/maatregelen/rtm-01"
    )


@pytest.mark.usefixtures("nothing_written")
def test_a_stale_save_shows_both_and_loses_neither(sign_in: SignIn, db_session: Session) -> None:
    coordinator, officer = (
        person(sign_in, "coordinator.rotterdam"),
        person(sign_in, "medewerker1.programmabureau"),
    )
    assert coordinator.post(URL, data=FILLED).status_code == 302
    assert coordinator.post(URL, data=FILLED).status_code == 302
    own = FILLED | {"werking": "Een heel andere uitleg van het programmabureau.", "evaluatie": ""}
    answer = officer.post(URL, data=own)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for words in (
        own["werking"],
        WORDS,
        "1 oktober 2026",
        "Uw versie",
        'name="version" type="hidden" value="1"',
    ):
        assert words in page
    row = written(db_session)
    assert row is not None
    assert (row.mechanism, row.version) == (WORDS, 1)
    assert officer.post(URL, data=own | {"version": "1"}).status_code == 302


def test_what_was_typed_survives_the_end_of_a_session(sign_in: SignIn, app: Flask) -> None:
    client = person(sign_in, "coordinator.rotterdam")
    client.post("/uitloggen")
    page = client.post(URL, data=FILLED).get_data(as_text=True)
    assert WORDS in page


def test_a_reader_without_observations_is_not_told_that_they_are_missing(
    sign_in: SignIn, db_session: Session
) -> None:
    page = text(person(sign_in, "beheerder"), "/onderbouwing/rotterdam")
    assert page.count("Geen inzage") >= 4
    assert "Geen inzage" not in text(person(sign_in, "lid1.stuurgroep"), "/onderbouwing/rotterdam")
    assert "Ontbreekt of geen inzage" not in text(person(sign_in, "lid1.stuurgroep"), "/onderbouwing")
    limited = text(person(sign_in, "lezer.rotterdam"), "/onderbouwing")
    assert "Geen inzage in alle waarnemingen" in limited
    assert "Ontbreekt of geen inzage" in limited


def test_observations_of_another_network_change_no_page(sign_in: SignIn, db_session: Session) -> None:
    outsiders = [
        person(sign_in, who) for who in ("coordinator.schiphol", "lid1.stuurgroep", "lezer.programma")
    ]
    pages = ("/onderbouwing", "/onderbouwing/rotterdam", "/maatregelen/rtm-04", "/subdoelen", "/subdoelen/i4")
    maatregel = builders.maatregel(db_session, "rtm-04")
    officer = Actor(maatregel.owner_id, "Medewerker")
    indicator = measure(db_session, officer, "toets-1", maatregelen=[maatregel], goals=maatregel.goals)
    db_session.commit()
    before = [[browsing.without_tokens(each.get(page)) for page in pages] for each in outsiders]
    insider = person(sign_in, "coordinator.rotterdam")
    seen = text(insider, "/maatregelen/rtm-04")
    place = db_session.scalars(sa.select(Knooppunt).where(Knooppunt.code == "rotterdam")).one()
    observed(db_session, officer, indicator, place, 2, Audience.NETWORK)
    db_session.commit()
    assert [[browsing.without_tokens(each.get(page)) for page in pages] for each in outsiders] == before
    assert text(insider, "/maatregelen/rtm-04") != seen


def test_the_table_goes_along_as_csv_and_workbook(sign_in: SignIn, db_session: Session) -> None:
    client = person(sign_in, "lid1.stuurgroep")
    answer = client.post("/onderbouwing/exporteren", data={"soort": "csv"})
    assert answer.headers["Content-Disposition"] == "attachment; filename=onderbouwing.csv"
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "DEMONSTRATIE"
    line = next(row for row in rows if row[1:2] == ["rtm-01"])
    assert line[:4] == ["Haven Rotterdam", "rtm-01", "Barrièrevorming in de haven", "Aanwezig"]
    assert len([row for row in rows if row[1:2] and row[1].startswith("ovk-")]) == 10
    answer = client.post("/onderbouwing/exporteren", data={"soort": "xlsx"})
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    assert book.sheet_names == ["Over deze export", "Maatregelen", "PPS-netwerken"]
    row = next(row for row in book.get_sheet_by_name("Maatregelen").to_python() if row[1] == "rtm-01")
    assert isinstance(row[9], float)
    assert isinstance(row[11], date)
    assert book.get_sheet_by_name("PPS-netwerken").to_python()[1][6] == 4
    events = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert [event.action for event in events] == [AuditAction.EXPORTED] * 2
    assert client.post("/onderbouwing/exporteren", data={"soort": "exe"}).status_code == 400


def test_an_export_tells_nobody_more_than_the_page(sign_in: SignIn) -> None:
    answer = person(sign_in, "beheerder").post("/onderbouwing/exporteren", data={"soort": "csv"})
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert next(row for row in rows if row[1:2] == ["rtm-01"])[7] == "Geen inzage"


PAGES = (
    "/onderbouwing",
    "/onderbouwing/net-1",
    "/maatregelen/net-1-m1",
    "/maatregelen/net-1-m1/onderbouwing",
    "/subdoelen",
    "/subdoelen/doel-1",
)


def build(session: Session, networks: int) -> None:
    """Networks whose maatregelen and goals all have indicators with norms and observations."""
    built = builders.house(session, networks)
    first = builders.open_round(session, built, "eerste", builders.FIRST)
    norms = {NormKind.BASELINE: VALUE, NormKind.TARGET: WAIVED}
    for network in built.networks:
        place = knooppunt(session, f"plaats-{network.code}", network)
        maatregel = builders.maatregel(session, f"{network.code}-m1")
        indicator = measure(
            session, built.officer, network.code, maatregelen=[maatregel], goals=maatregel.goals, norms=norms
        )
        observed(session, built.officer, indicator, place, 3)
        builders.accepted(session, built, first, network)
    session.commit()


def test_pages_ask_a_fixed_number_of_questions(
    bare_app: Flask, frozen_clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    for networks in (2, 7):
        with isolated(bare_app) as connection:
            with session_on(connection) as session:
                build(session, networks)
            open_page = browsing.browse(bare_app, monkeypatch)
            counts = {}
            for page in PAGES:
                open_page("medewerker", "/over")
                with counted_queries() as statements:
                    open_page("medewerker", page)
                counts[page] = len(statements)
            asked.append(counts)
    few, many = asked
    assert few == many
    # Nothing is remembered here: these two are kept, and ask less the second time (tests/access).
    whole = {"/maatregelen/net-1-m1", "/subdoelen/doel-1"}
    assert {page: count for page, count in few.items() if count > MOST and page not in whole} == {}
