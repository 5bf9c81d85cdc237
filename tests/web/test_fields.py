"""A value counts from where it belongs, once: fields in the address or twice do nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def client(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser; the token of a form is no concern here."""
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    return bare_app.test_client()


def test_a_field_in_the_address_is_no_field_of_the_form(client: FlaskClient) -> None:
    answer = client.post("/inloggen?email=a@toets.example&wachtwoord=lang-genoeg", data={})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Vul uw e-mailadres in." in page
    assert "Vul uw wachtwoord in." in page
    assert 'value="a@toets.example"' not in page


def test_of_a_field_that_comes_twice_the_first_counts(client: FlaskClient) -> None:
    answer = client.post("/inloggen", data={"email": ["een@toets.example", "twee@toets.example"]})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="een@toets.example"' in page
    assert 'value="twee@toets.example"' not in page


@pytest.mark.parametrize(
    "body",
    [
        {"email": "a@toets.example", "wachtwoord": "x"},
        {"email": 5, "wachtwoord": {"a": 1}},
        {"email": ["a"], "wachtwoord": None},
        [1, 2],
        "tekst",
        5,
    ],
)
def test_a_form_in_another_shape_is_an_empty_form(client: FlaskClient, body: object) -> None:
    answer = client.post("/inloggen", json=body)
    assert answer.status_code == 422
    assert "Vul uw e-mailadres in." in answer.get_data(as_text=True)


def test_an_address_of_elsewhere_in_a_field_twice_leads_nowhere(client: FlaskClient) -> None:
    answer = client.get("/maatregelen?volgende=/a&volgende=https://evil.example")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/inloggen?volgende=/maatregelen")
