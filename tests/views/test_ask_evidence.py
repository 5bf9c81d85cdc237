"""Evidence with an ask of a motie: kept by the programme office, read by who it is meant for."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction, SubjectKind
from portal.models import Ask, AuditEvent, Evidence, Motie
from tests.abuse.making import docx, pdf
from tests.browsing import SignIn
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

OFFICER = "medewerker1.programmabureau@mainportaal.example"
MEMBER = "lid1.stuurgroep@mainportaal.example"
COORDINATOR = "coordinator.rotterdam@mainportaal.example"
READER = "lezer.programma@mainportaal.example"
MOTIE = "/moties/mot-mutluer"


@pytest.fixture
def ask(db_session: Session) -> Ask:
    found = sa.select(Ask).join(Motie, Motie.id == Ask.item_id).where(Motie.code == "mot-mutluer")
    return db_session.scalars(found.order_by(Ask.position)).first() or pytest.fail("no ask")


@pytest.fixture
def url(ask: Ask) -> str:
    return f"/verzoeken/{ask.code}/bewijs"


@pytest.fixture
def officer(sign_in: SignIn) -> FlaskClient:
    return sign_in(OFFICER)


def send(client: FlaskClient, url: str, audience: str, content: bytes = b"") -> int:
    data = {
        "titel": f"Stuk voor {audience}",
        "doelgroep": audience,
        "bestand": (BytesIO(content or pdf()), "a.pdf"),
    }
    return client.post(f"{url}/bestand", data=data, content_type="multipart/form-data").status_code


def newest(session: Session) -> Evidence:
    session.expire_all()
    return session.scalars(sa.select(Evidence).order_by(Evidence.id.desc())).first() or pytest.fail("nothing")


def test_the_office_adds_and_everybody_it_is_meant_for_reads(
    officer: FlaskClient, sign_in: SignIn, db_session: Session, ask: Ask, url: str
) -> None:
    numbers = {}
    for place, audience in enumerate(("steering", "all_networks", "public")):
        assert send(officer, url, audience, pdf(f"/Nummer {place}")) == 302
        numbers[audience] = newest(db_session).id
    sees = {
        OFFICER: {"steering", "all_networks", "public"},
        MEMBER: {"steering", "all_networks", "public"},
        COORDINATOR: {"all_networks", "public"},
        READER: {"all_networks", "public"},
    }
    for email, audiences in sees.items():
        client = sign_in(email)
        page = client.get(MOTIE).get_data(as_text=True)
        for audience, number in numbers.items():
            assert (f"Stuk voor {audience}<" in page) is (audience in audiences), (email, audience)
            status = client.get(f"/bewijs/{number}").status_code
            assert status == (200 if audience in audiences else 404), (email, audience)
        assert ("Bewijs bijhouden" in page) is (email == OFFICER)


def test_it_stands_in_the_audit_trail_of_the_ask(
    officer: FlaskClient, db_session: Session, ask: Ask, url: str
) -> None:
    send(officer, url, "public")
    made = newest(db_session)
    officer.get(f"/bewijs/{made.id}")
    officer.post(f"{url}/{made.id}/verwijderen")
    trail = db_session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.subject_kind == SubjectKind.ASK, AuditEvent.subject_id == ask.id)
        .order_by(AuditEvent.id)
    ).all()
    assert [event.action for event in trail] == [
        AuditAction.EVIDENCE_ADDED,
        AuditAction.EVIDENCE_READ,
        AuditAction.EVIDENCE_REMOVED,
    ]
    assert newest(db_session).removed_at is not None
    page = officer.get(url).get_data(as_text=True)
    assert "1 verwijderd bestand" in page
    assert "Stuk voor public" not in officer.get(MOTIE).get_data(as_text=True)


def test_an_ask_has_no_evidence_for_one_network(officer: FlaskClient, url: str) -> None:
    assert send(officer, url, "network") == 422


def test_a_link_and_a_wrong_link(officer: FlaskClient, db_session: Session, url: str) -> None:
    said = {"link-titel": "Debat", "link-doelgroep": "public"}
    wrong = officer.post(f"{url}/link", data={**said, "link-adres": "http://debat.example"})
    assert wrong.status_code == 422
    assert 'value="Debat"' in wrong.get_data(as_text=True)
    assert (
        officer.post(f"{url}/link", data={**said, "link-adres": "https://debat.example/"}).status_code == 302
    )
    assert newest(db_session).url == "https://debat.example/"
    assert "https://debat.example/" in officer.get(MOTIE).get_data(as_text=True)


@pytest.mark.parametrize("email", [MEMBER, COORDINATOR, READER])
def test_nobody_else_keeps_it(
    sign_in: SignIn, officer: FlaskClient, db_session: Session, url: str, email: str
) -> None:
    send(officer, url, "public")
    made, client = newest(db_session), sign_in(email)
    assert client.get(url).status_code == 403
    assert send(client, url, "public", docx()) == 403
    assert client.post(f"{url}/{made.id}/verwijderen").status_code == 403
    assert newest(db_session).removed_at is None


def test_any_ask_has_evidence(officer: FlaskClient, sign_in: SignIn) -> None:
    for code in ("toe-congres-1", "ca-1-1"):
        assert send(officer, f"/verzoeken/{code}/bewijs", "public", pdf(f"/Bij {code}")) == 302
        shown = sign_in(READER).get(f"/verzoeken/{code}").get_data(as_text=True)
        assert "Stuk voor public<" in shown


def test_the_former_address_leads_to_the_page(officer: FlaskClient, ask: Ask, url: str) -> None:
    answer = officer.get(f"{MOTIE}/verzoeken/{ask.code}/bewijs")
    assert (answer.status_code, answer.location) == (302, url)
    assert officer.get(f"/moties/mot-bisschop/verzoeken/{ask.code}/bewijs").status_code == 404


@pytest.mark.parametrize(
    "place",
    ["/moties/bestaat-niet/verzoeken/x/bewijs", f"{MOTIE}/verzoeken/x/bewijs", "/verzoeken/x/bewijs"],
)
def test_what_is_not_there(officer: FlaskClient, place: str) -> None:
    assert officer.get(place).status_code == 404
    assert officer.get("/bewijs/2147483647").status_code == 404
    assert officer.get("/bewijs/9999999999").status_code == 404
