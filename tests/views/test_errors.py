"""Error pages: in Dutch, with a number to ask about, losing nothing; and the headers of every answer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from config.settings import load_settings
from portal.app import create_app
from portal.database import db
from portal.domain.audit import SYSTEM
from portal.services.accounts import create_account
from portal.services.schema import alembic_config
from portal.web.doors import Door, requires
from portal.web.headers import HEADERS
from tests.conftest import SignIn, dispose, make_app


def test_an_unknown_address_is_told(client: FlaskClient) -> None:
    answer = client.get("/bestaat/niet")
    assert answer.status_code == 404
    assert answer.headers["X-Request-ID"] in answer.get_data(as_text=True)
    assert 'lang="nl"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("page", ["9223372036854775808", "-1", "0", "x", "٣", "99999", ""])
def test_odd_page_numbers_never_break_a_list(sign_in: SignIn, page: str) -> None:
    client = sign_in("lid1.stuurgroep@mainportaal.example")
    assert client.get("/maatregelen", query_string={"pagina": page}).status_code in {200, 404}


@pytest.mark.parametrize("path", ["/accounts/9223372036854775808", "/accounts/2147483647", "/accounts/-1"])
def test_odd_numbers_in_an_address_are_not_found(sign_in: SignIn, path: str) -> None:
    assert sign_in("beheerder@mainportaal.example").get(path).status_code == 404


@pytest.mark.parametrize("q", ["\x00", "%", "_", "'; DROP TABLE report; --", "🚢", "x" * 5000, "\u202e"])
def test_odd_search_words_never_break_a_list(sign_in: SignIn, q: str) -> None:
    client = sign_in("lid1.stuurgroep@mainportaal.example")
    for path in ("/maatregelen", "/moties", "/toezeggingen"):
        assert client.get(path, query_string={"q": q}).status_code == 200


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for path in ("/inloggen", "/bestaat-niet", "/healthz", "/over"):
        headers = client.get(path).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS
        assert headers["Cache-Control"] == "no-store"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_a_forbidden_post_shows_what_was_typed(sign_in: SignIn) -> None:
    client = sign_in("lezer.programma@mainportaal.example")
    answer = client.post("/rapportages/nieuw", data={"titel": "Mijn lange titel", "csrf_token": "geheim"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert "Mijn lange titel" in page
    assert "geheim" not in page


def test_another_host_is_refused(client: FlaskClient) -> None:
    assert client.get("/inloggen", headers={"Host": "evil.example"}).status_code == 400


def test_health_and_readiness(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok", "database": "ok", "migrations": "current"}


@pytest.fixture
def odd_app(new_database: Callable[[], str]) -> Iterator[Flask]:
    """An application with doors that forget their lock, break, and are too busy."""
    app = make_app(new_database())
    app.testing = False
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/vergeten", "forgotten", lambda: "binnen")
    app.add_url_rule("/kapot", "broken", requires(Door.PUBLIC)(_break), methods=["POST"])
    app.add_url_rule("/plat", "down", requires(Door.PUBLIC)(_fall))
    app.add_url_rule("/druk", "busy", requires(Door.PUBLIC)(lambda: abort(429)))
    with app.app_context():
        create_account(
            db.session, SYSTEM, email="iemand@example.org", name="Iemand", password="lang genoeg 123"
        )
        db.session.commit()
    yield app
    dispose(app)


def test_a_door_that_forgot_its_lock_stays_shut(odd_app: Flask) -> None:
    client = odd_app.test_client()
    assert client.get("/vergeten").headers["Location"].startswith("/inloggen")
    client.post("/inloggen", data={"email": "iemand@example.org", "wachtwoord": "lang genoeg 123"})
    answer = client.get("/vergeten")
    assert answer.status_code == 403


@pytest.mark.parametrize(("path", "status"), [("/druk", 429), ("/plat", 503)])
def test_busy_and_down_have_a_page(odd_app: Flask, path: str, status: int) -> None:
    answer = odd_app.test_client().get(path)
    assert answer.status_code == status
    assert answer.headers["X-Request-ID"] in answer.get_data(as_text=True)


def test_an_error_nobody_foresaw_keeps_the_text_and_tells_no_secret(odd_app: Flask) -> None:
    answer = odd_app.test_client().post(
        "/kapot", data={"gedaan": "Lang getypt", "wachtwoord": "geheim woord"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "Lang getypt" in page
    assert "geheim woord" not in page
    assert "RuntimeError" not in page


def test_without_a_database_the_process_lives_and_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/weg/portal.sqlite3"
    app = create_app(
        load_settings({"PORTAL_DEMO": "true", "PORTAL_SECURE_COOKIES": "false", "PORTAL_DATABASE_URL": url})
    )
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/inloggen").status_code == 503


def test_a_database_that_is_behind_is_not_ready(new_database: Callable[[], str]) -> None:
    url = new_database()
    app = make_app(url)
    with app.app_context(), db.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "0001")
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "unavailable", "database": "ok", "migrations": "behind"},
    )
    dispose(app)


def _break() -> str:
    raise RuntimeError("kapot")


def _fall() -> str:
    raise OperationalError("select", {}, Exception("weg"))
