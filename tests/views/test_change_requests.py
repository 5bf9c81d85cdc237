"""Requests to change a maatregel: asked by the network, decided by somebody else, read by few."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.changes import ChangeState
from portal.models import AuditEvent, ChangeRequest
from tests.conftest import SignIn

URL = "/maatregelen/rtm-01/wijzigingsverzoeken"
SECRET = "Kenmerkend verzoek van Rotterdam"
ASKED = {
    "wat": SECRET,
    "waarom": "De levering is later.",
    "geld": "-€ 1.250.000",
    "einddatum": "31-12-2027",
}


def person(sign_in: SignIn, name: str) -> FlaskClient:
    return sign_in(f"{name}@mainportaal.example")


@pytest.fixture
def asked(sign_in: SignIn, db_session: Session) -> ChangeRequest:
    answer = person(sign_in, "coordinator.rotterdam").post(URL, data=ASKED)
    assert answer.status_code == 302
    return newest(db_session)


def newest(session: Session) -> ChangeRequest:
    session.expire_all()
    return session.scalars(sa.select(ChangeRequest).order_by(ChangeRequest.id.desc()).limit(1)).one()


def address(request: ChangeRequest, rest: str = "") -> str:
    return f"/wijzigingsverzoeken/{request.id}{rest}"


def test_a_coordinator_asks_and_an_officer_decides(
    asked: ChangeRequest, sign_in: SignIn, db_session: Session
) -> None:
    assert asked.money_effect == -1_250_000
    officer = person(sign_in, "medewerker1.programmabureau")
    assert SECRET in officer.get("/wijzigingsverzoeken").get_data(as_text=True)
    assert "1 wijzigingsverzoek wacht op een besluit" in officer.get("/").get_data(as_text=True)
    decision = {"version": asked.version, "besluit": "approved", "reden": "Stuurgroep van 12 maart 2026."}
    assert officer.post(address(asked, "/besluit"), data=decision).status_code == 302
    assert newest(db_session).state is ChangeState.APPROVED
    page = person(sign_in, "coordinator.rotterdam").get(address(asked)).get_data(as_text=True)
    assert "Stuurgroep van 12 maart 2026." in page
    assert "-€\xa01.250.000" in page
    events = db_session.scalars(
        sa.select(AuditEvent.action)
        .where(AuditEvent.subject_kind == SubjectKind.CHANGE_REQUEST, AuditEvent.subject_id == asked.id)
        .order_by(AuditEvent.id)
    )
    assert list(events) == [AuditAction.CHANGE_REQUESTED, AuditAction.CHANGE_APPROVED]


def test_nothing_is_decided_twice(asked: ChangeRequest, sign_in: SignIn, db_session: Session) -> None:
    officer = person(sign_in, "medewerker1.programmabureau")
    decision = {"version": asked.version, "besluit": "rejected", "reden": "Te duur."}
    assert officer.post(address(asked, "/besluit"), data=decision).status_code == 302
    again = officer.post(address(asked, "/besluit"), data={**decision, "besluit": "approved"})
    assert again.status_code == 409
    late = person(sign_in, "coordinator.rotterdam").post(
        address(asked, "/intrekken"), data={"version": asked.version}
    )
    assert late.status_code == 409
    assert newest(db_session).state is ChangeState.REJECTED


def test_the_network_takes_it_back(asked: ChangeRequest, sign_in: SignIn, db_session: Session) -> None:
    coordinator = person(sign_in, "coordinator.rotterdam")
    assert coordinator.post(address(asked, "/intrekken"), data={"version": asked.version}).status_code == 302
    assert newest(db_session).state is ChangeState.WITHDRAWN


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"wat": " "}, "Vul in wat er moet veranderen."),
        ({"waarom": ""}, "Vul in waarom."),
        ({"geld": "veel"}, "Vul een bedrag in hele euro’s in"),
        ({"geld": "12,50"}, "centen kunt u niet invullen"),
        ({"geld": "9" * 30}, "Dit bedrag is te groot"),
        ({"einddatum": "morgen"}, "Vul een datum in"),
    ],
)
def test_wrong_input_is_told_and_kept(sign_in: SignIn, wrong: dict[str, str], message: str) -> None:
    answer = person(sign_in, "coordinator.rotterdam").post(URL, data={**ASKED, **wrong})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert message in page
    assert "De levering is later." in page or "waarom" in wrong
    assert all(f'value="{value}"' in page for value in wrong.values() if "geld" in wrong)


def test_a_decision_needs_a_reason(asked: ChangeRequest, sign_in: SignIn) -> None:
    officer = person(sign_in, "medewerker1.programmabureau")
    answer = officer.post(
        address(asked, "/besluit"), data={"version": asked.version, "besluit": "approved", "reden": ""}
    )
    assert answer.status_code == 422
    assert "Vul een reden in." in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator.schiphol", 404),
        ("partner.rotterdam", 200),
        ("lid1.stuurgroep", 200),
        ("lezer.programma", 403),
        ("lezer.rotterdam", 403),
        ("beheerder", 403),
    ],
)
def test_who_may_read(asked: ChangeRequest, sign_in: SignIn, who: str, status: int) -> None:
    client = person(sign_in, who)
    for url in (address(asked), URL):
        answer = client.get(url)
        assert answer.status_code == status
        assert (SECRET in answer.get_data(as_text=True)) is (status == 200)
    for url in ("/wijzigingsverzoeken", "/maatregelen/rtm-01", "/"):
        assert status == 200 or SECRET not in client.get(url).get_data(as_text=True)


@pytest.mark.parametrize("who", ["coordinator.schiphol", "partner.rotterdam", "lid1.stuurgroep"])
def test_who_may_not_act(asked: ChangeRequest, sign_in: SignIn, db_session: Session, who: str) -> None:
    client = person(sign_in, who)
    decision = {"version": asked.version, "besluit": "approved", "reden": "Goed."}
    assert client.post(address(asked, "/besluit"), data=decision).status_code == 403
    assert client.post(address(asked, "/intrekken"), data=decision).status_code in {403, 404}
    assert newest(db_session).state is ChangeState.REQUESTED


def test_sending_the_form_twice_is_asking_once(
    asked: ChangeRequest, sign_in: SignIn, db_session: Session
) -> None:
    coordinator = person(sign_in, "coordinator.rotterdam")
    assert coordinator.post(URL, data=ASKED).location.endswith(address(asked))
    assert newest(db_session).id == asked.id
    coordinator.post(address(asked, "/intrekken"), data={"version": asked.version})
    coordinator.post(URL, data=ASKED)
    assert newest(db_session).id != asked.id
