"""What stands in front of the application: the files it serves, and the fence around a demonstration."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config.settings import DEMO_AUDIT_KEY, load_settings
from portal.app import create_app
from portal.services import audit_chain
from portal.web.assets import asset
from portal.web.headers import HEADERS
from tests.conftest import dispose


@pytest.fixture
def earnest_app(new_database: Callable[[], str]) -> Iterator[Flask]:
    """An application as it is in earnest."""
    key = "een-sleutel-van-ruim-dertig-tekens-voor-de-toets"
    keys = {"PORTAL_SECRET_KEY": key, "PORTAL_AUDIT_KEY": key[::-1]}
    app = create_app(load_settings({**keys, "PORTAL_DATABASE_URL": new_database()}))
    yield app
    dispose(app)
    audit_chain.use_key(DEMO_AUDIT_KEY)


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return asset(name)


def test_a_file_carries_the_headers_and_is_for_this_portal_only(world_app: Flask) -> None:
    answer = world_app.test_client().get(address(world_app, "app.css"), buffered=True)
    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Strict-Transport-Security" not in answer.headers
    secure = world_app.test_client().get("/static/build/app.css", base_url="https://localhost", buffered=True)
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_only_a_file_with_its_mark_stays_in_caches_for_good(world_app: Flask) -> None:
    client = world_app.test_client()
    marked = client.get(address(world_app, "app.css"), buffered=True)
    assert marked.headers.getlist("Cache-Control") == ["max-age=31536000, public, immutable"]
    for path in ("/static/build/app.css", "/static/build/app.css?v=oud", "/static/build/app.css?v="):
        assert client.get(path, buffered=True).headers.getlist("Cache-Control") == ["max-age=86400, public"]
    again = client.get(
        "/static/build/app.css", buffered=True, headers={"If-None-Match": marked.headers["ETag"]}
    )
    assert again.status_code == 304
    assert again.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("remote", ["203.0.113.5", "2001:db8::1", "10.0.0.2", "", "onzin"])
@pytest.mark.parametrize("path", ["/inloggen", "/healthz", "/bestaat-niet", "/static/build/app.css"])
def test_a_demonstration_answers_nobody_outside(client: FlaskClient, remote: str, path: str) -> None:
    answer = client.get(path, environ_base={"REMOTE_ADDR": remote})
    assert answer.status_code == 403
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "alleen te bereiken vanaf de computer" in answer.get_data(as_text=True)


@pytest.mark.parametrize("remote", ["127.0.0.1", "127.8.8.8", "::1"])
def test_a_demonstration_answers_this_machine(client: FlaskClient, remote: str) -> None:
    assert client.get("/inloggen", environ_base={"REMOTE_ADDR": remote}).status_code == 200


def test_in_earnest_the_portal_answers_everybody_and_knows_no_invented_persons(earnest_app: Flask) -> None:
    answer = earnest_app.test_client().get("/inloggen", environ_base={"REMOTE_ADDR": "203.0.113.5"})
    assert answer.status_code == 200
    assert earnest_app.config["DEMONSTRATION"] is False
