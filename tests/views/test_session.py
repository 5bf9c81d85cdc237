"""Signing in and out: works, wrong person, wrong input, audited, and never tells who exists."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.demo.personas import PASSWORD
from portal.domain.audit import SYSTEM, AuditAction
from portal.models import Account, AuditEvent
from portal.services.accounts import end_appointment, set_active
from tests.conftest import SignIn

EMAIL = "coordinator.rotterdam@mainportaal.example"


@pytest.fixture
def no_csrf(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def start(client: FlaskClient, email: str, password: str, target: str = "") -> tuple[int, str, str]:
    url = f"/inloggen?volgende={target}" if target else "/inloggen"
    answer = client.post(url, data={"email": email, "wachtwoord": password})
    return answer.status_code, answer.headers.get("Location", ""), answer.get_data(as_text=True)


@pytest.mark.usefixtures("no_csrf")
def test_sign_in_and_out(client: FlaskClient, db_session: Session) -> None:
    assert start(client, EMAIL.upper(), PASSWORD)[:2] == (302, "/")
    assert "Wat u nu moet doen" in client.get("/").get_data(as_text=True)
    assert client.post("/uitloggen").headers["Location"] == "/inloggen"
    assert client.get("/").status_code == 302
    actions = db_session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert actions == [AuditAction.SIGNED_OUT, AuditAction.SIGNED_IN]


@pytest.mark.usefixtures("no_csrf")
def test_unknown_and_known_addresses_get_the_same_answer(client: FlaskClient, db_session: Session) -> None:
    known = start(client, EMAIL, "verkeerd wachtwoord")
    unknown = start(client, "niemand@mainportaal.example", "verkeerd wachtwoord")
    assert known[0] == unknown[0] == 422
    assert _typed(known[2], EMAIL) == _typed(unknown[2], "niemand@mainportaal.example")
    refused = db_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.SIGN_IN_REFUSED)
    ).all()
    assert len(refused) == 2
    assert all("niemand" not in event.actor_name + str(event.details) for event in refused)


def _typed(page: str, email: str) -> str:
    assert f'value="{email}"' in page
    # The token is made anew each second.
    page = re.sub(r'name="csrf_token"[^>]*>', "", page)
    return page.replace(f'value="{email}"', "")


@pytest.mark.usefixtures("no_csrf")
@pytest.mark.parametrize(
    "target",
    [
        "/\\evil.example",
        "\\\\evil.example",
        "//evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/%09/evil.example",
        "",
    ],
)
def test_one_is_sent_on_only_within_the_portal(client: FlaskClient, target: str) -> None:
    assert start(client, EMAIL, PASSWORD, target)[:2] == (302, "/")


@pytest.mark.usefixtures("no_csrf")
def test_one_is_sent_on_to_what_was_asked(client: FlaskClient) -> None:
    asked = client.get("/maatregelen?q=screening").headers["Location"]
    assert asked == "/inloggen?volgende=/maatregelen?q%3Dscreening"
    assert (
        client.post(asked, data={"email": EMAIL, "wachtwoord": PASSWORD}).headers["Location"]
        == "/maatregelen?q=screening"
    )


@pytest.mark.usefixtures("no_csrf")
def test_empty_fields_are_told(client: FlaskClient) -> None:
    status, _location, page = start(client, "", "")
    assert status == 422
    assert "Vul uw e-mailadres in." in page
    assert "Vul uw wachtwoord in." in page


def test_a_deactivated_account_is_out_at_once(sign_in: SignIn, db_session: Session) -> None:
    client = sign_in(EMAIL)
    account = db_session.scalars(sa.select(Account).where(Account.email == EMAIL)).one()
    set_active(db_session, SYSTEM, account, active=False)
    db_session.commit()
    assert client.get("/").status_code == 302


def test_rights_end_with_the_appointment(sign_in: SignIn, db_session: Session) -> None:
    client = sign_in(EMAIL)
    account = db_session.scalars(sa.select(Account).where(Account.email == EMAIL)).one()
    for appointment in account.appointments:
        end_appointment(db_session, SYSTEM, appointment)
    db_session.commit()
    assert client.get("/").status_code == 302
    client = sign_in(EMAIL)
    assert "geen aanstelling" in client.get("/").get_data(as_text=True)
    assert client.get("/maatregelen").status_code == 403


def test_a_form_without_its_token_is_refused_and_keeps_the_text(client: FlaskClient) -> None:
    answer = client.post("/inloggen", data={"email": EMAIL, "wachtwoord": PASSWORD})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert EMAIL in page
    assert PASSWORD not in page


@pytest.mark.usefixtures("no_csrf")
def test_a_form_sent_after_signing_out_keeps_its_text_and_shows_the_way_back(client: FlaskClient) -> None:
    answer = client.post("/rapportages/nieuw", data={"titel": "Lang nagedacht"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "Lang nagedacht" in page
    assert "/inloggen?volgende=/rapportages/nieuw" in page
    assert "volgende=/accounts" not in client.post("/accounts/1/uitnodiging/intrekken").get_data(as_text=True)


@pytest.mark.usefixtures("no_csrf")
def test_invented_persons_cannot_sign_in_in_earnest(
    app: Flask, client: FlaskClient, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DEMONSTRATION", False)
    status, _location, page = start(client, EMAIL, PASSWORD)
    assert status == 422
    assert "horen niet bij elkaar" in page
    assert client.get("/").status_code == 302
    last = db_session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert last == AuditAction.SIGN_IN_REFUSED


def test_invented_persons_do_not_stay_signed_in_in_earnest(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(EMAIL)
    assert client.get("/").status_code == 200
    monkeypatch.setitem(app.config, "DEMONSTRATION", False)
    assert client.get("/").headers["Location"].startswith("/inloggen")


@pytest.mark.usefixtures("no_csrf")
def test_nobody_is_signed_in_or_out_by_what_was_not_saved(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: Session) -> None:
        raise OperationalError("commit", {}, Exception("weg"))

    monkeypatch.setattr(app, "testing", False)
    with monkeypatch.context() as broken:
        broken.setattr(Session, "commit", fail)
        assert start(client, EMAIL, PASSWORD)[0] == 503
    assert client.get("/").status_code == 302
    assert start(client, EMAIL, PASSWORD)[0] == 302
    with monkeypatch.context() as broken:
        broken.setattr(Session, "commit", fail)
        answer = client.post("/uitloggen")
    assert answer.status_code == 503
    assert "U bent uitgelogd." not in answer.get_data(as_text=True)
    assert "U bent uitgelogd." not in client.get("/").get_data(as_text=True)
    assert client.get("/").status_code == 200
