"""Error pages: in Dutch, with a number to ask about, losing nothing; and the headers of every answer."""

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from portal.web.doors import Door, requires
from portal.web.headers import HEADERS
from tests.conftest import SignIn


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


def test_a_door_that_declares_nothing_answers_403(bare_app: Flask) -> None:
    if "forgotten" not in bare_app.view_functions:
        bare_app._got_first_request = False
        bare_app.add_url_rule("/vergeten", "forgotten", lambda: "binnen")
        bare_app.add_url_rule("/kapot", "broken", requires(Door.PUBLIC)(_break), methods=["POST"])
        bare_app.add_url_rule("/plat", "down", requires(Door.PUBLIC)(_fall))
        bare_app.add_url_rule("/druk", "busy", requires(Door.PUBLIC)(lambda: abort(429)))
    client = bare_app.test_client()
    assert client.get("/vergeten").status_code == 302
    assert client.post("/vergeten").status_code in {403, 405}


def _break() -> str:
    raise RuntimeError("kapot")


def _fall() -> str:
    raise OperationalError("select", {}, Exception("weg"))
