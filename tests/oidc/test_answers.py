"""Answers that no honest provider gives: every one is refused, and a password still works."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from authlib.oidc.core.util import create_half_hash
from flask.testing import FlaskClient
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.demo.personas import PASSWORD
from portal.domain.accounts import TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.notices import NoticeKind
from portal.models import Account, AuditEvent, ExternalIdentity, Notice, SignInSession
from portal.services import tokens
from tests.oidc.browsing import asked_of, left_for, text_of
from tests.oidc.issuer import Issuer

PortalAt = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("coordinator")
RETURN = "/inloggen/organisatie/terug"


def came_back(client: FlaskClient, issuer: Issuer, **more: str) -> TestResponse:
    """Leave, and come back with the state that was asked and the token that the issuer makes."""
    asked = asked_of(left_for(client))
    issuer.nonce = issuer.nonce or asked["nonce"]
    return client.get(RETURN, query_string={"code": "code", "state": asked["state"], **more})


def refused(client: FlaskClient, answer: TestResponse, session: Session, status: int = 502) -> str:
    """Check that nobody came in, and return the page."""
    assert answer.status_code == status, text_of(answer)
    assert client.get("/maatregelen").status_code == 302
    assert session.scalars(sa.select(SignInSession)).all() == []
    assert session.scalars(sa.select(ExternalIdentity)).all() == []
    return text_of(answer)


def test_a_right_answer_opens_the_door(portal_at: PortalAt, issuer: Issuer, bare_session: Session) -> None:
    """So that every other test here fails for the one thing it changes."""
    client = portal_at(issuer.address)
    assert came_back(client, issuer).headers["Location"] == "/"
    assert client.get("/maatregelen").status_code == 200
    path, form = issuer.asked[-1] if issuer.asked[-1][0] == "/token" else issuer.asked[-2]
    assert path == "/token"
    assert form["redirect_uri"] == "http://127.0.0.1:5000/inloggen/organisatie/terug"
    assert len(form["code_verifier"]) >= 43


def test_a_link_that_comes_about_by_itself_is_told(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session
) -> None:
    came_back(portal_at(issuer.address), issuer)
    assert bare_session.scalars(sa.select(Notice.kind)).all() == [NoticeKind.FACTOR_ADDED]
    issuer.nonce = ""
    came_back(portal_at(issuer.address), issuer)
    assert len(bare_session.scalars(sa.select(Notice)).all()) == 1


def test_an_invitation_that_still_waits_in_a_mailbox_dies_with_it(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, coordinator: Account
) -> None:
    invitation = tokens.issue(bare_session, SYSTEM, coordinator, TokenPurpose.INVITATION)
    bare_session.commit()
    came_back(portal_at(issuer.address), issuer)
    bare_session.expire_all()
    assert not tokens.is_usable(invitation)


def test_what_is_asked_has_state_nonce_and_a_challenge(portal_at: PortalAt, issuer: Issuer) -> None:
    client = portal_at(issuer.address)
    first, second = asked_of(left_for(client)), asked_of(left_for(client))
    assert first["code_challenge_method"] == "S256"
    assert first["scope"] == "openid email"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elders.example"},
        {"iss": None},
        {"aud": "een-ander"},
        {"aud": ["een-ander"]},
        {"aud": ["mainportaal", "een-ander"]},
        {"aud": ["mainportaal", "een-ander"], "azp": "een-ander"},
        {"azp": "een-ander"},
        {"aud": None},
        {"nonce": "van een ander"},
        {"nonce": None},
        {"exp": -61},
        {"exp": None},
        {"exp": "morgen"},
        {"iat": 120},
        {"iat": -3600},
        {"iat": None},
        {"nbf": 120},
        {"at_hash": "van-een-ander"},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "een\x00twee"},
    ],
    ids=str,
)
def test_a_token_with_one_wrong_claim_is_refused(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, claims: dict[str, Any]
) -> None:
    moments = {"exp", "iat", "nbf"}
    issuer.claims = {
        name: issuer.now + value if name in moments and isinstance(value, int) else value
        for name, value in claims.items()
    }
    client = portal_at(issuer.address)
    page = refused(client, came_back(client, issuer), bare_session)
    assert "Het antwoord van uw organisatie klopt niet." in page
    last = bare_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert last.action is AuditAction.SIGN_IN_REFUSED
    assert last.actor_name == "Onbekend"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": ["mainportaal"]},
        {"aud": ["mainportaal", "een-ander"], "azp": "mainportaal"},
        {"exp": -59},
        {"iat": 59},
        {"at_hash": "goed"},
        {"email": "COORDINATOR@toets.example"},
    ],
    ids=str,
)
def test_a_token_that_is_unusual_and_right_is_accepted(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, claims: dict[str, Any]
) -> None:
    issuer.claims = {
        name: issuer.now + value if isinstance(value, int) else value for name, value in claims.items()
    }
    if "at_hash" in claims:
        issuer.claims["at_hash"] = create_half_hash("toegang", "RS256").decode()
    assert came_back(portal_at(issuer.address), issuer).headers.get("Location") == "/"


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email": None},
        {"email": ["coordinator@toets.example"]},
        {"email": "\u212aoordinator@toets.example"},
        {"email": "coordinator@toets.example\x00"},
        {"email": "niemand@toets.example"},
    ],
    ids=str,
)
def test_an_address_that_is_not_vouched_for_opens_nothing(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, claims: dict[str, Any]
) -> None:
    issuer.claims = claims
    client = portal_at(issuer.address)
    page = refused(client, came_back(client, issuer), bare_session, 403)
    assert "Vraag een beheerder om een uitnodiging." in page


def test_letters_that_become_others_open_nothing(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, coordinator: Account
) -> None:
    """The sign for kelvin becomes a k when capitals are ignored."""
    coordinator.email = "koordinator@toets.example"
    bare_session.commit()
    issuer.claims = {"email": "\u212aoordinator@toets.example"}
    assert issuer.claims["email"].lower() == coordinator.email
    client = portal_at(issuer.address)
    refused(client, came_back(client, issuer), bare_session, 403)


def test_an_address_links_no_second_subject(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session
) -> None:
    first, second = portal_at(issuer.address), portal_at(issuer.address)
    assert came_back(first, issuer).status_code == 302
    issuer.nonce, issuer.claims = "", {"sub": "iemand-anders"}
    assert came_back(second, issuer).status_code == 403
    assert bare_session.scalars(sa.select(ExternalIdentity.subject)).all() == ["iemand"]


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def unsigned(issuer: Issuer) -> str:
    parts = ({"alg": "none"}, {"sub": "iemand", "iss": issuer.address, "aud": "mainportaal"})
    head, body = (encoded(json.dumps(part).encode()) for part in parts)
    return f"{head}.{body}."


def test_a_token_without_signature_is_refused(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session
) -> None:
    client = portal_at(issuer.address)
    issuer.token = unsigned(issuer)
    refused(client, came_back(client, issuer), bare_session)


@pytest.mark.parametrize("secret", ["geheim-van-de-toets", "public key"])
def test_a_token_signed_with_a_shared_secret_is_refused(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, secret: str
) -> None:
    """Also when the secret is the public key, which everybody knows."""
    client = portal_at(issuer.address)
    asked = asked_of(left_for(client))
    issuer.nonce = asked["nonce"]
    _head, body, _signature = issuer.signed().split(".")
    head = encoded(json.dumps({"alg": "HS256", "kid": "een"}).encode())
    assert isinstance(issuer.key, RSAKey)
    known = issuer.key.as_pem(private=False) if secret == "public key" else secret.encode()
    seal = encoded(hmac.digest(known, f"{head}.{body}".encode(), "sha256"))
    issuer.token = f"{head}.{body}.{seal}"
    answer = client.get(RETURN, query_string={"code": "code", "state": asked["state"]})
    refused(client, answer, bare_session)


@pytest.mark.parametrize("token", ["", "a.b.c", "a.b", "é.é.é", "e30.e30.e30", "." * 50])
def test_what_is_no_token_is_refused(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, token: str
) -> None:
    client = portal_at(issuer.address)
    issuer.token = token
    refused(client, came_back(client, issuer), bare_session)


def test_a_key_that_the_provider_does_not_show_is_refused(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session
) -> None:
    client = portal_at(issuer.address)
    issuer.key = RSAKey.generate_key(2048, {"kid": "een"})
    refused(client, came_back(client, issuer), bare_session)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ECKey.generate_key("P-256", {"kid": "twee"}), "ES256"),
        (RSAKey.generate_key(2048, {"kid": "twee"}), "PS256"),
        (RSAKey.generate_key(2048), "RS256"),
    ],
    ids=["ES256", "PS256", "nameless"],
)
def test_other_signatures_of_keys_that_it_shows_are_accepted(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, key: RSAKey | ECKey, algorithm: str
) -> None:
    client = portal_at(issuer.address)
    issuer.key, issuer.algorithm = key, algorithm
    issuer.keys = [dict(key.as_dict(private=False)), {"kty": "raar"}, {"kty": "RSA", "use": "enc"}]
    assert came_back(client, issuer).status_code == 302


def test_new_keys_are_fetched_when_a_token_names_one(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = portal_at(issuer.address)
    assert came_back(client, issuer).status_code == 302
    issuer.key = RSAKey.generate_key(2048, {"kid": "nieuw"})
    issuer.keys, issuer.nonce = [dict(issuer.key.as_dict(private=False))], ""
    assert came_back(client, issuer).status_code == 502, "not asked again within half a minute"
    monkeypatch.setattr("portal.oidc.provider.REFRESH_SECONDS", -1)
    issuer.nonce = ""
    assert came_back(client, issuer).status_code == 302
    assert [path for path, _form in issuer.asked].count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://elders.example"},
        {"issuer": None},
        {"jwks_uri": "https://elders.example/sleutels"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "http://127.0.0.1:1/sleutels"},
        {"token_endpoint": None},
        {"token_endpoint": "http://iemand@127.0.0.1/token"},
        {"authorization_endpoint": "https://elders.example/inloggen"},
        {"userinfo_endpoint": "https://elders.example/wie"},
    ],
    ids=str,
)
def test_a_description_that_points_elsewhere_is_not_followed(
    portal_at: PortalAt, issuer: Issuer, description: dict[str, Any]
) -> None:
    issuer.description = description
    client = portal_at(issuer.address)
    answer = client.get("/inloggen/organisatie")
    assert answer.status_code == 502
    assert "Log in met uw e-mailadres en wachtwoord." in text_of(answer)
    assert [path for path, _form in issuer.asked] == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize(
    ("path", "status", "content", "shown"),
    [
        ("/.well-known/openid-configuration", 500, b"", 503),
        ("/.well-known/openid-configuration", 404, b"", 502),
        ("/.well-known/openid-configuration", 302, b"", 502),
        ("/.well-known/openid-configuration", 200, b"<html>", 502),
        ("/.well-known/openid-configuration", 200, b"[]", 502),
        ("/.well-known/openid-configuration", 200, b"[" * 60_000, 502),
        ("/.well-known/openid-configuration", 200, b" " * 70_000, 502),
        ("/token", 400, b'{"error": "invalid_grant"}', 502),
        ("/token", 503, b"", 503),
        ("/token", 429, b"", 503),
        ("/token", 200, b"{}", 502),
        ("/token", 200, b'{"id_token": 7, "access_token": []}', 502),
        ("/sleutels", 200, b'{"keys": 7}', 502),
        ("/sleutels", 200, b'{"keys": []}', 502),
        ("/sleutels", 200, b'{"keys": [7, {}, {"kty": "RSA", "n": "!", "e": "AQAB"}]}', 502),
    ],
)
def test_a_broken_provider_gives_a_page_and_leaves_the_password(
    portal_at: PortalAt,
    issuer: Issuer,
    bare_session: Session,
    path: str,
    status: int,
    content: bytes,
    shown: int,
) -> None:
    client = portal_at(issuer.address)
    if path.startswith("/.well-known"):
        issuer.broken = {path: (status, content)}
        answer = client.get("/inloggen/organisatie")
    else:
        asked = asked_of(left_for(client))
        issuer.nonce, issuer.broken = asked["nonce"], {path: (status, content)}
        answer = client.get(RETURN, query_string={"code": "code", "state": asked["state"]})
    assert answer.status_code == shown
    assert "Inloggen via uw organisatie lukt nu niet" in text_of(answer)
    form = {"email": "coordinator@toets.example", "wachtwoord": PASSWORD}
    assert client.post("/inloggen", data=form).headers["Location"] == "/"


def test_a_provider_that_is_gone_gives_a_page(portal_at: PortalAt) -> None:
    answer = portal_at("http://127.0.0.1:9").get("/inloggen/organisatie")
    assert answer.status_code == 503
    assert "De dienst van uw organisatie antwoordt niet." in text_of(answer)


@pytest.mark.parametrize(
    ("advertised", "named", "status"),
    [(True, None, 502), (True, "https://elders.example", 502), (False, "https://elders.example", 502)],
)
def test_an_answer_in_the_name_of_another_issuer_is_refused(
    portal_at: PortalAt,
    issuer: Issuer,
    bare_session: Session,
    advertised: bool,  # noqa: FBT001 - a value of the table
    named: str | None,
    status: int,
) -> None:
    issuer.description = {"authorization_response_iss_parameter_supported": advertised}
    client = portal_at(issuer.address)
    refused(client, came_back(client, issuer, **({"iss": named} if named else {})), bare_session, status)
    assert "/token" not in [path for path, _form in issuer.asked]


@pytest.mark.parametrize("query", [{}, {"code": "code"}, {"code": "code", "state": "van een ander"}])
def test_an_answer_without_its_state_is_refused(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, query: dict[str, str]
) -> None:
    client = portal_at(issuer.address)
    left_for(client)
    answer = client.get(RETURN, query_string=query)
    page = refused(client, answer, bare_session, 400)
    assert "Deze poging om in te loggen is verlopen" in page
    assert "/token" not in [path for path, _form in issuer.asked]


def test_the_user_information_must_be_about_the_same_person(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session
) -> None:
    issuer.description = {"userinfo_endpoint": f"{issuer.address}/wie"}
    issuer.claims = {"email": None}
    said = {"sub": "een-ander", "email": "coordinator@toets.example", "email_verified": True}
    issuer.broken = {"/wie": (200, json.dumps(said).encode())}
    client = portal_at(issuer.address)
    refused(client, came_back(client, issuer), bare_session)


def test_the_secret_goes_where_the_provider_wants_it(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session
) -> None:
    issuer.description = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert came_back(portal_at(issuer.address), issuer).status_code == 302
    forms = [form for path, form in issuer.asked if path == "/token"]
    assert forms[0]["client_secret"] == "geheim-van-de-toets"


def test_one_is_sent_on_only_within_the_portal(portal_at: PortalAt, issuer: Issuer) -> None:
    client = portal_at(issuer.address)
    asked = asked_of(left_for(client, "/inloggen/organisatie?volgende=//elders.example"))
    issuer.nonce = asked["nonce"]
    answer = client.get(RETURN, query_string={"code": "code", "state": asked["state"]})
    assert answer.headers["Location"] == "/"


def test_a_path_too_long_for_a_cookie_leads_home(portal_at: PortalAt, issuer: Issuer) -> None:
    client = portal_at(issuer.address)
    asked = asked_of(left_for(client, "/inloggen/organisatie?volgende=/" + "x" * 5000))
    issuer.nonce = asked["nonce"]
    answer = client.get(RETURN, query_string={"code": "code", "state": asked["state"]})
    assert answer.headers["Location"] == "/"


def test_invented_persons_do_not_come_in_in_earnest(
    portal_at: PortalAt,
    issuer: Issuer,
    bare_session: Session,
    coordinator: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coordinator.demonstration = True
    bare_session.commit()
    client = portal_at(issuer.address)
    monkeypatch.setitem(client.application.config, "DEMONSTRATION", False)
    refused(client, came_back(client, issuer), bare_session, 403)


def test_the_button_and_the_pages_are_there_only_with_settings(
    portal_at: PortalAt, issuer: Issuer, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = portal_at(issuer.address)
    page = text_of(client.get("/inloggen?volgende=/maatregelen"))
    assert "Inloggen met Toets &amp; Co" in page
    assert "/inloggen/organisatie?volgende=/maatregelen" in page
    monkeypatch.setitem(client.application.extensions, "mainportaal.single_sign_on", None)
    monkeypatch.setitem(client.application.jinja_env.globals, "organisation_name", "")
    assert "organisatie" not in text_of(client.get("/inloggen"))
    for path in ("/inloggen/organisatie", RETURN):
        assert client.get(path).status_code == 404


def test_an_attempt_is_used_up_here_too(portal_at: PortalAt, issuer: Issuer, bare_session: Session) -> None:
    """Somebody who caught the cookie and the answer brings both again, to a provider that does not mind."""
    client, thief = portal_at(issuer.address), portal_at(issuer.address)
    asked = asked_of(left_for(client))
    issuer.nonce = asked["nonce"]
    with client.session_transaction() as mine, thief.session_transaction() as theirs:
        theirs.update(mine)
    query = {"code": "code", "state": asked["state"]}
    assert client.get(RETURN, query_string=query).status_code == 302
    issuer.asked.clear()
    again = thief.get(RETURN, query_string=query)
    assert again.status_code == 400
    assert "verlopen" in text_of(again)
    assert issuer.asked == []


def test_many_answers_that_let_nobody_in_have_to_wait(portal_at: PortalAt, issuer: Issuer) -> None:
    client = portal_at(issuer.address)
    # Who comes in does not count.
    for _number in range(3):
        issuer.nonce = ""
        assert came_back(client, issuer).status_code == 302
    issuer.nonce = "van een ander"
    assert [came_back(client, issuer).status_code for _ in range(31)] == [*[502] * 30, 429]
    issuer.asked.clear()
    answer = came_back(client, issuer)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "te vaak achter elkaar" in text_of(answer)
    assert issuer.asked == []
