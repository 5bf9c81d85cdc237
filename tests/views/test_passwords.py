"""Choosing a new password by mail: once, in time, by whom it was sent to, and without telling who exists."""

import time
from datetime import timedelta
from statistics import median

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import LIFETIME, SessionEnd, SignInMethod, TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.notices import NoticeKind
from portal.domain.roles import Role
from portal.models import Account, AccountToken, AuditEvent, Mail, Notice, SignInSession
from portal.services import accounts, passwords, sessions, tokens
from portal.services.sessions import Visitor
from tests.browsing import without_tokens
from tests.builders import person
from tests.conftest import NOW

NEW = "zeven blauwe stoeptegels"
ASK = "/wachtwoord/vergeten"


@pytest.fixture
def account(bare_session: Session) -> Account:
    made = person(bare_session, "lezer", Role.READER)
    bare_session.commit()
    return made


@pytest.fixture
def browser(bare_app: Flask, account: Account, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    return bare_app.test_client()


def link(app: Flask, session: Session, account: Account, purpose: TokenPurpose) -> str:
    token = tokens.issue(session, SYSTEM, account, purpose)
    session.commit()
    return f"/wachtwoord/nieuw/{tokens.secret_of(token, app.config['SECRET_KEY'])}"


@pytest.fixture
def reset(bare_app: Flask, bare_session: Session, account: Account) -> str:
    """The address in the mail of somebody who asked for a new password."""
    return link(bare_app, bare_session, account, TokenPurpose.PASSWORD_RESET)


def choose(browser: FlaskClient, address: str, password: str = NEW) -> tuple[int, str]:
    answer = browser.post(address, data={"wachtwoord": password})
    return answer.status_code, answer.get_data(as_text=True)


def events(session: Session, action: AuditAction) -> list[AuditEvent]:
    return list(session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)))


def test_the_sign_in_page_leads_to_it(browser: FlaskClient) -> None:
    assert f'href="{ASK}"' in browser.get("/inloggen").get_data(as_text=True)
    assert browser.get(ASK).status_code == 200


def test_asking_puts_one_mail_with_a_link_in_the_outbox(
    browser: FlaskClient, bare_session: Session, account: Account
) -> None:
    answer = browser.post(ASK, data={"email": f" {account.email.upper()} "})
    assert answer.status_code == 200
    mail = bare_session.scalars(sa.select(Mail)).one()
    assert mail.token is not None
    assert mail.account_id == account.id
    assert (mail.token.purpose, mail.token.expires_at) == (
        TokenPurpose.PASSWORD_RESET,
        NOW + timedelta(hours=1),
    )
    assert [event.actor_id for event in events(bare_session, AuditAction.PASSWORD_RESET_ASKED)] == [
        account.id
    ]


def test_the_answer_is_the_same_whoever_exists(
    browser: FlaskClient, bare_session: Session, account: Account
) -> None:
    out, invited = (
        person(bare_session, "uitgezet", Role.READER),
        person(bare_session, "genodigd", Role.READER),
    )
    accounts.set_active(bare_session, SYSTEM, out, active=False)
    invited.password_hash = ""
    bare_session.commit()
    addresses = [one.email for one in (account, out, invited)] + ["niemand@toets.example"]
    answers = [browser.post(ASK, data={"email": address}) for address in addresses]
    assert {(answer.status_code, without_tokens(answer)) for answer in answers} == {
        (200, without_tokens(answers[0]))
    }
    assert [mail.account_id for mail in bare_session.scalars(sa.select(Mail))] == [account.id]
    asked = events(bare_session, AuditAction.PASSWORD_RESET_ASKED)
    assert len(asked) == 4
    assert all("niemand" not in str(vars(event)) for event in asked)


def test_asking_takes_as_long_whoever_exists(
    browser: FlaskClient, bare_session: Session, account: Account
) -> None:
    took: dict[str, list[float]] = {account.email: [], "niemand@toets.example": []}
    # By turns, so that what else the machine does strikes both alike; Argon2 hides what a link takes.
    for number in range(25):
        for address, times in took.items():
            with clock.at(NOW + timedelta(hours=2) * number):
                begun = time.perf_counter()
                assert browser.post(ASK, data={"email": address}).status_code == 200
                times.append(time.perf_counter() - begun)
    known, unknown = took.values()
    # Each pair at one moment: how busy the machine is differs from one moment to the next.
    ratio = median(one / other for one, other in zip(known, unknown, strict=True))
    assert 1 / 1.5 < ratio < 1.5, took


def test_a_mailbox_cannot_be_flooded_and_the_wait_tells_nothing(
    browser: FlaskClient, bare_session: Session, account: Account
) -> None:
    answers = {}
    for address in (account.email, "niemand@toets.example"):
        got = [browser.post(ASK, data={"email": address}) for _n in range(4)]
        answers[address] = [
            (one.status_code, one.headers.get("Retry-After"), without_tokens(one).replace(address, ""))
            for one in got
        ]
    assert [status for status, _wait, _page in answers[account.email]] == [200, 200, 200, 429]
    assert answers[account.email][3][1] == "300"
    assert "Probeer het over 5 minuten opnieuw." in answers[account.email][3][2]
    assert answers[account.email] == answers["niemand@toets.example"]
    assert bare_session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 3


def test_one_place_cannot_ask_for_everybody(browser: FlaskClient) -> None:
    statuses = [browser.post(ASK, data={"email": f"iemand{n}@toets.example"}).status_code for n in range(11)]
    assert statuses == [200] * 10 + [429]


def test_the_address_of_the_portal_stands_in_no_header_of_the_request(
    browser: FlaskClient, bare_session: Session, account: Account
) -> None:
    answer = browser.post(ASK, data={"email": account.email}, headers={"X-Forwarded-Host": "kwaad.example"})
    assert "kwaad.example" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["", "a" * 300, "nul\x00@toets.example"])
def test_what_is_no_address_is_told(browser: FlaskClient, typed: str) -> None:
    assert browser.post(ASK, data={"email": typed}).status_code == 422


def test_the_link_changes_the_password_and_signs_nobody_in(
    browser: FlaskClient, bare_session: Session, account: Account, reset: str
) -> None:
    sessions.begin(bare_session, account, SignInMethod.PASSWORD, Visitor())
    bare_session.commit()
    assert "Van 12 tot en met 128 tekens" in browser.get(reset).get_data(as_text=True)
    answer = browser.post(reset, data={"wachtwoord": NEW})
    assert answer.headers["Location"] == "/inloggen"
    assert browser.get("/").headers["Location"].startswith("/inloggen")
    bare_session.expire_all()
    assert passwords.verify(account, NEW)
    assert bare_session.scalars(sa.select(SignInSession.end_reason)).all() == [SessionEnd.PASSWORD_CHANGED]
    assert bare_session.scalars(sa.select(Notice.kind)).all() == [NoticeKind.PASSWORD_CHANGED]
    assert [event.actor_id for event in events(bare_session, AuditAction.PASSWORD_RESET)] == [account.id]


def test_a_link_works_once(browser: FlaskClient, bare_session: Session, account: Account, reset: str) -> None:
    assert choose(browser, reset)[0] == 302
    for answer in (browser.get(reset), browser.post(reset, data={"wachtwoord": "acht rode dakpannen!"})):
        assert answer.status_code == 410
        assert "Deze link werkt niet meer" in answer.get_data(as_text=True)
        assert f'href="{ASK}"' in answer.get_data(as_text=True)
    bare_session.expire_all()
    assert passwords.verify(account, NEW)


def test_a_newer_link_takes_the_place_of_an_older_one(
    bare_app: Flask, browser: FlaskClient, bare_session: Session, account: Account, reset: str
) -> None:
    newer = link(bare_app, bare_session, account, TokenPurpose.PASSWORD_RESET)
    assert browser.get(reset).status_code == 410
    assert choose(browser, newer)[0] == 302


def test_a_link_is_too_old_after_an_hour(browser: FlaskClient, reset: str) -> None:
    with clock.at(NOW + LIFETIME[TokenPurpose.PASSWORD_RESET] - timedelta(seconds=1)):
        assert browser.get(reset).status_code == 200
    with clock.at(NOW + LIFETIME[TokenPurpose.PASSWORD_RESET]):
        assert browser.get(reset).status_code == 410
        assert choose(browser, reset)[0] == 410


def test_a_deactivated_account_has_no_link_that_works(
    browser: FlaskClient, bare_session: Session, account: Account, reset: str
) -> None:
    accounts.set_active(bare_session, SYSTEM, account, active=False)
    bare_session.commit()
    assert choose(browser, reset)[0] == 410


@pytest.mark.parametrize("purpose", [TokenPurpose.INVITATION, TokenPurpose.EMAIL_CHANGE])
def test_a_link_for_something_else_does_not_work_here(
    bare_app: Flask, browser: FlaskClient, bare_session: Session, account: Account, purpose: TokenPurpose
) -> None:
    address = link(bare_app, bare_session, account, purpose)
    assert browser.get(address).status_code == 410
    assert choose(browser, address)[0] == 410
    assert bare_session.scalars(sa.select(AccountToken.used_at)).all() == [None]


def test_a_tampered_link_does_not_work(browser: FlaskClient, reset: str) -> None:
    start, _slash, secret = reset.rpartition("/")
    changed = "A" if secret[10] != "A" else "B"
    for other in (secret[:-1], secret + "A", f"{secret[:10]}{changed}{secret[11:]}", "x", "a" * 3000):
        assert browser.get(f"{start}/{other}").status_code == 410


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Vul een nieuw wachtwoord in."),
        ("kort", "minstens 12 tekens"),
        ("Welkom2026!!", "gebruiken veel mensen"),
        ("lezer@toets.example", "uw naam, e-mailadres of organisatie"),
    ],
)
def test_a_refused_password_leaves_the_link_good_and_does_not_come_back(
    browser: FlaskClient, bare_session: Session, account: Account, reset: str, typed: str, words: str
) -> None:
    status, page = choose(browser, reset, typed)
    assert status == 422
    assert words in page
    assert not typed or f'value="{typed}"' not in page
    bare_session.expire_all()
    assert not passwords.verify(account, typed)
    assert choose(browser, reset)[0] == 302


def test_in_earnest_the_page_shows_no_link(
    bare_app: Flask,
    browser: FlaskClient,
    bare_session: Session,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account.demonstration = True
    bare_session.commit()
    assert "/wachtwoord/nieuw/" in browser.post(ASK, data={"email": account.email}).get_data(as_text=True)
    monkeypatch.setitem(bare_app.config, "DEMONSTRATION", False)
    assert "/wachtwoord/nieuw/" not in browser.post(ASK, data={"email": account.email}).get_data(as_text=True)
    assert bare_session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 1


def test_a_real_account_shows_no_link_in_a_demonstration_either(
    browser: FlaskClient, account: Account
) -> None:
    assert "/wachtwoord/nieuw/" not in browser.post(ASK, data={"email": account.email}).get_data(as_text=True)
