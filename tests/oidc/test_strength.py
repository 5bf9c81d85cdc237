"""How strongly somebody signed in at the provider: asked for, and refused when the answer says less."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config.settings import load_settings
from portal.oidc.provider import Provider
from portal.web.single_sign_on import provider_of
from tests.oidc.browsing import asked_of, left_for
from tests.oidc.issuer import Issuer

pytestmark = pytest.mark.usefixtures("coordinator")
STRONG = ("urn:example:mfa", "urn:example:pas")
NAME = "mainportaal.single_sign_on"


@pytest.fixture
def strict(portal_at: Callable[[str], FlaskClient], bare_app: Flask, issuer: Issuer) -> FlaskClient:
    """A browser at a portal that asks for two ways of signing in."""
    client = portal_at(issuer.address)
    chosen: Provider = bare_app.extensions[NAME]
    chosen.registration = replace(chosen.registration, strengths=STRONG)
    return client


def came_back(client: FlaskClient, issuer: Issuer) -> int:
    asked = asked_of(left_for(client))
    issuer.nonce = asked["nonce"]
    return client.get(
        "/inloggen/organisatie/terug", query_string={"code": "code", "state": asked["state"]}
    ).status_code


def test_it_asks_for_what_the_settings_name(strict: FlaskClient) -> None:
    assert asked_of(left_for(strict))["acr_values"] == "urn:example:mfa urn:example:pas"


@pytest.mark.parametrize("strength", STRONG)
def test_each_way_that_is_named_comes_in(strict: FlaskClient, issuer: Issuer, strength: str) -> None:
    issuer.claims = {"acr": strength}
    assert came_back(strict, issuer) == 302


@pytest.mark.parametrize(
    "strength", [None, "", "0", "urn:example:wachtwoord", "urn:example:MFA", list(STRONG)]
)
def test_any_other_way_stays_out(strict: FlaskClient, issuer: Issuer, strength: object) -> None:
    issuer.claims = {"acr": strength}
    assert came_back(strict, issuer) == 502
    assert strict.get("/maatregelen").status_code == 302


def test_without_the_setting_nothing_is_asked(
    portal_at: Callable[[str], FlaskClient], issuer: Issuer
) -> None:
    client = portal_at(issuer.address)
    assert "acr_values" not in asked_of(left_for(client))
    assert came_back(client, issuer) == 302


def test_the_setting_reaches_the_provider() -> None:
    settings = load_settings(
        {
            "PORTAL_DEMO": "true",
            "PORTAL_OIDC_ISSUER": "https://sso.example",
            "PORTAL_OIDC_CLIENT_ID": "mainportaal",
            "PORTAL_OIDC_CLIENT_SECRET": "een-geheim-van-de-aanbieder-zelf",
            "PORTAL_OIDC_NAME": "Toets",
            "PORTAL_OIDC_ACR": " urn:example:mfa  urn:example:pas ",
        }
    )
    chosen = provider_of(settings)
    assert chosen is not None
    assert chosen.registration.strengths == STRONG
