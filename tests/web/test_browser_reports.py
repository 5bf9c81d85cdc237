"""What browsers report of refused content becomes a line without data, and never a flood."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from portal.views import browser_reports
from portal.web.browser_reports import MOST_BYTES, MOST_REPORTS, Allowance, violations
from portal.web.headers import HEADERS
from portal.web.logs import configure_logging

OLD = {
    "csp-report": {
        "document-uri": "https://portaal.example/rapportages/2026-1/rotterdam?geheim=abc#x",
        "violated-directive": "script-src",
        "blocked-uri": "https://evil.example/steal?data=secret",
        "script-sample": "alert('vertrouwelijk')",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "https://portaal.example/maatregelen?q=naam",
            "effectiveDirective": "style-src-attr",
            "blockedURL": "inline",
        },
    },
    {"type": "deprecation", "body": {"id": "x"}},
]


@pytest.fixture
def client(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A browser that signed nobody in, and a whole minute of lines."""
    monkeypatch.setattr(browser_reports, "_allowance", Allowance(5))
    configure_logging("json", "INFO")
    yield bare_app.test_client()
    configure_logging("json", "ERROR")


def send(
    client: FlaskClient, report: Any, media_type: str = "application/csp-report"
) -> tuple[int, list[Any]]:
    body = report if isinstance(report, bytes) else json.dumps(report)
    with capture_logs() as lines:
        answer = client.post("/browsermeldingen", data=body, content_type=media_type)
    return answer.status_code, [line for line in lines if line["event"] == "content_refused"]


def test_every_answer_says_where_to_report() -> None:
    assert "report-uri /browsermeldingen" in HEADERS["Content-Security-Policy"]
    assert "report-to browsermeldingen" in HEADERS["Content-Security-Policy"]
    assert HEADERS["Reporting-Endpoints"] == 'browsermeldingen="/browsermeldingen"'


def test_a_report_is_a_line_without_anything_of_the_person(client: FlaskClient) -> None:
    status, lines = send(client, OLD)
    assert status == 204
    [line] = lines
    assert (line["directive"], line["blocked"]) == ("script-src", "https://evil.example")
    assert line["door"] == "reports.show"
    assert not any(word in str(line) for word in ("geheim", "secret", "vertrouwelijk"))


def test_the_newer_form_is_understood_too(client: FlaskClient) -> None:
    status, lines = send(client, NEW, "application/reports+json")
    assert status == 204
    assert [(line["directive"], line["blocked"], line["door"]) for line in lines] == [
        ("style-src-attr", "inline", "maatregelen.index")
    ]


@pytest.mark.parametrize("path", ["/onbekend/met-geheim", "/maatregelen/", "geen pad", "", "/x" * 900])
def test_an_address_of_no_page_is_left_out(client: FlaskClient, path: str) -> None:
    status, lines = send(client, {"csp-report": {"document-uri": f"https://localhost{path}"}})
    assert status == 204
    assert [line["door"] for line in lines] == [""]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"csp-report": 3}', b"\xff\xfe", b"[" * 5_000, b"null", b'"tekst"']
)
def test_what_is_no_report_is_refused(client: FlaskClient, body: bytes) -> None:
    assert send(client, body) == (400, [])


def test_another_type_or_too_much_is_refused(client: FlaskClient) -> None:
    assert send(client, OLD, "text/plain")[0] == 400
    assert send(client, b" " * (MOST_BYTES + 1))[0] == 413


def test_a_flood_fills_no_log(client: FlaskClient) -> None:
    lines = [line for _ in range(20) for line in send(client, OLD)[1]]
    assert len(lines) == 5
    assert len(violations(json.dumps([NEW[0]] * 50).encode())) == MOST_REPORTS


def test_a_long_value_is_cut() -> None:
    [one] = violations(json.dumps({"csp-report": {"violated-directive": "x" * 9_000}}).encode())
    assert len(one.directive) == 120


def test_a_new_minute_has_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    allowance = Allowance(1)
    assert [allowance.take(), allowance.take()] == [True, False]
    monkeypatch.setattr(allowance, "_began", allowance._began - 61)
    assert allowance.take()
