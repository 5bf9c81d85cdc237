"""Switching accounts off and on: at once, knowingly, with a reason, never one's own or the last."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import REAUTHENTICATED
from portal.domain.audit import SYSTEM, AuditAction
from portal.services.accounts import end_appointment
from tests.administering import Office, browser, make_office, told
from tests.conftest import NOW


@pytest.fixture
def office(bare_session: Session) -> Office:
    return make_office(bare_session)


@pytest.fixture
def admin(bare_app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return browser(bare_app, monkeypatch)


def test_off_is_out_the_same_minute_and_on_asks_to_sign_in(
    admin: FlaskClient, office: Office, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = browser(bare_app, monkeypatch, "lezer")
    assert other.get("/").status_code == 200
    url = f"/accounts/{office.reader.id}"
    assert "Schrijf in één zin op waarom" in told(admin.post(f"{url}/uitzetten", data={}), 422)
    assert admin.post(f"{url}/uitzetten", data={"reden": "Uit dienst."}).status_code == 302
    assert other.get("/").status_code == 302
    assert office.events(AuditAction.ACCOUNT_DEACTIVATED)[0].reason == "Uit dienst."
    assert "Account weer aanzetten" in told(admin.get(f"{url}/aanzetten"))
    assert "Schrijf in één zin op waarom" in told(admin.post(f"{url}/aanzetten", data={}), 422)
    assert admin.post(f"{url}/aanzetten", data={"reden": "Terug."}).status_code == 302
    assert other.get("/").status_code == 302
    assert office.events(AuditAction.ACCOUNT_REACTIVATED)[0].reason == "Terug."


def test_what_stays_behind_is_seen_first(admin: FlaskClient, office: Office) -> None:
    someone = office.account("coordinator.net-1")
    url = f"/accounts/{someone.id}/uitzetten"
    page = told(admin.get(url))
    assert "net-1-m1 Maatregel 1 van Netwerk 1" in page
    assert "Netwerk 1 heeft dan geen coördinator meer." in page
    unseen = told(admin.post(url, data={"reden": "Uit dienst."}), 422)
    assert "Draag de taken eerst over, of kruis dit aan." in unseen
    assert 'value="Uit dienst."' in unseen
    assert admin.post(url, data={"reden": "Uit dienst.", "gezien": "y"}).status_code == 302
    office.session.expire_all()
    assert not someone.active


def test_the_own_and_the_last_account_stay_on(admin: FlaskClient, office: Office) -> None:
    own = f"/accounts/{office.admin.id}"
    assert "Account uitzetten" not in told(admin.get(own))
    assert admin.post(f"{own}/uitzetten", data={"reden": "Weg."}).status_code == 409
    end_appointment(office.session, SYSTEM, office.admin.appointments[0])
    office.session.commit()
    assert admin.get(own).status_code in {302, 403}
    office.session.expire_all()
    assert office.admin.active


DANGEROUS = [
    "/accounts/uitnodigen",
    "/accounts/inlezen",
    "/accounts/{0}/uitzetten",
    "/accounts/{0}/aanzetten",
    "/accounts/{0}/aanstellingen",
    "/accounts/{0}/e-mailadres",
    "/accounts/{0}/factoren",
]


@pytest.mark.parametrize("path", DANGEROUS)
def test_what_gives_or_takes_access_asks_again_who_one_is(
    admin: FlaskClient, office: Office, path: str
) -> None:
    url = path.format(office.reader.id)
    assert admin.get(url).status_code == 200
    with clock.at(NOW + REAUTHENTICATED):
        assert admin.get(url).location.startswith("/bevestigen")
        data = {"reden": "Weg.", "email": "a@toets.example"}
        assert "Bevestig" in told(admin.post(url, data=data), 401)
    assert office.events(AuditAction.ACCOUNT_DEACTIVATED) == []
