"""Error pages: in Dutch, with a number to ask about, losing nothing; and the headers of every answer."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask, abort, flash
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from config.settings import load_settings
from portal.app import create_app
from portal.database import db
from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.models import Account
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
    app.add_url_rule("/half", "half", requires(Door.PUBLIC)(_save_half), methods=["POST"])
    app.add_url_rule("/druk", "busy", requires(Door.PUBLIC)(lambda: abort(429)))
    with app.app_context():
        create_account(
            db.session, SYSTEM, email="iemand@example.org", name="Iemand", password="zeven blauwe stoeptegels"
        )
        db.session.commit()
    yield app
    dispose(app)


def test_a_door_that_forgot_its_lock_stays_shut(odd_app: Flask) -> None:
    client = odd_app.test_client()
    assert client.get("/vergeten").headers["Location"].startswith("/inloggen")
    client.post("/inloggen", data={"email": "iemand@example.org", "wachtwoord": "zeven blauwe stoeptegels"})
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


def lines(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """What was logged since the last look; all of it is structured, and nothing went elsewhere."""
    told = capsys.readouterr()
    assert told.err == ""
    assert MARK not in told.out
    assert MARK not in caplog.text
    return [json.loads(line) for line in told.out.splitlines()]


MARK = "Kenmerkende zin van een gebruiker"


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/kapot", "builtins.RuntimeError"),
        ("/plat", "sqlalchemy.exc.OperationalError"),
        ("/half", "sqlalchemy.exc.IntegrityError"),
    ],
)
def test_a_failure_is_one_line_without_what_was_typed(
    odd_app: Flask,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    path: str,
    error: str,
) -> None:
    client = odd_app.test_client()
    capsys.readouterr()
    answer = client.get(path) if path == "/plat" else client.post(path, data={"naam": MARK})
    assert answer.status_code in {500, 503}
    [line] = lines(capsys, caplog)
    assert (line["event"], line["level"], line["error"]) == ("failure", "error", error)
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert any(__file__ in frame for frame in line["trace"])  # type: ignore[attr-defined]
    if path == "/half":
        assert "name" in str(line["reason"])


def test_what_a_library_reports_is_a_line_too(
    odd_app: Flask, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    capsys.readouterr()
    logging.getLogger("een.bibliotheek").error("Mislukt", exc_info=ValueError(MARK))
    told = capsys.readouterr()
    line = json.loads(told.out)
    assert (line["event"], line["logger"], line["error"]) == (
        "library",
        "een.bibliotheek",
        "builtins.ValueError",
    )
    assert MARK not in told.out + told.err


def test_an_error_page_does_not_say_that_it_went_well(odd_app: Flask) -> None:
    client = odd_app.test_client()
    page = client.post("/half", data={"naam": "Iemand"}).get_data(as_text=True)
    assert "Er ging iets mis" in page
    assert "Het is opgeslagen." not in page
    assert "Het is opgeslagen." not in client.get("/inloggen").get_data(as_text=True)


def test_without_a_database_who_is_signed_in_gets_a_page(
    odd_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = odd_app.test_client()
    client.post("/inloggen", data={"email": "iemand@example.org", "wachtwoord": "zeven blauwe stoeptegels"})
    assert client.get("/").status_code == 200
    dead = sa.create_engine("sqlite:////bestaat/niet/portal.sqlite3")
    with odd_app.app_context():
        monkeypatch.setitem(db.sessionmaker.kw, "bind", dead)
        monkeypatch.setattr(db.sessionmaker.class_, "get_bind", lambda *_args, **_more: dead)
    for method, path in (("GET", "/"), ("GET", "/maatregelen"), ("POST", "/uitloggen"), ("GET", "/over")):
        answer = client.open(path, method=method)
        assert answer.status_code == 503
        page = answer.get_data(as_text=True)
        assert "Het portaal is even niet bereikbaar" in page
        assert answer.headers["X-Request-ID"] in page
    for path, status, words in (
        ("/bestaat-niet", 404, "Pagina niet gevonden"),
        ("/druk", 429, "Te veel pogingen"),
    ):
        answer = client.get(path)
        assert (answer.status_code, words in answer.get_data(as_text=True)) == (status, True)
    assert "Er ging iets mis" in client.post("/kapot").get_data(as_text=True)
    assert client.get("/healthz").status_code == 200


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
    raise RuntimeError(f"kapot: {MARK}")


def _save_half() -> str:
    """Promise too early, then save a row without a name; PostgreSQL quotes the whole row in its error."""
    flash("Het is opgeslagen.", "good")
    db.session.execute(
        sa.insert(Account).values(
            email="ander@example.org",
            name=sa.null(),
            organisation=MARK,
            password_hash="-",
            active=True,
            demonstration=False,
            created_at=clock.now(),
        )
    )
    db.session.commit()
    return "opgeslagen"


def _fall() -> str:
    raise OperationalError("select", {}, Exception("weg"))
