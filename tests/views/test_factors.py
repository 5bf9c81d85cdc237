"""The page of the own second factors: add an app, name, remove; wrong person, wrong input, rules, audited."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import MOST_FACTORS, REAUTHENTICATED, SessionEnd
from portal.domain.audit import AuditAction
from portal.domain.notices import NoticeKind
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, Mail, Notice, SecondFactor, SignInSession
from portal.queries.factors import has_factor, recovery_codes_left
from portal.services import app_codes
from tests.browsing import signed_in
from tests.builders import person
from tests.conftest import NOW
from tests.factoring import WRONG, code, obliging, start, step, with_app, with_codes

PAGE = "/mijn/factoren"


@pytest.fixture
def anna(bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    account = person(bare_session, "anna", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    return account


@pytest.fixture
def client(bare_app: Flask, anna: Account) -> FlaskClient:
    return signed_in(bare_app, anna.email)


def offered(bare_app: Flask, anna: Account, page: str) -> tuple[str, str]:
    """The hidden field of a new app, and the secret in it."""
    found = re.search(r'name="geheim" type="hidden" value="([^"]+)"', page)
    assert found
    return found[1], app_codes.offer_of(bare_app.config["SECRET_KEY"], anna.id, found[1])


def add_app(bare_app: Flask, client: FlaskClient, anna: Account, name: str = "Telefoon") -> str:
    offer, secret = offered(bare_app, anna, client.get(f"{PAGE}/app").text)
    data = {"geheim": offer, "name": name, "code": code(secret=secret)}
    answer = client.post(f"{PAGE}/app", data=data)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def factor_id(session: Session) -> int:
    session.expire_all()
    return session.scalars(sa.select(SecondFactor.id).order_by(SecondFactor.id)).all()[0]


def kinds_of_notices(session: Session) -> list[NoticeKind]:
    return list(session.scalars(sa.select(Notice.kind).order_by(Notice.id)))


def test_the_page_says_that_there_is_none_yet(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert "U hebt nog geen tweede factor" in page
    assert "App met codes toevoegen" in page
    assert "Herstelcodes beheren" not in page


def test_an_app_is_added_with_the_code_it_shows(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    elsewhere = signed_in(bare_app, anna.email)
    assert add_app(bare_app, client, anna) == f"{PAGE}/herstelcodes"

    factor = bare_session.scalars(sa.select(SecondFactor)).one()
    assert (factor.account_id, factor.name) == (anna.id, "Telefoon")
    assert factor.confirmed_at
    assert recovery_codes_left(bare_session, anna.id) == 10
    assert elsewhere.get("/rollen").status_code == 302
    assert client.get("/rollen").status_code == 200
    ended = sa.select(SignInSession.end_reason).where(SignInSession.ended_at.is_not(None))
    assert bare_session.scalars(ended).all() == [SessionEnd.FACTORS_CHANGED]
    assert kinds_of_notices(bare_session) == [NoticeKind.FACTOR_ADDED]
    assert len(bare_session.scalars(sa.select(Mail.id)).all()) == 1
    added = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.FACTOR_ADDED)
    assert bare_session.scalars(added).one().details == {"kind": "totp"}


def test_the_code_that_added_an_app_signs_nobody_in(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    offer, secret = offered(bare_app, anna, client.get(f"{PAGE}/app").text)
    used = code(secret=secret)
    client.post(f"{PAGE}/app", data={"geheim": offer, "name": "Telefoon", "code": used})
    other = bare_app.test_client()
    start(other, "anna")
    assert step(other, used).status_code == 422
    assert step(other, code(30, secret=secret)).status_code == 302


def test_the_picture_and_the_typed_secret_say_the_same(
    bare_app: Flask, client: FlaskClient, anna: Account
) -> None:
    page = client.get(f"{PAGE}/app").text
    _offer, secret = offered(bare_app, anna, page)
    shown = re.search(r'class="p-secret">(.*?)</p>', page, re.DOTALL)
    assert shown
    assert "".join(re.findall(r"<span>(\w{1,4})</span>", shown[1])) == secret
    assert '<svg role="img"' in page
    assert "style=" not in page
    assert "<style" not in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": WRONG}, "Deze code klopt niet."),
        ({"code": ""}, "Vul de zes cijfers in"),
        ({"name": ""}, "Geef een naam"),
        ({"name": "x" * 81}, "Deze tekst is te lang."),
        ({"geheim": "onzin"}, "Deze QR-code is verlopen."),
    ],
)
def test_a_wrong_answer_adds_nothing_and_keeps_the_same_secret(
    bare_app: Flask,
    client: FlaskClient,
    anna: Account,
    bare_session: Session,
    changed: dict[str, str],
    words: str,
) -> None:
    offer, secret = offered(bare_app, anna, client.get(f"{PAGE}/app").text)
    data = {"geheim": offer, "name": "Telefoon", "code": code(secret=secret)} | changed
    answer = client.post(f"{PAGE}/app", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert (offered(bare_app, anna, answer.text)[1] == secret) is ("geheim" not in changed)
    assert not has_factor(bare_session, anna.id)


def test_an_offer_to_somebody_else_adds_nothing(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    offer, secret = offered(bare_app, anna, client.get(f"{PAGE}/app").text)
    data = {"geheim": offer, "name": "Telefoon", "code": code(secret=secret)}
    assert signed_in(bare_app, other.email).post(f"{PAGE}/app", data=data).status_code == 422
    assert not has_factor(bare_session, other.id)


def test_nobody_has_more_factors_than_anybody_needs(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    for number in range(MOST_FACTORS):
        with_app(bare_session, anna, bare_app.config["SECRET_KEY"], f"App {number}")
    bare_session.commit()
    offer, secret = offered(bare_app, anna, client.get(f"{PAGE}/app").text)
    data = {"geheim": offer, "name": "Te veel", "code": code(secret=secret)}
    answer = client.post(f"{PAGE}/app", data=data)
    assert answer.status_code == 409
    assert "U hebt al tien tweede factoren" in answer.text


def test_a_factor_gets_another_name(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    number = with_app(bare_session, anna, bare_app.config["SECRET_KEY"]).id
    bare_session.commit()
    assert 'value="Telefoon"' in client.get(f"{PAGE}/{number}/naam").text
    assert client.post(f"{PAGE}/{number}/naam", data={"name": " "}).status_code == 422
    assert client.post(f"{PAGE}/{number}/naam", data={"name": "Werktelefoon"}).status_code == 302
    assert "Werktelefoon" in client.get(PAGE).text
    changed = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.ACCOUNT_CHANGED)
    assert bare_session.scalars(changed).one().details == {"factor": ["Telefoon", "Werktelefoon"]}


def test_a_factor_is_removed_and_with_the_last_go_the_codes(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    number = with_app(bare_session, anna, bare_app.config["SECRET_KEY"]).id
    with_codes(bare_session, anna)
    bare_session.commit()
    elsewhere = signed_in(bare_app, anna.email)
    assert "Dit is uw laatste tweede factor." in client.get(f"{PAGE}/{number}/weghalen").text
    assert client.post(f"{PAGE}/{number}/weghalen").headers["Location"] == PAGE
    assert not has_factor(bare_session, anna.id)
    assert recovery_codes_left(bare_session, anna.id) == 0
    assert elsewhere.get("/rollen").status_code == 302
    assert kinds_of_notices(bare_session) == [NoticeKind.FACTOR_REMOVED]
    removed = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.FACTOR_REMOVED)
    assert bare_session.scalars(removed).one().details == {"kind": "totp"}
    assert start(bare_app.test_client(), "anna").headers["Location"] == "/"


def test_the_last_factor_stays_where_a_role_asks_for_one(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    number = with_app(bare_session, anna, bare_app.config["SECRET_KEY"]).id
    bare_session.commit()
    with obliging(bare_app, "programme_officer"):
        assert "Voeg eerst een andere toe" in client.get(f"{PAGE}/{number}/weghalen").text
        answer = client.post(f"{PAGE}/{number}/weghalen")
        assert answer.status_code == 409
        assert "dit is de laatste" in answer.text
        with_app(bare_session, anna, bare_app.config["SECRET_KEY"], "Tweede")
        bare_session.commit()
        assert client.post(f"{PAGE}/{number}/weghalen").status_code == 302
    assert bare_session.scalars(sa.select(SecondFactor.name)).all() == ["Tweede"]


@pytest.mark.parametrize("way", ["naam", "weghalen"])
def test_a_factor_of_somebody_else_is_not_there(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session, way: str
) -> None:
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    number = with_app(bare_session, other, bare_app.config["SECRET_KEY"]).id
    bare_session.commit()
    assert client.get(f"{PAGE}/{number}/{way}").status_code == 404
    assert client.post(f"{PAGE}/{number}/{way}", data={"name": "Van mij"}).status_code == 404
    assert factor_id(bare_session) == number


def test_codes_are_shown_once_and_can_be_saved(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    page = client.get(add_app(bare_app, client, anna)).text
    codes = re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", page)
    assert len(set(codes)) == 10
    sealed = re.search(r'name="codes" value="([^"]+)"', page)
    assert sealed
    file = client.post(f"{PAGE}/herstelcodes/bestand", data={"codes": sealed[1]})
    assert file.mimetype == "text/plain"
    assert "attachment" in file.headers["Content-Disposition"]
    assert all(each in file.text for each in codes)
    again = client.get(f"{PAGE}/herstelcodes").text
    assert codes[0] not in again
    assert "U hebt nog 10 herstelcodes die werken." in again


def test_codes_of_somebody_else_are_not_given_as_a_file(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    page = client.get(add_app(bare_app, client, anna)).text
    sealed = re.search(r'name="codes" value="([^"]+)"', page)
    assert sealed
    other = person(bare_session, "bram", Role.PROGRAMME_OFFICER)
    bare_session.commit()
    answer = signed_in(bare_app, other.email).post(f"{PAGE}/herstelcodes/bestand", data={"codes": sealed[1]})
    assert answer.status_code == 302


def test_new_codes_replace_the_old(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    with_app(bare_session, anna, bare_app.config["SECRET_KEY"])
    old = with_codes(bare_session, anna)
    bare_session.commit()
    assert client.post(f"{PAGE}/herstelcodes").headers["Location"] == f"{PAGE}/herstelcodes"
    page = client.get(f"{PAGE}/herstelcodes").text
    new = re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", page)
    other = bare_app.test_client()
    start(other, "anna")
    assert step(other, old[0]).status_code == 422
    assert step(other, new[0]).status_code == 302
    made = sa.select(AuditEvent).where(AuditEvent.action == AuditAction.RECOVERY_CODES_MADE)
    assert len(bare_session.scalars(made).all()) == 2


def test_without_a_factor_there_are_no_codes_to_make(
    client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    client.post(f"{PAGE}/herstelcodes")
    assert recovery_codes_left(bare_session, anna.id) == 0
    assert "U hebt geen herstelcodes" in client.get(f"{PAGE}/herstelcodes").text


@pytest.mark.parametrize("way", ["app", "passkey", "1/naam", "1/weghalen"])
def test_after_ten_minutes_it_is_asked_again_who_somebody_is(client: FlaskClient, way: str) -> None:
    with clock.at(NOW + REAUTHENTICATED):
        answer = client.get(f"{PAGE}/{way}")
    assert answer.headers["Location"].startswith("/bevestigen?")


def test_nothing_changes_before_it_is_shown_again(
    bare_app: Flask, client: FlaskClient, anna: Account, bare_session: Session
) -> None:
    number = with_app(bare_session, anna, bare_app.config["SECRET_KEY"]).id
    bare_session.commit()
    with clock.at(NOW + REAUTHENTICATED):
        assert client.post(f"{PAGE}/{number}/weghalen").status_code == 401
        assert client.post(f"{PAGE}/herstelcodes").status_code == 401
        assert client.post(f"{PAGE}/passkey/opties", json={}).status_code == 302
        assert client.post(f"{PAGE}/passkey", json={}).status_code == 302
        assert client.get(PAGE).status_code == 200
    assert factor_id(bare_session) == number
    assert recovery_codes_left(bare_session, anna.id) == 0
