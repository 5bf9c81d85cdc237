"""What makes a link from a mail work stands in no line of the log, whatever is done with the link."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.accounts import TokenPurpose
from portal.domain.audit import SYSTEM
from portal.domain.roles import Role
from portal.services import tokens
from portal.web.account_mail import ENDPOINTS, link_of
from portal.web.logs import configure_logging
from tests.builders import person

NEW = "zeven blauwe stoeptegels"


@pytest.fixture
def log(bare_app: Flask) -> Iterator[None]:
    """Log every request, as in earnest."""
    configure_logging("json", "INFO")
    yield
    configure_logging("json", "ERROR")


@pytest.fixture
def browser(bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    return bare_app.test_client()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("purpose", [TokenPurpose.PASSWORD_RESET, TokenPurpose.INVITATION])
def test_no_secret_of_a_link_and_no_password_is_logged(
    bare_app: Flask,
    browser: FlaskClient,
    bare_session: Session,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    purpose: TokenPurpose,
) -> None:
    token = tokens.issue(bare_session, SYSTEM, person(bare_session, "lezer", Role.READER), purpose)
    secret = tokens.secret_of(token, bare_app.config["SECRET_KEY"])
    with bare_app.test_request_context():
        address = "/" + link_of(token).split("/", 3)[3]
    bare_session.commit()
    assert address.endswith(secret)
    # As it should be, refused, mangled, with the wrong method, and once it is worth nothing.
    for password in ("kort", NEW, NEW):
        browser.get(address)
        browser.post(address, data={"wachtwoord": password})
    for mangled in (f"{address}/", f"{address}/en/meer", f"{address}.", f"{address}?a=b"):
        browser.get(mangled)
    browser.put(address)
    browser.get(address, headers={"Host": "kwaad.example"})
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert len(lines) >= 11
    assert {line["path"] for line in lines} == {address.removesuffix(secret) + "…"}
    for text in (told.out, told.err, caplog.text):
        assert secret not in text
        assert secret[:20] not in text
        assert NEW not in text


@pytest.mark.usefixtures("log")
def test_other_addresses_are_logged_as_they_are(
    browser: FlaskClient, bare_session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    browser.get("/inloggen")
    browser.get("/wachtwoord/vergeten")
    paths = [json.loads(line)["path"] for line in capsys.readouterr().out.splitlines()]
    assert paths == ["/inloggen", "/wachtwoord/vergeten"]


def test_every_link_in_a_mail_has_its_secret_where_the_log_leaves_it_out(bare_app: Flask) -> None:
    rules = {rule.endpoint: rule for rule in bare_app.url_map.iter_rules()}
    known = [rules[endpoint] for endpoint in ENDPOINTS.values() if endpoint in rules]
    assert len(known) >= 2
    assert all(rule.rule.endswith("/<geheim>") for rule in known)
