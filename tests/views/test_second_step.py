"""The second step at sign-in: works, wrong code, too often, wrong state, and what was typed is not lost."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd, SignInMethod
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, KeptInput, SignInSession
from portal.services.accounts import set_active
from tests.builders import person
from tests.conftest import NOW
from tests.factoring import STEP, WRONG, code, start, step, with_app, with_codes


@pytest.fixture
def client(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    return bare_app.test_client()


@pytest.fixture
def anna(bare_app: Flask, bare_session: Session) -> Account:
    account = person(bare_session, "anna", Role.PROGRAMME_OFFICER)
    with_app(bare_session, account, bare_app.config["SECRET_KEY"])
    bare_session.commit()
    return account


def actions(session: Session) -> list[AuditAction]:
    found = sa.select(AuditEvent.action).order_by(AuditEvent.id)
    return [action for action in session.scalars(found) if "sign" in action or "factor" in action]


def test_without_a_factor_the_password_is_enough(client: FlaskClient, bare_session: Session) -> None:
    person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    assert start(client, "bram", "/over").headers["Location"] == "/over"
    assert client.get("/rollen").status_code == 200
    assert bare_session.scalars(sa.select(SignInSession.method)).all() == [SignInMethod.PASSWORD]


def test_a_code_comes_after_the_password(client: FlaskClient, anna: Account, bare_session: Session) -> None:
    assert start(client, "anna", "/rollen").headers["Location"] == f"{STEP}?volgende=/rollen"
    assert client.get("/rollen").headers["Location"] == f"{STEP}?volgende=/rollen"
    assert bare_session.get_one(Account, anna.id).last_signed_in_at is None
    answer = client.post(f"{STEP}?volgende=/rollen", data={"code": code()})
    assert answer.headers["Location"] == "/rollen"
    assert client.get("/rollen").status_code == 200
    assert actions(bare_session) == [AuditAction.SIGNED_IN]
    event = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.action == AuditAction.SIGNED_IN)
    ).one()
    assert event.details == {"method": "password_totp"}
    rows = bare_session.scalars(sa.select(SignInSession).order_by(SignInSession.id)).all()
    assert [(row.method, row.end_reason) for row in rows] == [
        (SignInMethod.PASSWORD, SessionEnd.REPLACED),
        (SignInMethod.PASSWORD_TOTP, None),
    ]


def test_a_recovery_code_works_in_the_same_field(
    client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    codes = with_codes(bare_session, anna)
    bare_session.commit()
    start(client, "anna")
    assert step(client, codes[3]).status_code == 302
    assert client.get("/rollen").status_code == 200
    assert AuditAction.RECOVERY_CODE_USED in set(bare_session.scalars(sa.select(AuditEvent.action)))


@pytest.mark.parametrize("typed", [WRONG, "", "x" * 500, "\x00\x00", "abcd-efgh-jkmn"])
def test_a_wrong_code_lets_nobody_in(client: FlaskClient, anna: Account, typed: str) -> None:
    start(client, "anna")
    answer = step(client, typed)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert client.get("/rollen").status_code == 302


def test_a_wrong_code_is_written_down_without_the_code(
    client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    start(client, "anna")
    step(client, WRONG)
    found = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.SECOND_FACTOR_REFUSED)
    event = bare_session.scalars(found).one()
    assert (event.actor_id, event.details) == (anna.id, {"kind": "code"})


def test_a_code_that_let_somebody_in_lets_nobody_else_in(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    start(client, "anna")
    used = code()
    step(client, used)
    other = bare_app.test_client()
    start(other, "anna")
    assert step(other, used).status_code == 422


def test_the_password_alone_opens_no_door(client: FlaskClient, anna: Account) -> None:
    start(client, "anna")
    for path in ("/", "/rollen", "/mijn/factoren", "/mijn/factoren/app", "/mijn/factoren/herstelcodes"):
        assert client.get(path).headers["Location"].startswith(STEP), path
    assert client.post("/mijn/factoren/herstelcodes").status_code == 401
    assert client.post("/uitloggen").status_code == 401


def test_nobody_comes_to_the_second_step_without_the_first(client: FlaskClient, anna: Account) -> None:
    assert client.get(STEP).headers["Location"] == "/inloggen"
    assert step(client, code()).headers["Location"] == "/inloggen"
    assert client.get("/rollen").status_code == 302


def test_the_second_step_waits_ten_minutes(client: FlaskClient, anna: Account) -> None:
    start(client, "anna")
    with clock.at(NOW + timedelta(minutes=10)):
        assert step(client, code()).headers["Location"] == "/inloggen"


def test_who_is_switched_off_in_between_stays_out(
    client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    start(client, "anna")
    set_active(bare_session, SYSTEM, anna, active=False)
    bare_session.commit()
    assert step(client, code()).headers["Location"] == "/inloggen"


def test_guessing_has_to_wait_also_in_a_new_session(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    start(client, "anna")
    assert [step(client, WRONG).status_code for _ in range(7)] == [*[422] * 5, 429, 429]
    assert step(client, code()).status_code == 429
    other = bare_app.test_client()
    start(other, "anna")
    assert step(other, code()).status_code == 429
    with clock.at(NOW + timedelta(minutes=5)):
        assert step(other, code()).status_code == 302
    assert actions(bare_session).count(AuditAction.SECOND_FACTOR_REFUSED) == 5


def test_who_waits_for_the_second_step_can_begin_again_as_somebody_else(
    client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    start(client, "anna")
    assert client.get("/inloggen").status_code == 200
    assert start(client, "bram").headers["Location"] == "/"
    assert client.get("/rollen").status_code == 200
    assert step(client, code()).headers["Location"] == "/inloggen"


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_one_is_sent_on_only_within_the_portal(client: FlaskClient, anna: Account, target: str) -> None:
    start(client, "anna", target)
    answer = client.post(STEP, query_string={"volgende": target}, data={"code": code()})
    assert answer.headers["Location"] == "/"


def test_what_was_typed_survives_the_second_step(
    bare_app: Flask, anna: Account, bare_session: Session
) -> None:
    """With the real tokens of forms: the page of the second step belongs to the new session."""
    client = bare_app.test_client()
    path = "/rapportages/eerste/net-1/samenvatting"
    typed = {"version": "1", "summary": "Wat er stond"}
    token = token_in(client.get("/inloggen").text)
    page = client.post(path, data={**typed, "csrf_token": token}).text
    sealed = hidden(page, "ingevuld")
    assert sealed
    data = {"csrf_token": token_in(page), "ingevuld": sealed, "email": "anna@toets.example"}
    second = client.post("/inloggen", data={**data, "wachtwoord": "demonstratie-2022"})
    assert second.status_code == 200
    assert bare_session.scalars(sa.select(KeptInput)).all() == []
    action = re.search(r'action="(/inloggen/tweede-stap[^"]*)"', second.text)
    assert action
    wrong = {"csrf_token": token_in(second.text), "ingevuld": hidden(second.text, "ingevuld"), "code": WRONG}
    again = client.post(action[1], data=wrong)
    assert again.status_code == 422
    right = {"csrf_token": token_in(again.text), "ingevuld": hidden(again.text, "ingevuld"), "code": code()}
    assert client.post(action[1], data=right).headers["Location"] == path
    kept = bare_session.scalars(sa.select(KeptInput)).one()
    assert (kept.account_id, kept.path) == (anna.id, path)
    assert ["summary", "Wat er stond"] in [list(pair) for pair in kept.fields]


def token_in(page: str) -> str:
    return hidden(page, "csrf_token")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" (?:type="hidden" )?value="([^"]*)"', page)
    assert found, name
    return found[1]
