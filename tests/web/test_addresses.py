"""Addresses with control characters: no page has one, and no database needs to see them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter

from portal.web.errors import show_unstorable
from tests.catalogue import visits
from tests.conftest import SignIn

PEOPLE = ("medewerker1.programmabureau", "coordinator.rotterdam", "secretaris.stuurgroep", "beheerder")


def spoiled(app: Flask, session: Session, character: str) -> list[tuple[str, str]]:
    """Method and address of every door that takes a code, once per code, with a character behind it."""
    adapter = app.url_map.bind("localhost")
    found: dict[tuple[str, str, str], str] = {}
    for visit in visits(app, session):
        rule, values = adapter.match(visit.url, visit.method, return_rule=True)
        for name, value in values.items():
            # A door that names the few words it takes has no address with another one.
            if isinstance(value, str) and not isinstance(rule._converters[name], AnyConverter):
                url = adapter.build(rule.endpoint, {**values, name: value + character}, visit.method)
                found.setdefault((rule.endpoint, visit.method, name), url)
    return [(method, url) for (_endpoint, method, _name), url in found.items()]


@pytest.mark.parametrize("person", PEOPLE)
def test_no_door_breaks_on_a_control_character(
    app: Flask, db_session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, person: str
) -> None:
    addresses = spoiled(app, db_session, "\x00")
    assert len(addresses) > 20
    assert all("%00" in url for _method, url in addresses)
    client = sign_in(f"{person}@mainportaal.example")
    monkeypatch.setattr(app, "testing", False)
    answers = {
        (method, url): client.open(url, method=method, data={"version": "1"} if method == "POST" else None)
        for method, url in addresses
    }
    assert {visit: answer.status_code for visit, answer in answers.items()} == dict.fromkeys(answers, 404)


@pytest.mark.parametrize("path", ["/%00", "/netwerken/%00", "/static/%00", "/maatregelen/a%0Ab", "/x%C2%9B"])
def test_no_address_has_a_control_character(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Pagina niet gevonden" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("method", "status"), [("GET", 404), ("POST", 422)])
@pytest.mark.usefixtures("world")
def test_a_value_the_database_cannot_hold_is_no_failure_of_the_portal(
    world_app: Flask, method: str, status: int
) -> None:
    with world_app.test_request_context("/", method=method):
        assert show_unstorable(DataError("select", {}, Exception("NUL")))[1] == status
