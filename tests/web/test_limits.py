"""Requests that no form of ours sends: too big, too many, too odd. A Dutch page, never a failure."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from config.server import server_settings
from portal.domain.roles import Role
from tests.browsing import signed_in
from tests.builders import person

PARTS = (
    b"".join(
        b'--grens\r\nContent-Disposition: form-data; name="veld-%d"\r\n\r\nx\r\n' % number
        for number in range(10_000)
    )
    + b"--grens--\r\n"
)
TAKES_FILE = "/brieven/nieuw"
FORMS = ("/inloggen", "/signalen/nieuw", TAKES_FILE, "/meldingen/voorkeuren")


@pytest.fixture
def client(bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of a programme officer, in an application that answers failures as it does in earnest."""
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setattr(bare_app, "testing", False)
    person(bare_session, "medewerker", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    return signed_in(bare_app, "medewerker@toets.example")


def is_dutch(answer: TestResponse) -> bool:
    return 'lang="nl"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "body",
    [
        {"data": {"tekst": "x" * 3_000_000}},
        {"data": "tekst=" + "x" * 3_000_000, "content_type": "application/x-www-form-urlencoded"},
        {"data": {f"veld-{number}": "x" for number in range(10_000)}},
        {"data": {"zelfde": ["x"] * 10_000}},
        {"data": PARTS, "content_type": "multipart/form-data; boundary=grens"},
    ],
    ids=["big", "big text", "10000 keys", "10000 times one key", "10000 parts"],
)
def test_what_is_too_big_is_refused(client: FlaskClient, path: str, body: dict[str, Any]) -> None:
    answer = client.post(path, **body)
    assert is_dutch(answer)
    if path == TAKES_FILE and answer.status_code == 422:
        # Where a file may come, a long text is read, and refused by its own field.
        return
    assert answer.status_code == 413
    assert "Wat u verstuurt, is te groot" in answer.get_data(as_text=True)


def test_a_big_file_is_refused_where_files_are_taken(client: FlaskClient) -> None:
    head = b'--grens\r\nContent-Disposition: form-data; name="bestand"; filename="brief.pdf"\r\n\r\n'
    body = head + b"x" * 11 * 1024**2 + b"\r\n--grens--\r\n"
    answer = client.post(TAKES_FILE, data=body, content_type="multipart/form-data; boundary=grens")
    assert answer.status_code == 413


def test_a_body_that_says_to_be_small_is_read_no_further(client: FlaskClient) -> None:
    answer = client.post(
        "/inloggen",
        input_stream=BytesIO(b"x" * 3_000_000),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"CONTENT_LENGTH": "99999999999"},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "body",
    [
        {"data": b"{}", "content_type": "application/json"},
        {"data": b"[1, 2]", "content_type": "application/json"},
        {"data": b"[" * 100_000, "content_type": "application/json"},
        {
            "data": b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
            "content_type": "application/xml",
        },
        {"data": b"\xff\xfe", "content_type": "application/x-www-form-urlencoded; charset=utf-16"},
        {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"x", "content_type": "multipart/form-data"},
        {"data": b"a=1&a=2&email=a&email=b", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"", "content_type": ""},
        {"data": b"%ed%a0%80=%00&email=%00%ed%a0%80", "content_type": "application/x-www-form-urlencoded"},
        {"data": {"email": "een\x00twee", "titel": "een\x00twee"}},
    ],
    ids=["json", "list", "deep", "xml", "charset", "cut", "no boundary", "twice", "none", "surrogate", "NUL"],
)
def test_a_body_of_another_kind_never_breaks_a_form(
    client: FlaskClient, path: str, body: dict[str, Any]
) -> None:
    answer = client.post(path, **body)
    assert answer.status_code in {302, 400, 413, 415, 422}
    if answer.status_code != 302:
        assert is_dutch(answer)


def test_deep_json_never_breaks_what_takes_json(bare_app: Flask, client: FlaskClient) -> None:
    doors = [rule for rule in bare_app.url_map.iter_rules() if rule.endpoint.startswith("autosave")]
    adapter = bare_app.url_map.bind("localhost")
    for rule in doors:
        values = {name: 1 if "int" in str(rule._converters[name]) else "x" for name in rule.arguments}
        for body in (b"[" * 100_000, b'{"a":' * 50_000, b"\x00", b'"\\ud800"', b"NaN", b"1e999999"):
            path = adapter.build(rule.endpoint, values)
            answer = client.post(path, data=body, content_type="application/json")
            assert answer.status_code in {400, 403, 404, 413, 415, 422}, f"{path}: {answer.status_code}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "mainportaal=" + "x" * 100_000},
        {"Cookie": "; ".join(f"c{number}=x" for number in range(5_000))},
        {"Cookie": "mainportaal=\xff\xfe; =;;=;"},
        {"User-Agent": "x" * 100_000},
        {"Accept-Language": "nl;q=x, *;q=9999" * 1_000},
        {"If-None-Match": "x" * 10_000},
        {"Range": "bytes=0-,1-,2-" * 1_000},
        {"Referer": "https://kwaad.example/" + "x" * 10_000},
        {"X-Forwarded-For": "x" * 10_000},
        {"Content-Length": "-1"},
        {"Content-Length": "veel"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_odd_headers_never_break_a_page(client: FlaskClient, headers: dict[str, str]) -> None:
    stranger = client.application.test_client(use_cookies=False)
    for path in ("/over", "/inloggen", "/maatregelen", "/bestaat-niet"):
        answer = stranger.get(path, headers=headers)
        assert answer.status_code in {200, 302, 400, 404, 413, 431}


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 100_000,
        "&".join(f"a{n}=x" for n in range(10_000)),
        "q=%00",
        "q=%ed%a0%80",
        "%00=%ff",
        "&&==&",
    ],
    ids=["long", "many", "NUL", "surrogate", "no text", "nothing"],
)
def test_odd_queries_never_break_a_list(client: FlaskClient, query: str) -> None:
    for path in ("/maatregelen", "/moties", "/signalen", "/brieven", "/inloggen"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code in {200, 302, 400, 404}


@pytest.mark.parametrize(
    "path", ["/maatregelen/%00", "/netwerken/%ed%a0%80", "/moties/%ff", "/%0d%0aSet-Cookie:x"]
)
def test_addresses_that_are_no_text_are_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "x" not in answer.headers.getlist("Set-Cookie")


def test_the_server_takes_no_endless_lines() -> None:
    settings = server_settings("127.0.0.1", 5000, demo=False)
    assert settings.limit_request_line <= 8190
    assert settings.limit_request_fields <= 100
    assert settings.limit_request_field_size <= 8190
    assert settings.forwarded_allow_ips == ""
