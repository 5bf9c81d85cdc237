"""The page that tells what requests cost: in a demonstration only, and about nobody."""

import secrets
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from config.settings import load_settings
from portal.app import create_app
from portal.database import db
from portal.models import Network
from portal.web.profile import MOST, profile_of_app
from portal.web.profile_averages import by_endpoint
from tests.conftest import SignIn

MEMBER = "lid1.stuurgroep@mainportaal.example"


def test_it_tells_what_each_page_asked_and_of_nobody(app: Flask, sign_in: SignIn) -> None:
    member = sign_in(MEMBER)
    member.get("/maatregelen?q=zeepaardje")
    page = member.get("/profiel").get_data(as_text=True)
    main = page[page.index("<main") : page.index("</main>")]
    assert "maatregelen.index" in main
    assert "zeepaardje" not in main
    with app.app_context():
        (newest, *_rest) = profile_of_app().requests()
    assert newest.endpoint == "maatregelen.index"
    assert newest.queries > 2
    assert newest.ms >= newest.sql_ms > 0
    assert newest.size > 10_000
    told = member.get(f"/profiel/{newest.number}").get_data(as_text=True)
    assert "FROM maatregel" in told
    assert "zeepaardje" not in told
    assert member.get("/profiel/2147483647").status_code == 404


def test_a_loop_is_marked(app: Flask, client: FlaskClient) -> None:
    def in_a_loop() -> None:
        for number in range(5):
            db.session.scalar(sa.select(Network.title).where(Network.id == number))

    with app.test_request_context("/toegankelijkheid"):
        profile = profile_of_app()
        profile.begin()
        in_a_loop()
        profile.end(app.make_response("klaar"))
        cost = profile.requests()[0]
    assert len(cost.loops) == 1
    assert by_endpoint([cost])[0].loops == 1
    assert "Herhaald" in client.get(f"/profiel/{cost.number}").get_data(as_text=True)


def test_it_remembers_so_many_and_no_more(app: Flask, client: FlaskClient) -> None:
    for _time in range(MOST + 5):
        client.get("/bestaat-niet")
    with app.app_context():
        assert len(profile_of_app().requests()) == MOST


def test_elsewhere_it_does_not_exist(tmp_path: Path) -> None:
    app = create_app(
        load_settings(
            {
                "PORTAL_SECRET_KEY": secrets.token_hex(32),
                "PORTAL_AUDIT_KEY": secrets.token_hex(32),
                "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/leeg.sqlite3",
                "PORTAL_FILES_URL": str(tmp_path / "files"),
            }
        )
    )
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/profiel")]
    assert "mainportaal.profile" not in app.extensions
