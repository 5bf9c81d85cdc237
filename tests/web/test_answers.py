"""What every answer of the portal in earnest says: its type, its cookie, and nothing of what runs it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config.settings import load_settings
from portal.app import create_app
from tests.conftest import dispose

PAGES = ["/inloggen", "/over", "/bestaat-niet", "/healthz", "/readyz", "/maatregelen"]


@pytest.fixture(scope="module")
def earnest_app(new_database: Callable[[], str]) -> Iterator[Flask]:
    """An application as it is in earnest."""
    key = "een-sleutel-van-ruim-dertig-tekens-voor-de-toets"
    app = create_app(
        load_settings(
            {
                "PORTAL_SECRET_KEY": key,
                "PORTAL_AUDIT_KEY": "nog-een-sleutel-van-ruim-dertig-tekens-voor-de-toets",
                "PORTAL_DATABASE_URL": new_database(),
                "PORTAL_LOG_LEVEL": "ERROR",
            }
        )
    )
    yield app
    dispose(app)


@pytest.fixture
def browser(earnest_app: Flask) -> FlaskClient:
    """A browser over https."""
    client = earnest_app.test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    return client


@pytest.mark.parametrize("path", PAGES)
def test_text_says_which_signs_it_is_written_in(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path, base_url="https://localhost")
    if answer.mimetype != "application/json":
        assert answer.content_type == "text/html; charset=utf-8"


def test_the_only_cookie_is_the_session_and_it_is_shut(browser: FlaskClient) -> None:
    cookies = {
        line
        for path in PAGES
        for line in browser.get(path, base_url="https://localhost").headers.getlist("Set-Cookie")
    }
    assert cookies
    for line in cookies:
        name, *parts = [part.strip() for part in line.split(";")]
        assert name.startswith("__Host-mainportaal=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
        assert not any(part.startswith(("Domain", "Expires", "Max-Age")) for part in parts)
        assert len(line) < 4096


@pytest.mark.parametrize("path", PAGES)
def test_nothing_tells_what_runs_it(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path, base_url="https://localhost")
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers
    page = answer.get_data(as_text=True)
    assert not any(word in page for word in ("Werkzeug", "gunicorn", "Traceback", "Flask/"))


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_keeps_to_the_policy_and_out_of_caches(browser: FlaskClient, path: str) -> None:
    headers = browser.get(path, base_url="https://localhost").headers
    policy = headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_development_aid_is_there(earnest_app: Flask, browser: FlaskClient) -> None:
    assert not earnest_app.debug
    assert not earnest_app.testing
    assert not {"design", "postbox", "profile"} & set(earnest_app.blueprints)
    for path in (
        "/console",
        "/.git/config",
        "/static/",
        "/static/build/",
        "/.env",
        "/onderdelen",
        "/postvak",
        "/profiel",
    ):
        assert browser.get(path, base_url="https://localhost").status_code == 404
