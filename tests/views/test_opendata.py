"""Pages of the open data: off, searching, one record, and a source that does not answer."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.database import db
from portal.demo.personas import PASSWORD
from portal.domain.audit import AuditAction
from portal.domain.parliament import ProposalState
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, KamerProposal, Motie, RegisterItem
from portal.opendata import DIALECTS, Patience, Source, TweedeKamer
from tests.builders import person
from tests.conftest import NewDatabase, SignIn, dispose, make_app
from tests.odata.records import data, decision, document, motie, toezegging, uid
from tests.odata.service import KamerService
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

MOTIE = f"/tweedekamer/moties/{uid(1, 1)}"
PROMISE = f"/tweedekamer/toezeggingen/{uid(6, 1)}"
QUICK = Patience(connect=20, read=2, total=60, attempts=2, pause=0.01)
GETS = [
    "/tweedekamer/dossier?dossier=29911&soort=motie",
    "/tweedekamer/dossier?dossier=29911&soort=toezegging",
    "/tweedekamer/toezeggingen?woorden=havens",
    "/tweedekamer/nieuw?sinds=2026-03-01&dossier=29911&ministerie=Justitie",
    MOTIE,
    PROMISE,
]


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[KamerService]:
    dialect = getattr(request, "param", "v5")
    held = data(dialect, [motie(each) for each in (1, 2)], [toezegging(each) for each in (1, 2)])
    with KamerService(dialect, held).running() as running:
        yield running


in_both_versions = pytest.mark.parametrize("service", ["v5", "v4"], indirect=True)


@pytest.fixture
def switched_on(app: Flask, service: KamerService, monkeypatch: pytest.MonkeyPatch) -> KamerService:
    """The portal with the open data of the local service."""
    monkeypatch.setitem(app.extensions, "mainportaal.opendata", client_of(service))
    return service


def client_of(service: KamerService) -> TweedeKamer:
    source = Source(
        base=service.base, dialect=DIALECTS[service.dialect], hosts=("127.0.0.1",), patience=QUICK
    )
    return TweedeKamer(source)


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in("medewerker1.programmabureau@mainportaal.example")


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_switched_off_the_pages_explain_and_ask_nothing(officer: FlaskClient) -> None:
    for path in ["/tweedekamer", "/tweedekamer/waarden", *GETS]:
        text = page(officer, path)
        assert "De koppeling staat uit" in text
        assert "PORTAL_OPENDATA_URL" in text
    for path in [MOTIE, "/tweedekamer/controleren"]:
        answer = officer.post(path)
        assert answer.status_code == 409
        assert "staan uit" in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["coordinator.rotterdam", "lid1.stuurgroep", "beheerder", "lezer.programma"])
def test_only_the_programme_office_comes_in(sign_in: SignIn, name: str) -> None:
    client = sign_in(f"{name}@mainportaal.example")
    for path in ["/tweedekamer", "/tweedekamer/voorstellen", *GETS]:
        assert client.get(path).status_code == 403
    assert client.post("/tweedekamer/controleren").status_code == 403


@in_both_versions
def test_a_dossier_shows_its_moties_with_both_statuses(
    officer: FlaskClient, switched_on: KamerService
) -> None:
    odd = motie(2, Besluit=[decision(2, "Stemmen - iets nieuws")])
    switched_on.data = data(switched_on.dialect, [motie(1), odd], [])

    text = page(officer, "/tweedekamer/dossier?dossier=29911&soort=motie")

    assert "2 gevonden in dossier 29911" in text
    assert "29911 nr. 1" in text
    assert "Aangenomen" in text
    assert "Onbekend (bron: Stemmen - iets nieuws)" in text
    assert "Nog niet" in text


def test_a_dossier_may_be_written_with_a_space(officer: FlaskClient, switched_on: KamerService) -> None:
    assert "2 gevonden" in page(officer, "/tweedekamer/dossier?dossier=29 911&soort=motie")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/tweedekamer/dossier?dossier=abc&soort=motie", "Een dossiernummer heeft vijf cijfers"),
        ("/tweedekamer/dossier?dossier=29911/any(x:x/Nummer%20eq%201)&soort=motie", "heeft vijf cijfers"),
        ("/tweedekamer/dossier?dossier=&soort=motie", "Vul een dossiernummer in."),
        ("/tweedekamer/toezeggingen?woorden=", "Vul een of meer woorden in."),
        ("/tweedekamer/toezeggingen?woorden=a%00b", "een teken dat niet kan worden opgeslagen"),
        ("/tweedekamer/nieuw?sinds=gisteren&dossier=29911&ministerie=J", "Vul een datum in"),
        (
            "/tweedekamer/nieuw?sinds=2027-01-01&dossier=29911&ministerie=J",
            "Kies vandaag of een eerdere dag.",
        ),
        ("/tweedekamer/nieuw?sinds=2020-01-01&dossier=29911&ministerie=J", "in het afgelopen jaar"),
    ],
)
def test_a_wrong_question_is_never_asked(
    officer: FlaskClient, switched_on: KamerService, path: str, message: str
) -> None:
    assert message in page(officer, path, 422)
    assert switched_on.asked == []


def test_without_a_question_there_is_only_the_form(officer: FlaskClient, switched_on: KamerService) -> None:
    for path in ("/tweedekamer/dossier", "/tweedekamer/toezeggingen", "/tweedekamer/nieuw"):
        text = page(officer, path)
        assert 'method="get"' in text
        assert "csrf_token" not in text.partition("p-form")[2].partition("</form>")[0]
    assert switched_on.asked == []


def test_nothing_found_says_what_to_do(officer: FlaskClient, switched_on: KamerService) -> None:
    assert "Controleer het dossiernummer" in page(officer, "/tweedekamer/dossier?dossier=36000&soort=motie")
    assert "Gebruik minder of andere woorden" in page(officer, "/tweedekamer/toezeggingen?woorden=fiets")


@in_both_versions
def test_what_is_new_shows_what_was_taken_away(officer: FlaskClient, switched_on: KamerService) -> None:
    switched_on.data = data(switched_on.dialect, [motie(1, Verwijderd=True)], [toezegging(1)])

    text = page(officer, GETS[3])

    assert "1 motie is nieuw of gewijzigd" in text
    assert "Verwijderd bij de Tweede Kamer" in text
    assert "1 toezegging is nieuw of gewijzigd" in text


def test_an_incomplete_list_says_so(officer: FlaskClient, switched_on: KamerService) -> None:
    switched_on.traps.counted = 12
    assert "Deze lijst is niet volledig" in page(officer, GETS[0])


@in_both_versions
def test_a_motie_shows_all_that_the_source_tells(officer: FlaskClient, switched_on: KamerService) -> None:
    text = page(officer, MOTIE)

    for words in (
        "Alfa, A. (AAA), Beta, B. (BBB)",
        "Stemmen - aangenomen",
        "100 zetels",
        "AAA, BBB",
        "Oordeel Kamer",
        "niet over de uitvoering",
        "https://zoek.officielebekendmakingen.nl/kst-29911-1.html",
        "https://www.tweedekamer.nl/kamerstukken/detail?id=2026Z00001&amp;did=2026D00011",
        "Dit staat nog niet in het register.",
    ):
        assert words in text


@in_both_versions
def test_a_toezegging_is_never_called_overdue(officer: FlaskClient, switched_on: KamerService) -> None:
    letter = document(9, kind="Brief regering", title="Brief over havens")
    promise = toezegging(1, DatumNakoming="2025-01-01T00:00:00+01:00", KamerbriefNakoming=[letter])
    switched_on.data = data(switched_on.dialect, [], [promise])

    text = page(officer, PROMISE)

    assert "DatumNakoming (betekenis niet bevestigd)" in text
    assert "1 januari 2025" in text
    assert "te laat" not in text.lower()
    assert "Minister van Voorbeelden" in text
    assert "nergens-mag-staan" not in text
    assert "Brief over havens" in text


def test_an_address_is_made_of_sound_numbers_only(officer: FlaskClient, switched_on: KamerService) -> None:
    odd = document(11, subnumber=1, title="Stuk")
    odd["DocumentNummer"] = 'x" onmouseover="alert(1)'
    switched_on.data = data(switched_on.dialect, [motie(1, Nummer="javascript:alert(1)", Document=[odd])], [])

    text = page(officer, MOTIE)
    assert 'href="javascript' not in text
    assert "onmouseover=" not in text.replace("&#34; onmouseover=", "")
    assert "did=" not in text


def test_what_is_not_there_is_not_found(officer: FlaskClient, switched_on: KamerService) -> None:
    page(officer, f"/tweedekamer/moties/{uid(1, 999)}", 404)
    page(officer, f"/tweedekamer/moties/{uid(6, 1)}", 404)
    page(officer, "/tweedekamer/moties/geen-nummer", 404)
    page(officer, f"/tweedekamer/documenten/{uid(1, 1)}", 404)


SILENT = "De Tweede Kamer antwoordt nu niet"
STRANGE = "Het antwoord van de Tweede Kamer is niet te lezen"


@pytest.mark.parametrize(
    ("path", "trouble", "status", "words"),
    [
        *((path, "status:503", 503, SILENT) for path in GETS),
        (MOTIE, "silent:3", 503, SILENT),
        (MOTIE, "half:", 503, SILENT),
        (MOTIE, "status:429", 503, SILENT),
        (MOTIE, "status:400", 502, STRANGE),
        (MOTIE, "body:<html>", 502, STRANGE),
        (MOTIE, "to:http://127.0.0.1:1/", 502, STRANGE),
    ],
)
def test_trouble_is_told_in_dutch(
    officer: FlaskClient, switched_on: KamerService, path: str, trouble: str, status: int, words: str
) -> None:
    switched_on.traps.script = [trouble] * 6

    text = page(officer, path, status)

    assert words in text
    assert "Er is niets gewijzigd" in text
    assert "Opnieuw proberen" in text
    assert "Traceback" not in text


def test_trouble_while_proposing_changes_nothing(
    officer: FlaskClient, switched_on: KamerService, db_session: Session
) -> None:
    switched_on.traps.script = ["status:502"] * 6

    answer = officer.post(MOTIE, data={"onderdeel": ""})

    assert answer.status_code == 503
    assert db_session.scalar(sa.select(sa.func.count(KamerProposal.id))) == 0


@in_both_versions
def test_proposing_changes_nothing_in_the_register(
    officer: FlaskClient, switched_on: KamerService, db_session: Session
) -> None:
    before = db_session.scalar(sa.select(sa.func.count(RegisterItem.id)))

    answer = officer.post(MOTIE, data={"onderdeel": ""})

    made = db_session.scalars(sa.select(KamerProposal)).one()
    assert answer.headers["Location"] == f"/tweedekamer/voorstellen/{made.id}"
    assert (made.state, made.dialect) == (ProposalState.OPEN, switched_on.dialect)
    assert db_session.scalar(sa.select(sa.func.count(RegisterItem.id))) == before
    again = officer.post(MOTIE, data={"onderdeel": ""})
    assert again.headers["Location"] == answer.headers["Location"]
    assert "Voorstel wacht" in page(officer, GETS[0])
    assert "1 voorstel wacht op een besluit" in page(officer, "/tweedekamer")


def test_an_item_with_the_same_kamerstuk_is_offered(
    officer: FlaskClient, switched_on: KamerService, db_session: Session
) -> None:
    known = db_session.scalars(sa.select(Motie).where(Motie.reference == "29911 nr. 232")).one()
    switched_on.data = data(switched_on.dialect, [motie(1, Document=[document(11, subnumber=232)])], [])

    text = page(officer, MOTIE)
    assert "waarschijnlijk dezelfde" in text
    assert known.title in text
    officer.post(MOTIE, data={"onderdeel": known.code})
    assert db_session.scalars(sa.select(KamerProposal)).one().item_id == known.id


def test_an_unknown_item_is_refused(
    officer: FlaskClient, switched_on: KamerService, db_session: Session
) -> None:
    assert officer.post(MOTIE, data={"onderdeel": "bestaat-niet"}).status_code == 422
    assert db_session.scalar(sa.select(sa.func.count(KamerProposal.id))) == 0


def test_checking_finds_what_changed_and_says_what_is_gone(
    officer: FlaskClient, switched_on: KamerService, db_session: Session
) -> None:
    for number in (1, 2, 9):
        db_session.add(
            Motie(code=f"m-{number}", title="Motie", inside_programme=True, external_id=uid(1, number))
        )
    db_session.commit()

    text = officer.post("/tweedekamer/controleren", follow_redirects=True).get_data(as_text=True)

    assert "3 moties en toezeggingen gecontroleerd. 2 nieuwe voorstellen. 1 is bij de bron niet" in text
    assert "Laatste controle" in text
    events = db_session.scalars(
        sa.select(AuditEvent).where(
            AuditEvent.action == AuditAction.OPEN_DATA_FETCHED, AuditEvent.subject_id.is_(None)
        )
    ).all()
    assert [each.details for each in events] == [{"looked_at": 3, "proposed": 2, "absent": 1}]
    again = officer.post("/tweedekamer/controleren", follow_redirects=True).get_data(as_text=True)
    assert "Er is niets nieuws." in again


@in_both_versions
def test_the_words_of_the_source_are_counted(officer: FlaskClient, switched_on: KamerService) -> None:
    switched_on.data = data(
        switched_on.dialect, [motie(1)], [toezegging(1, Status="Nagekomen"), toezegging(2)]
    )

    text = page(officer, "/tweedekamer/waarden")

    assert "1 woord is onbekend" in text
    assert "Nagekomen" in text
    assert "De bron kent alles wat het portaal vraagt." in text


def test_a_part_that_fails_leaves_the_rest(officer: FlaskClient, switched_on: KamerService) -> None:
    switched_on.traps.script = ["status:400"]

    text = page(officer, "/tweedekamer/waarden")
    assert "De bron gaf hierop nu geen antwoord" in text
    assert "Kabinetsappreciatie bij moties" in text
    assert text.count("De bron gaf hierop nu geen antwoord") == 1


def test_a_silent_source_is_not_waited_for_again_and_again(
    officer: FlaskClient, switched_on: KamerService
) -> None:
    switched_on.traps.script = ["status:503"] * 9

    text = page(officer, "/tweedekamer/waarden")
    assert text.count("De bron gaf hierop nu geen antwoord") == 3
    assert len(switched_on.asked) == 2


def test_while_we_wait_others_can_write(
    service: KamerService, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(new_database())
    with app.app_context():
        person(db.session, "medewerker", Role.PROGRAMME_OFFICER)
        db.session.commit()
        engine = db.engine
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.extensions, "mainportaal.opendata", client_of(service))
    client = app.test_client()
    client.post("/inloggen", data={"email": "medewerker@toets.example", "wachtwoord": PASSWORD})
    written: list[int] = []

    def write() -> None:
        with engine.begin() as elsewhere:
            if elsewhere.dialect.name == "sqlite":
                elsewhere.exec_driver_sql("PRAGMA busy_timeout=100")
            written.append(elsewhere.execute(sa.update(Account).values(name="Ander")).rowcount)

    service.traps.meanwhile = write
    assert client.post(MOTIE, data={"onderdeel": ""}).status_code == 302
    assert set(written) == {1}
    dispose(app)
