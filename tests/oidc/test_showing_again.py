"""Showing again who one is at the organisation: asked for, and refused when the answer is of long ago."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.models import Account, SignInSession
from tests.conftest import NOW
from tests.oidc.browsing import Browser, asked_of, left_for
from tests.oidc.issuer import Issuer

PortalAt = Callable[[str], FlaskClient]
RETURN, AGAIN = "/inloggen/organisatie/terug", "/bevestigen/opnieuw-inloggen"


@pytest.fixture
def client(portal_at: PortalAt, issuer: Issuer, bare_session: Session, coordinator: Account) -> FlaskClient:
    """A browser of somebody without a password here, who came through the organisation."""
    coordinator.password_hash = ""
    bare_session.commit()
    client = portal_at(issuer.address)
    assert came_back(client, issuer, left_for(client)).status_code == 302
    return client


def came_back(client: FlaskClient, issuer: Issuer, address: str, **claims: Any) -> TestResponse:
    asked = asked_of(address)
    issuer.nonce, issuer.claims = asked["nonce"], claims
    return client.get(RETURN, query_string={"code": "code", "state": asked["state"]})


def shown(session: Session) -> object:
    newest = sa.select(SignInSession.reauthenticated_at).order_by(SignInSession.id.desc()).limit(1)
    return session.scalar(newest)


def again(client: FlaskClient) -> str:
    """Choose to sign in again and return the address at the provider."""
    answer = client.post(f"{AGAIN}?volgende=/mijn/email")
    return left_for(client, answer.headers["Location"])


def test_who_the_organisation_still_knew_has_not_shown_it_now(
    client: FlaskClient, bare_session: Session
) -> None:
    assert shown(bare_session) is None
    assert client.get("/mijn").status_code == 200
    assert client.get("/mijn/email").headers["Location"].startswith("/bevestigen")


@pytest.mark.parametrize(("ago", "status"), [(30, 200), (601, 302), (-120, 302), (10**18, 302)])
def test_the_moment_of_the_organisation_counts(
    client: FlaskClient, issuer: Issuer, ago: int, status: int
) -> None:
    assert came_back(client, issuer, left_for(client), auth_time=issuer.now - ago).status_code == 302
    assert client.get("/mijn/email").status_code == status


def test_signing_in_again_asks_for_it_and_goes_on(
    client: FlaskClient, issuer: Issuer, bare_session: Session
) -> None:
    address = again(client)
    asked = asked_of(address)
    assert (asked["prompt"], asked["max_age"]) == ("login", "600")
    assert client.get("/mijn").status_code == 302
    answer = came_back(client, issuer, address, auth_time=issuer.now + 5)
    assert answer.headers["Location"] == "/mijn/email"
    assert shown(bare_session) == NOW
    assert client.get("/mijn/email").status_code == 200


@pytest.mark.parametrize("told", [None, "nu", 0, True, -661, 61], ids=str)
def test_an_answer_that_does_not_say_it_is_refused(client: FlaskClient, issuer: Issuer, told: object) -> None:
    moved = issuer.now + told if isinstance(told, int) and abs(told) > 1 else told
    assert came_back(client, issuer, again(client), auth_time=moved).status_code == 502
    assert client.get("/mijn").status_code == 302


def test_a_usual_attempt_asks_for_no_such_thing(client: FlaskClient) -> None:
    assert not {"prompt", "max_age"} & set(asked_of(left_for(client)))


@pytest.mark.usefixtures("coordinator", "now")
def test_a_real_provider_asks_again_who_it_is(
    portal_at: PortalAt, real_issuer: str, bare_session: Session, coordinator: Account
) -> None:
    coordinator.password_hash = ""
    bare_session.commit()
    client, browser = portal_at(real_issuer), Browser()
    client.get(browser.sign_in(left_for(client), "nagekeken"))
    assert client.get("/mijn/email").headers["Location"].startswith("/bevestigen")
    answer = client.get(browser.sign_in(again(client), "nagekeken"))
    assert answer.headers["Location"] == "/mijn/email"
    assert client.get("/mijn/email").status_code == 200
