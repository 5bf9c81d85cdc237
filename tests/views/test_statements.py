"""How a network accounts for a year: written, submitted, returned or accepted, and seen by few."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.money import StatementState
from portal.models import AuditEvent, Network, Statement
from tests.conftest import SignIn

SECRET = "Kenmerkende verantwoording van ZWB"
OWN = "/verantwoordingen/2025/zeeland-west-brabant"
COORDINATOR, OFFICE = "coordinator.zeeland-west-brabant", "medewerker1.programmabureau"


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


def found(session: Session, code: str = "zeeland-west-brabant") -> Statement:
    session.expire_all()
    query = sa.select(Statement).join(Statement.network).where(Network.code == code, Statement.year == 2025)
    return session.scalars(query).one()


@pytest.fixture
def written(sign_in: SignIn, db_session: Session) -> Statement:
    data = {"version": found(db_session).version, "toelichting": SECRET}
    assert person(sign_in, COORDINATOR).post(f"{OWN}/invullen", data=data).status_code == 302
    return found(db_session)


def test_from_draft_to_accepted(written: Statement, sign_in: SignIn, db_session: Session) -> None:
    own, office = person(sign_in, COORDINATOR), person(sign_in, OFFICE)
    assert SECRET in own.get(OWN).get_data(as_text=True)
    assert "Bij het indienen legt het portaal deze cijfers vast" in own.get(OWN).get_data(as_text=True)
    assert office.get(OWN).status_code == 404
    assert own.post(f"{OWN}/indienen", data={"version": written.version}).status_code == 302
    assert own.post(f"{OWN}/indienen", data={"version": written.version}).status_code == 302
    page = office.get(OWN).get_data(as_text=True)
    assert SECRET in page
    assert "Mainportsbudget" in page
    data = {"version": found(db_session).version}
    assert office.post(f"{OWN}/terugsturen", data={**data, "reden": ""}).status_code == 422
    assert office.post(f"{OWN}/terugsturen", data={**data, "reden": "Te kort."}).status_code == 302
    assert office.get(OWN).status_code == 404
    assert "Te kort." in own.get(OWN).get_data(as_text=True)
    assert own.post(f"{OWN}/indienen", data={"version": found(db_session).version}).status_code == 302
    assert office.post(f"{OWN}/accepteren", data={"version": found(db_session).version}).status_code == 302
    assert found(db_session).state is StatementState.ACCEPTED
    assert "veranderen niet meer" in own.get(OWN).get_data(as_text=True)
    assert own.get(f"{OWN}/invullen").status_code == 302


def test_a_stale_save_keeps_both(written: Statement, sign_in: SignIn) -> None:
    data = {"version": written.version - 1, "toelichting": "Andere tekst"}
    answer = person(sign_in, COORDINATOR).post(f"{OWN}/invullen", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Andere tekst" in page
    assert SECRET in page


def test_too_long_a_text_is_refused_and_kept(sign_in: SignIn, db_session: Session) -> None:
    data = {"version": found(db_session).version, "toelichting": "x" * 5001}
    answer = person(sign_in, COORDINATOR).post(f"{OWN}/invullen", data=data)
    assert answer.status_code == 422
    assert "x" * 5001 in answer.get_data(as_text=True)


def test_without_words_it_stays(sign_in: SignIn, db_session: Session) -> None:
    own = person(sign_in, "coordinator.bloemenveilingen")
    url = "/verantwoordingen/2025/bloemenveilingen"
    assert "Nog niet begonnen" in own.get(url).get_data(as_text=True)
    assert own.post(f"{url}/invullen", data={"version": 0, "toelichting": ""}).status_code == 302
    assert own.post(f"{url}/indienen", data={"version": 1}).status_code == 302
    assert "Indienen kan nog niet" in own.get(url).get_data(as_text=True)
    assert found(db_session, "bloemenveilingen").state is StatementState.DRAFT


@pytest.mark.parametrize(
    ("name", "read", "write"),
    [
        ("coordinator.schiphol", 404, 404),
        ("partner.zeeland-west-brabant", 403, 403),
        ("lid1.stuurgroep", 404, 403),
        (OFFICE, 404, 403),
        ("lezer.programma", 403, 403),
    ],
)
def test_nobody_else_sees_a_draft(
    written: Statement, sign_in: SignIn, name: str, read: int, write: int
) -> None:
    client = person(sign_in, name)
    assert client.get(OWN).status_code == read
    assert client.post(f"{OWN}/exporteren", data={"soort": "csv"}).status_code == read
    data = {"version": written.version, "toelichting": "x"}
    assert client.post(f"{OWN}/invullen", data=data).status_code == write
    assert client.post(f"{OWN}/indienen", data=data).status_code == write


def test_the_list_does_not_tell_who_has_begun(
    written: Statement, sign_in: SignIn, db_session: Session
) -> None:
    office = person(sign_in, OFFICE)
    before = office.get("/verantwoordingen?jaar=2025").get_data(as_text=True)
    assert "Nog niet ingediend" in before
    assert OWN not in before
    db_session.delete(written)
    db_session.commit()
    after = office.get("/verantwoordingen?jaar=2025").get_data(as_text=True)
    assert after.count("Nog niet ingediend") == before.count("Nog niet ingediend")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_statement_goes_along(kind: str, sign_in: SignIn, db_session: Session) -> None:
    url = "/verantwoordingen/2025/rotterdam/exporteren"
    answer = person(sign_in, "lid1.stuurgroep").post(url, data={"soort": kind})
    assert answer.status_code == 200
    assert f"verantwoording-rotterdam-2025.{kind}" in answer.headers["Content-Disposition"]
    told = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert told is not None
    assert told.action is AuditAction.EXPORTED
    assert told.subject_id == found(db_session, "rotterdam").id


def test_a_year_that_is_not_over_has_no_statement(sign_in: SignIn) -> None:
    client = person(sign_in, COORDINATOR)
    assert client.get("/verantwoordingen/2026/zeeland-west-brabant").status_code == 404
    assert client.get("/verantwoordingen/2025/nergens").status_code == 404
