"""What another site makes a browser send is refused, whatever token it carries."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def client(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser; the token of a form is no concern here."""
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    return bare_app.test_client()


REFUSED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://localhost.evil.example"},
    {"Origin": "null"},
    {"Origin": "https://[onzin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
]
TAKEN: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://localhost:8443"},
]


@pytest.mark.parametrize("headers", REFUSED)
def test_a_change_that_comes_from_another_site_is_refused(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = client.post("/inloggen", data={"email": "a@toets.example"}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("headers", TAKEN)
def test_a_change_from_the_portal_itself_comes_in(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/inloggen", data={}, headers=headers).status_code == 422


def test_a_link_on_another_site_may_lead_here(client: FlaskClient) -> None:
    answer = client.get("/inloggen", headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://x.example"})
    assert answer.status_code == 200


def test_no_other_site_reads_an_answer(client: FlaskClient) -> None:
    for method in ("GET", "OPTIONS", "POST"):
        answer = client.open("/inloggen", method=method, headers={"Origin": "https://evil.example"})
        assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "ONZIN"])
def test_methods_that_no_door_has_are_refused(client: FlaskClient, method: str) -> None:
    assert client.open("/inloggen", method=method).status_code == 405
