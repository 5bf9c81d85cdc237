"""Who must have a second factor and has none: nothing opens but the page where one is made."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing.converters import AnyConverter, BaseConverter, IntegerConverter, UUIDConverter

from portal.domain.accounts import SignInMethod
from portal.domain.roles import Role
from portal.models import Account, SignInSession
from portal.web.doors import Door, lock_of
from portal.web.factors import LEAVING, MAKING_ONE
from tests.browsing import counted_queries, signed_in
from tests.builders import person
from tests.factoring import code, obliging, start, with_app
from tests.views.test_factors import PAGE, add_app, offered


@pytest.fixture
def anna(bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    account = person(bare_session, "anna", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    return account


@pytest.fixture
def client(bare_app: Flask, anna: Account) -> FlaskClient:
    return signed_in(bare_app, anna.email)


def example(converter: BaseConverter) -> object:
    """What could stand in an address."""
    if isinstance(converter, IntegerConverter):
        return converter.min or 1
    if isinstance(converter, UUIDConverter):
        return UUID(int=1)
    return min(converter.items) if isinstance(converter, AnyConverter) else "x"


def test_every_other_door_is_shut(bare_app: Flask, client: FlaskClient) -> None:
    """All doors of the portal are tried, with numbers that no row needs to have: the gate comes first."""
    tried = 0
    with obliging(bare_app, "programme_officer"):
        for rule in bare_app.url_map.iter_rules():
            area = rule.endpoint.partition(".")[0]
            if lock_of(bare_app, rule.endpoint) is Door.PUBLIC or area in MAKING_ONE:
                continue
            if rule.endpoint in LEAVING:
                continue
            values = {name: example(converter) for name, converter in rule._converters.items()}
            path = bare_app.url_map.bind("localhost").build(rule.endpoint, values)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                answer = client.open(path, method=method)
                shut = (302, PAGE) if method == "GET" else (403, None)
                assert (answer.status_code, answer.headers.get("Location")) == shut, (method, path)
                tried += 1
    assert tried > 250


def test_a_path_too_long_for_a_cookie_is_forgotten(bare_app: Flask, client: FlaskClient) -> None:
    with obliging(bare_app, "programme_officer"):
        client.get("/maatregelen?q=haven")
        client.get("/maatregelen?q=" + "haven" * 1000)
        with client.session_transaction() as cookie:
            assert cookie["_verder"] == "/"


def test_the_page_explains_and_shows_no_menu(bare_app: Flask, client: FlaskClient) -> None:
    with obliging(bare_app, "programme_officer"):
        page = client.get("/", follow_redirects=True).text
    assert "Voeg eerst een tweede factor toe" in page
    assert "Hoofdmenu" not in page
    assert "Rollen en rechten" not in page
    assert "Over dit portaal" in page
    assert "Uitloggen" in page


def test_after_making_one_somebody_goes_on_to_what_was_asked(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    with obliging(bare_app, "programme_officer"):
        assert client.get("/rollen").headers["Location"] == PAGE
        page = client.get(add_app(bare_app, client, anna)).text
        assert 'href="/rollen"' in page
        assert client.get("/rollen").status_code == 200


def test_who_owes_a_factor_can_sign_out(bare_app: Flask, client: FlaskClient) -> None:
    with obliging(bare_app, "programme_officer"):
        assert client.post("/uitloggen").headers["Location"] == "/inloggen"


def test_signing_in_leads_to_the_page(bare_app: Flask, anna: Account) -> None:
    browser = bare_app.test_client()
    with obliging(bare_app, "programme_officer"):
        assert start(browser, "anna", "/rollen").headers["Location"] == "/rollen"
        assert browser.get("/rollen").headers["Location"] == PAGE


def test_a_right_given_during_a_session_shuts_the_doors_at_once(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    assert client.get("/rollen").status_code == 200
    with obliging(bare_app, "programme_officer"):
        assert client.get("/rollen").headers["Location"] == PAGE


@pytest.mark.parametrize("roles", [(), ("administrator",)])
def test_another_role_asks_for_nothing(bare_app: Flask, client: FlaskClient, roles: tuple[str, ...]) -> None:
    with obliging(bare_app, *roles):
        assert client.get("/rollen").status_code == 200


def test_who_has_one_goes_on(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    with_app(bare_session, anna, bare_app.config["SECRET_KEY"])
    bare_session.commit()
    with obliging(bare_app, "programme_officer"):
        assert client.get("/rollen").status_code == 200


def test_single_sign_on_is_trusted_for_it(
    bare_app: Flask, client: FlaskClient, bare_session: Session
) -> None:
    bare_session.execute(sa.update(SignInSession).values(method=SignInMethod.SINGLE_SIGN_ON))
    bare_session.commit()
    with obliging(bare_app, "programme_officer"):
        assert client.get("/rollen").status_code == 200


def test_the_gate_asks_the_database_nothing_more(bare_app: Flask, client: FlaskClient) -> None:
    client.get("/over")
    with counted_queries() as without:
        client.get("/rollen")
    with obliging(bare_app, "administrator"), counted_queries() as with_gate:
        client.get("/rollen")
    assert len(with_gate) == len(without)


def test_an_app_is_made_behind_the_gate_only_with_a_right_code(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    with obliging(bare_app, "programme_officer"):
        offer, secret = offered(bare_app, anna, client.get(f"{PAGE}/app").text)
        data = {"geheim": offer, "name": "Telefoon", "code": code(600, secret=secret)}
        assert client.post(f"{PAGE}/app", data=data).status_code == 422
        assert client.get("/rollen").headers["Location"] == PAGE
