"""An administrator sees where somebody is signed in, and ends that with a reason."""

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


def test_all_sessions_end_and_the_browser_is_out(
    admin: FlaskClient, office: Office, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/accounts/{office.reader.id}/sessies"
    assert "Geen open sessies" in told(admin.get(url))
    other = browser(bare_app, monkeypatch, "lezer")
    assert "Testbrowser" in told(admin.get(url))
    assert "Kies een sessie." in told(admin.post(url, data={"reden": "Kwijt."}), 422)
    assert "Schrijf in één zin op waarom" in told(admin.post(url, data={"sessie": "alle"}), 422)
    assert other.get("/").status_code == 200
    assert admin.post(url, data={"sessie": "alle", "reden": "Laptop kwijt."}).status_code == 302
    assert other.get("/").status_code == 302
    assert office.events(AuditAction.SESSION_ENDED)[0].reason == "Laptop kwijt."


def test_a_session_of_somebody_else_cannot_be_chosen(
    admin: FlaskClient, office: Office, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser(bare_app, monkeypatch, "lezer")
    data = {"sessie": "2147483647", "reden": "x"}
    assert admin.post(f"/accounts/{office.reader.id}/sessies", data=data).status_code == 422
    assert office.events(AuditAction.SESSION_ENDED) == []
