"""The doors of passkeys: adding one, signing in with it alone, and using it as the second step."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain import clock
from portal.domain.accounts import CHALLENGE, SignInMethod
from portal.domain.audit import AuditAction
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, SecondFactor, SignInSession
from portal.queries.factors import has_factor, recovery_codes_left
from portal.web.passkeys import site
from tests.authenticator import ORIGIN, Authenticator
from tests.browsing import signed_in
from tests.builders import person
from tests.conftest import NOW
from tests.factoring import STEP, start

ADD = "/mijn/factoren/passkey"
ALONE = "/inloggen/passkey"


@pytest.fixture
def anna(bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    account = person(bare_session, "anna", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    return account


@pytest.fixture
def client(bare_app: Flask, anna: Account) -> FlaskClient:
    return signed_in(bare_app, anna.email)


def options(client: FlaskClient, url: str) -> dict[str, Any]:
    answer = client.post(f"{url}/opties", json={})
    assert answer.status_code == 200, answer.text
    return told(answer)


def told(answer: TestResponse) -> dict[str, Any]:
    """What an answer says."""
    assert isinstance(answer.json, dict)
    return answer.json


def add(client: FlaskClient, made: Authenticator, **more: Any) -> TestResponse:
    return client.post(ADD, json={"answer": made.create(options(client, ADD)), "name": "Laptop"} | more)


def use(client: FlaskClient, url: str, made: Authenticator, **how: Any) -> TestResponse:
    return client.post(url, json={"answer": made.get(options(client, url), **how)})


def test_a_passkey_is_added_and_brings_codes(
    client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    answer = add(client, Authenticator())
    assert (answer.status_code, answer.json) == (200, {"url": "/mijn/factoren/herstelcodes"})
    factor = bare_session.scalars(sa.select(SecondFactor)).one()
    assert (factor.account_id, factor.name) == (anna.id, "Laptop")
    assert recovery_codes_left(bare_session, anna.id) == 10
    added = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.FACTOR_ADDED)
    assert bare_session.scalars(added).one().details == {"kind": "passkey"}
    assert "Laptop" in client.get("/mijn/factoren").text


@pytest.mark.parametrize("name", ["", "x" * 81, None, "\ud800"])
def test_a_passkey_needs_a_name(
    client: FlaskClient, anna: Account, bare_session: Session, name: object
) -> None:
    answer = add(client, Authenticator(), name=name)
    assert answer.status_code == 422
    assert not has_factor(bare_session, anna.id)


def test_a_passkey_signs_in_alone(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    made = Authenticator()
    add(client, made)
    other = bare_app.test_client()
    answer = other.post(f"{ALONE}?volgende=/rollen", json={"answer": made.get(options(other, ALONE))})
    assert (answer.status_code, answer.json) == (200, {"url": "/rollen"})
    assert other.get("/rollen").status_code == 200
    methods = bare_session.scalars(sa.select(SignInSession.method).order_by(SignInSession.id)).all()
    assert methods == [SignInMethod.PASSWORD, SignInMethod.PASSKEY]
    event = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.SIGNED_IN)
    assert bare_session.scalars(event).one().details == {"method": "passkey"}


def test_a_passkey_is_the_second_step(bare_app: Flask, client: FlaskClient, anna: Account) -> None:
    made = Authenticator()
    add(client, made)
    other = bare_app.test_client()
    assert start(other, "anna", "/rollen").headers["Location"] == f"{STEP}?volgende=/rollen"
    assert "Of met uw passkey" in other.get(STEP).text
    answer = use(other, f"{STEP}/passkey", made, verified=False)
    assert (answer.status_code, answer.json) == (200, {"url": "/"})
    assert other.get("/rollen").status_code == 200


def test_a_passkey_of_somebody_else_is_refused_and_written_down(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    add(client, Authenticator())
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    strange = Authenticator()
    add(signed_in(bare_app, other.email), strange)
    browser = bare_app.test_client()
    start(browser, "anna")
    answer = use(browser, f"{STEP}/passkey", strange)
    assert answer.status_code == 422
    assert "niet geaccepteerd" in told(answer)["message"]
    assert browser.get("/rollen").status_code == 302
    refused = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.SECOND_FACTOR_REFUSED)
    event = bare_session.scalars(refused).one()
    assert (event.actor_id, event.details) == (anna.id, {"kind": "passkey"})


def test_an_unknown_and_a_wrong_passkey_get_the_same_answer(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    made = Authenticator()
    add(client, made)
    browser = bare_app.test_client()
    unknown = use(browser, ALONE, Authenticator(handle=made.handle))
    forged = use(browser, ALONE, Authenticator(number=made.number, handle=made.handle))
    assert (unknown.status_code, unknown.json) == (forged.status_code, forged.json)
    assert unknown.status_code == 422
    refused = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.SIGN_IN_REFUSED)
    assert {event.details["method"] for event in bare_session.scalars(refused)} == {"passkey"}


def test_a_caught_answer_with_its_cookie_works_no_second_time(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    """A passkey that does not count: only the challenge keeps what was caught from working again."""
    made = Authenticator(counts=False)
    add(client, made)
    browser = bare_app.test_client()
    answer = made.get(options(browser, ALONE))
    caught = browser.get_cookie("mainportaal")
    assert caught
    assert browser.post(ALONE, json={"answer": answer}).status_code == 200
    thief = bare_app.test_client()
    thief.set_cookie("mainportaal", caught.value)
    assert thief.post(ALONE, json={"answer": answer}).status_code == 422
    assert thief.get("/rollen").status_code == 302


def test_a_challenge_is_for_one_use_and_one_browser(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    made = Authenticator()
    add(client, made)
    browser, other = bare_app.test_client(), bare_app.test_client()
    for_adding = made.get(options(client, ADD))
    assert client.post(ALONE, json={"answer": for_adding}).status_code == 422
    answer = made.get(options(browser, ALONE))
    assert other.post(ALONE, json={"answer": answer}).status_code == 422
    answer = made.get(options(browser, ALONE))
    with clock.at(NOW + CHALLENGE + timedelta(seconds=1)):
        assert browser.post(ALONE, json={"answer": answer}).status_code == 422


def test_nobody_uses_a_passkey_at_the_second_step_without_the_first(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    add(client, Authenticator())
    browser = bare_app.test_client()
    assert browser.post(f"{STEP}/passkey/opties", json={}).status_code == 422
    assert browser.post(f"{STEP}/passkey", json={"answer": {}}).status_code == 422


def test_many_wrong_passkeys_from_one_place_have_to_wait(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    browser = bare_app.test_client()
    seen = [use(browser, ALONE, Authenticator(handle="x")).status_code for _ in range(21)]
    assert seen == [*[422] * 20, 429]


@pytest.mark.usefixtures("anna")
def test_one_household_is_one_place(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the gate of a demonstration, which only this computer passes.
    inside = Flask.wsgi_app
    monkeypatch.setattr(bare_app, "wsgi_app", lambda environ, begin: inside(bare_app, environ, begin))
    seen = []
    for number in range(21):
        browser = bare_app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"2001:db8::{number + 1:x}"
        seen.append(use(browser, ALONE, Authenticator(handle="x")).status_code)
    assert seen == [*[422] * 20, 429]


def test_wrong_passkeys_at_the_second_step_have_to_wait(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    add(client, Authenticator())
    browser = bare_app.test_client()
    start(browser, "anna")
    answers = [use(browser, f"{STEP}/passkey", Authenticator()) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [*[422] * 5, 429]
    assert "te vaak" in told(answers[-1])["message"]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"x"', b"{", b'{"answer": "x"}', b"[" * 100_000])
@pytest.mark.parametrize("url", [ADD, ALONE])
def test_whatever_is_sent_is_refused_in_words(client: FlaskClient, url: str, body: bytes) -> None:
    options(client, url)
    answer = client.post(url, data=body, content_type="application/json")
    assert answer.status_code == 422
    assert told(answer)["message"]


def test_without_its_token_nothing_is_done(
    bare_app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", True)
    for url in (ADD, ALONE, f"{ADD}/opties", f"{ALONE}/opties", f"{STEP}/passkey"):
        assert client.post(url, json={}).status_code == 400, url


@pytest.mark.parametrize(
    ("setting", "host", "rp_id", "origin"),
    [
        ("", "localhost", "localhost", ORIGIN),
        ("", "localhost:8080", "localhost", "http://localhost:8080"),
        ("https://portaal.example/pad", "portaal.example", "portaal.example", "https://portaal.example"),
        ("http://127.0.0.1:5000", "localhost:5000", "localhost", "http://localhost:5000"),
        ("http://127.0.0.1:5000", "127.0.0.1:5000", None, None),
        ("", "127.0.0.1", None, None),
        ("https://portaal.example", "localhost", None, None),
    ],
)
def test_passkeys_are_for_the_name_of_the_settings_or_a_trusted_one(
    bare_app: Flask,
    client: FlaskClient,
    anna: Account,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    host: str,
    rp_id: str | None,
    origin: str | None,
) -> None:
    monkeypatch.setitem(bare_app.config, "PASSKEY_SITE", setting)
    monkeypatch.setitem(bare_app.config, "TRUSTED_HOSTS", ["localhost", "127.0.0.1", "portaal.example"])
    browser, base = bare_app.test_client(), f"http://{host}"
    answer = browser.post(f"{ALONE}/opties", json={}, base_url=base)
    page = browser.get("/inloggen", base_url=base).text
    assert ("Passkey gebruiken" in page) is (rp_id is not None)
    if rp_id is None:
        assert answer.status_code == 422
        return
    assert told(answer)["rpId"] == rp_id
    with bare_app.test_request_context(base_url=base):
        here = site()
    assert here
    assert here.origin == origin


def test_an_untrusted_name_gets_no_passkeys(bare_app: Flask, anna: Account) -> None:
    answer = bare_app.test_client().post(f"{ALONE}/opties", json={}, base_url="http://evil.example")
    assert answer.status_code == 400


def test_without_a_script_the_page_says_how_else(client: FlaskClient) -> None:
    page = client.get(ADD).text
    assert "daarvoor moet JavaScript aanstaan" in page
    assert "hidden" in page
