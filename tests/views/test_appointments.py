"""Giving and ending appointments through the pages: works, stands in, wrong input, wrong person, recorded."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from tests.administering import Office, browser, make_office, told


@pytest.fixture
def office(bare_session: Session) -> Office:
    return make_office(bare_session)


@pytest.fixture
def admin(bare_app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return browser(bare_app, monkeypatch)


def url(office: Office) -> str:
    return f"/accounts/{office.reader.id}/aanstellingen"


GOOD = {"rol": "contributor", "netwerk": "net-1", "van": "2026-03-20"}


def test_giving_and_ending(admin: FlaskClient, office: Office) -> None:
    assert "Aanstelling geven" in told(admin.get(url(office)))
    assert admin.post(url(office), data=GOOD).status_code == 302
    assert "heeft deze aanstelling al" in told(admin.post(url(office), data=GOOD), 422)
    office.session.expire_all()
    given = office.reader.appointments[-1]
    end = f"{url(office)}/{given.id}/beeindigen"
    assert "De rechten vervallen meteen" in told(admin.get(end))
    assert "Schrijf in één zin op waarom" in told(admin.post(end, data={"reden": " "}), 422)
    assert admin.post(end, data={"reden": "Andere functie."}).status_code == 302
    assert admin.post(end, data={"reden": "Andere functie."}).status_code == 409
    event = office.events(AuditAction.APPOINTMENT_ENDED)[0]
    assert (event.reason, event.details["network"]) == ("Andere functie.", "net-1")
    assert "Andere functie." in told(admin.get(f"/accounts/{office.reader.id}"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"netwerk": ""}, "Kies een PPS-netwerk bij deze rol."),
        ({"rol": "administrator"}, "Kies geen PPS-netwerk."),
        ({"tot": "2026-03-19"}, "De laatste dag ligt voor de eerste dag."),
        ({"rol": ""}, "Kies een rol."),
        ({"van": "geen datum"}, "Vul een datum in"),
        ({"rol": "koning"}, "Rol"),
        ({"vervangt": "2147483647"}, "Vervangt"),
    ],
)
def test_wrong_input_is_told(
    admin: FlaskClient, office: Office, changes: dict[str, str], message: str
) -> None:
    assert message in told(admin.post(url(office), data=GOOD | changes), 422)
    assert len(office.reader.appointments) == 1


def test_a_substitute_is_seen_on_both_accounts_and_at_the_network(
    admin: FlaskClient, office: Office, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = office.account("coordinator.net-1")
    data = GOOD | {"rol": "coordinator", "vervangt": str(coordinator.id)}
    assert "Een vervanger heeft een laatste dag." in told(admin.post(url(office), data=data), 422)
    other = data | {"netwerk": "net-2", "tot": "2026-05-01"}
    assert "heeft deze rol niet deze hele periode" in told(admin.post(url(office), data=other), 422)
    assert admin.post(url(office), data=data | {"tot": "2026-05-01"}).status_code == 302
    words = "Vervangt Coordinator.Net-1"
    assert words in told(admin.get(f"/accounts/{office.reader.id}"))
    page = told(admin.get(f"/accounts/{coordinator.id}"))
    assert "Vervangen door" in page
    assert ">Lezer</a>, Coördinator, Net 1" in page
    officer = browser(bare_app, monkeypatch, "medewerker")
    assert f"{words} tot en met 1 mei 2026" in told(officer.get("/netwerken/net-1"))
    assert words not in told(admin.get("/netwerken/net-1"))


def test_ones_own_appointments_are_for_a_colleague(admin: FlaskClient, office: Office) -> None:
    own = f"/accounts/{office.admin.id}"
    assert "U kunt uzelf geen aanstelling geven." in told(admin.get(own))
    assert "U kunt uzelf geen aanstelling geven." in told(admin.get(f"{own}/aanstellingen"))
    data = {"rol": "reader", "van": "2026-03-20"}
    assert admin.post(f"{own}/aanstellingen", data=data).status_code == 409
    end = f"{own}/aanstellingen/{office.admin.appointments[0].id}/beeindigen"
    assert admin.post(end, data={"reden": "Weg."}).status_code == 409


def test_an_appointment_of_somebody_else_is_not_there(admin: FlaskClient, office: Office) -> None:
    other = office.second.appointments[0].id
    assert admin.get(f"{url(office)}/{other}/beeindigen").status_code == 404
    assert admin.post(f"{url(office)}/{other}/beeindigen", data={"reden": "x"}).status_code == 404
