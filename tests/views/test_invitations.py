"""Accepting an invitation: shown who and what for, a password chosen, once."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import LIFETIME, TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, Notice
from portal.services import accounts, passwords, tokens
from tests.builders import house, person
from tests.conftest import NOW

NEW = "zeven blauwe stoeptegels"


@pytest.fixture
def invited(bare_session: Session) -> Account:
    """Somebody who will report for a network and has no password yet."""
    built = house(bare_session, 1)
    account = person(bare_session, "genodigd", Role.COORDINATOR, built.networks[0])
    accounts.give_appointment(
        bare_session, SYSTEM, account, Role.READER, None, date(2026, 5, 1), date(2026, 12, 31)
    )
    account.password_hash = ""
    bare_session.commit()
    return account


@pytest.fixture
def browser(bare_app: Flask, invited: Account, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    return bare_app.test_client()


@pytest.fixture
def invitation(bare_app: Flask, bare_session: Session, invited: Account) -> str:
    return link(bare_app, bare_session, invited, TokenPurpose.INVITATION)


def link(app: Flask, session: Session, account: Account, purpose: TokenPurpose) -> str:
    token = tokens.issue(session, SYSTEM, account, purpose)
    session.commit()
    return f"/uitnodiging/{tokens.secret_of(token, app.config['SECRET_KEY'])}"


def test_it_shows_who_is_invited_for_what(browser: FlaskClient, invitation: str) -> None:
    page = " ".join(browser.get(invitation).get_data(as_text=True).split())
    assert "Genodigd" in page
    assert "genodigd@toets.example" in page
    assert "Coördinator, Netwerk 1" in page
    assert "Lezer, vanaf 1 mei 2026, tot en met 31 december 2026" in page
    assert 'autocomplete="new-password"' in page


def test_accepting_sets_the_password_once_and_is_audited(
    browser: FlaskClient, bare_session: Session, invited: Account, invitation: str
) -> None:
    answer = browser.post(invitation, data={"wachtwoord": NEW})
    assert answer.headers["Location"] == "/inloggen"
    assert "Log nu in met uw e-mailadres en wachtwoord." in browser.get("/inloggen").get_data(as_text=True)
    bare_session.expire_all()
    assert passwords.verify(invited, NEW)
    actions = bare_session.scalars(
        sa.select(AuditEvent.action).where(AuditEvent.actor_id == invited.id)
    ).all()
    assert actions == [AuditAction.INVITATION_ACCEPTED]
    assert bare_session.scalars(sa.select(Notice)).all() == []
    for again in (browser.get(invitation), browser.post(invitation, data={"wachtwoord": NEW + "!"})):
        assert again.status_code == 410
        assert "Deze uitnodiging werkt niet meer" in again.get_data(as_text=True)
    signed_in = browser.post("/inloggen", data={"email": invited.email, "wachtwoord": NEW})
    assert signed_in.status_code == 302


def test_a_weak_password_is_told_and_the_invitation_stays_good(
    browser: FlaskClient, bare_session: Session, invited: Account, invitation: str
) -> None:
    answer = browser.post(invitation, data={"wachtwoord": "Mainportaal2026!"})
    assert answer.status_code == 422
    assert "woorden van dit programma" in answer.get_data(as_text=True)
    assert "Genodigd" in answer.get_data(as_text=True)
    assert browser.post(invitation, data={"wachtwoord": NEW}).status_code == 302


def test_withdrawn_expired_foreign_and_mangled_invitations_do_not_work(
    bare_app: Flask, browser: FlaskClient, bare_session: Session, invited: Account, invitation: str
) -> None:
    with clock.at(NOW + LIFETIME[TokenPurpose.INVITATION]):
        assert browser.get(invitation).status_code == 410
    with clock.at(NOW + LIFETIME[TokenPurpose.INVITATION] - timedelta(seconds=1)):
        assert browser.get(invitation).status_code == 200
    assert browser.get(invitation[:-1]).status_code == 410
    reset = link(bare_app, bare_session, invited, TokenPurpose.PASSWORD_RESET)
    assert browser.post(reset, data={"wachtwoord": NEW}).status_code == 410
    tokens.withdraw(bare_session, invited.id, TokenPurpose.INVITATION)
    bare_session.commit()
    assert browser.post(invitation, data={"wachtwoord": NEW}).status_code == 410
    assert invited.password_hash == ""


def test_who_was_deactivated_after_the_invitation_does_not_get_in(
    browser: FlaskClient, bare_session: Session, invited: Account, invitation: str
) -> None:
    accounts.set_active(bare_session, SYSTEM, invited, active=False)
    bare_session.commit()
    assert browser.get(invitation).status_code == 410
    assert browser.post(invitation, data={"wachtwoord": NEW}).status_code == 410


def test_without_an_appointment_that_is_told(
    bare_app: Flask, browser: FlaskClient, bare_session: Session
) -> None:
    lonely = accounts.add_account(
        bare_session, SYSTEM, email="los@toets.example", name="Los", password_hash=""
    )
    page = browser.get(link(bare_app, bare_session, lonely, TokenPurpose.INVITATION)).get_data(as_text=True)
    assert "Nog geen aanstelling." in page
