"""Asking somebody in: works, wrong input, known address, again, withdrawn, too old; and the link itself."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.models import Account, AccountToken
from tests.administering import Office, browser, make_office, told
from tests.conftest import NOW

INVITE = "/accounts/uitnodigen"
GOOD = {
    "naam": "Noor",
    "email": "noor@toets.example",
    "organisatie": "Gemeente",
    "rol": "contributor",
    "netwerk": "net-1",
    "van": "2026-03-20",
}


@pytest.fixture
def office(bare_session: Session) -> Office:
    return make_office(bare_session)


@pytest.fixture
def admin(bare_app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    return browser(bare_app, monkeypatch)


def invited(admin: FlaskClient, office: Office) -> Account:
    assert admin.post(INVITE, data=GOOD).status_code == 302
    return office.account("noor")


def test_an_invitation_is_sent_and_seen(admin: FlaskClient, office: Office) -> None:
    assert "Uitnodiging versturen" in told(admin.get(INVITE))
    someone = invited(admin, office)
    assert [event.details["role"] for event in office.events(AuditAction.INVITED)] == ["contributor"]
    page = told(admin.get(f"/accounts/{someone.id}/uitnodiging"))
    assert "Uitgenodigd op 20 maart 2026, 11.00 uur door Beheerder." in page
    assert "Geldig tot 27 maart 2026" in page
    assert "heeft nog niet ingelogd" in told(admin.get(f"/accounts/{someone.id}"))


def test_only_a_demonstration_shows_the_link(
    admin: FlaskClient, office: Office, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/accounts/{invited(admin, office).id}/uitnodiging"
    page = told(admin.get(url))
    assert "DEMONSTRATIE" in page
    assert "/uitnodiging/" in page.partition("p-break")[2]
    monkeypatch.setitem(bare_app.config, "DEMONSTRATION", False)
    assert "p-break" not in told(admin.get(url))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"naam": " "}, "Vul de naam in."),
        ({"email": "noor"}, "Vul een e-mailadres in"),
        ({"email": "noor@toets.example, x@toets.example"}, "Vul een e-mailadres in"),
        ({"organisatie": ""}, "Vul de organisatie in."),
        ({"rol": "koning"}, "Rol"),
        ({"netwerk": ""}, "Kies een PPS-netwerk bij deze rol."),
        ({"rol": "administrator"}, "Kies geen PPS-netwerk."),
        ({"tot": "2026-03-19"}, "De laatste dag ligt voor de eerste dag."),
        ({"van": "morgen"}, "Vul een datum in"),
    ],
)
def test_wrong_input_is_told_and_writes_nothing(
    admin: FlaskClient, office: Office, changes: dict[str, str], message: str
) -> None:
    page = told(admin.post(INVITE, data=GOOD | changes), 422)
    assert message in page
    assert 'value="2026-03-20"' in page or changes.get("van")
    assert office.session.scalar(sa.select(Account.id).where(Account.name == "Noor")) is None
    assert office.session.scalar(sa.select(AccountToken.id)) is None


def test_a_known_address_leads_to_that_account(admin: FlaskClient, office: Office) -> None:
    page = told(admin.post(INVITE, data=GOOD | {"email": "LEZER@toets.example"}), 422)
    assert "Er is al een account met dit e-mailadres" in page
    assert f'href="/accounts/{office.reader.id}"' in page


def test_sending_again_and_withdrawing(admin: FlaskClient, office: Office) -> None:
    someone = invited(admin, office)
    url = f"/accounts/{someone.id}/uitnodiging"
    assert admin.post(url).status_code == 302
    assert len(office.events(AuditAction.INVITATION_RESENT)) == 1
    assert admin.post(f"{url}/intrekken").status_code == 302
    office.session.expire_all()
    assert not someone.active
    assert office.events(AuditAction.ACCOUNT_DEACTIVATED)[0].reason == "Uitnodiging ingetrokken"
    assert "Ingetrokken." in told(admin.get(url))
    assert admin.post(url).status_code == 409
    assert admin.post(f"{url}/intrekken").status_code == 409


def test_an_invitation_that_is_too_old_says_so(admin: FlaskClient, office: Office) -> None:
    someone = invited(admin, office)
    token = office.session.scalars(sa.select(AccountToken)).one()
    token.expires_at = NOW - timedelta(minutes=1)
    office.session.commit()
    page = told(admin.get(f"/accounts/{someone.id}/uitnodiging"))
    assert "Verlopen op 20 maart 2026" in page
    assert "p-break" not in page


def test_who_has_a_password_cannot_be_invited_again(admin: FlaskClient, office: Office) -> None:
    page = told(admin.get(f"/accounts/{office.reader.id}/uitnodiging"))
    assert "geen uitnodiging per mail" in page
    assert "opnieuw versturen" not in page
    assert admin.post(f"/accounts/{office.reader.id}/uitnodiging").status_code == 409
