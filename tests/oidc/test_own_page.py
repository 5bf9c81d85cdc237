"""Linking an account of the organisation oneself: confirmed here, by the same person, not long after."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd
from portal.domain.audit import AuditAction
from portal.domain.notices import NoticeKind
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, ExternalIdentity, Mail, Notice, SignInSession
from tests.browsing import signed_in
from tests.builders import person
from tests.conftest import NOW
from tests.oidc.browsing import asked_of, left_for, text_of
from tests.oidc.issuer import Issuer

PortalAt = Callable[[str], FlaskClient]
OWN, RETURN = "/mijn/organisatie", "/inloggen/organisatie/terug"


@pytest.fixture
def client(portal_at: PortalAt, issuer: Issuer, bare_app: Flask, coordinator: Account) -> FlaskClient:
    """A browser in which the coordinator signed in with a password."""
    portal_at(issuer.address)
    return signed_in(bare_app, coordinator.email)


def went_and_came(client: FlaskClient, issuer: Issuer, subject: str = "iemand") -> int:
    asked = asked_of(left_for(client, f"{OWN}/koppelen"))
    issuer.nonce, issuer.claims = asked["nonce"], {"sub": subject}
    return client.get(RETURN, query_string={"code": "code", "state": asked["state"]}).status_code


def linked(session: Session) -> list[tuple[int, str]]:
    return [(each.account_id, each.subject) for each in session.scalars(sa.select(ExternalIdentity))]


def told(session: Session) -> list[NoticeKind]:
    return list(session.scalars(sa.select(Notice.kind).order_by(Notice.id)))


def test_coming_back_links_nothing_until_it_is_confirmed(
    client: FlaskClient, issuer: Issuer, bare_session: Session, coordinator: Account
) -> None:
    assert "Er is nog niets gekoppeld" in text_of(client.get(OWN))
    assert went_and_came(client, issuer) == 302
    assert linked(bare_session) == []
    assert "ingelogd als coordinator@toets.example" in text_of(client.get(OWN))
    client.post(f"{OWN}/koppelen")
    assert linked(bare_session) == [(coordinator.id, "iemand")]
    event = bare_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (event.action, event.actor_id) == (AuditAction.IDENTITY_LINKED, coordinator.id)
    assert event.details == {}
    assert "Uw account is gekoppeld met Toets &amp; Co" in text_of(client.get(OWN))


def test_confirming_without_having_been_there_links_nothing(
    client: FlaskClient, bare_session: Session
) -> None:
    answer = client.post(f"{OWN}/koppelen", follow_redirects=True)
    assert "Het koppelen duurde te lang" in text_of(answer)
    assert linked(bare_session) == []


def test_confirming_late_links_nothing(client: FlaskClient, issuer: Issuer, bare_session: Session) -> None:
    assert went_and_came(client, issuer) == 302
    with clock.at(NOW + timedelta(minutes=11)):
        client.get("/maatregelen")
        bare_session.execute(sa.update(SignInSession).values(reauthenticated_at=clock.now()))
        bare_session.commit()
        client.post(f"{OWN}/koppelen")
    assert linked(bare_session) == []


def test_an_answer_for_somebody_else_in_this_browser_links_nothing(
    client: FlaskClient, issuer: Issuer, bare_app: Flask, bare_session: Session
) -> None:
    """Somebody leaves to link, and another signs in in the same browser before the answer comes."""
    asked = asked_of(left_for(client, f"{OWN}/koppelen"))
    issuer.nonce = asked["nonce"]
    person(bare_session, "ander", Role.READER)
    bare_session.commit()
    with signed_in(bare_app, "ander@toets.example").session_transaction() as theirs:
        token = theirs["_user_id"]
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    answer = client.get(RETURN, query_string={"code": "code", "state": asked["state"]})
    assert answer.status_code == 400
    client.post(f"{OWN}/koppelen")
    assert linked(bare_session) == []


def test_what_belongs_to_somebody_is_not_linked_again(
    client: FlaskClient, issuer: Issuer, bare_session: Session
) -> None:
    other = person(bare_session, "ander", Role.READER)
    bare_session.add(
        ExternalIdentity(account_id=other.id, issuer=issuer.address, subject="iemand", linked_at=NOW)
    )
    bare_session.commit()
    assert went_and_came(client, issuer) == 302
    answer = client.post(f"{OWN}/koppelen")
    assert answer.status_code == 409
    assert "Er is al een account van uw organisatie gekoppeld" in text_of(answer)
    assert linked(bare_session) == [(other.id, "iemand")]


def test_unlinking_ends_the_other_sessions(
    client: FlaskClient, issuer: Issuer, bare_app: Flask, bare_session: Session, coordinator: Account
) -> None:
    went_and_came(client, issuer)
    client.post(f"{OWN}/koppelen")
    elsewhere = signed_in(bare_app, coordinator.email)
    client.post(f"{OWN}/ontkoppelen")
    assert linked(bare_session) == []
    assert elsewhere.get("/maatregelen").status_code == 302
    assert client.get("/maatregelen").status_code == 200
    reasons = bare_session.scalars(sa.select(SignInSession.end_reason)).all()
    assert reasons.count(SessionEnd.FACTORS_CHANGED) == 1
    # A second time there is nothing to undo, and nothing is written down.
    before = bare_session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
    client.post(f"{OWN}/ontkoppelen")
    assert bare_session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == before


def test_linking_ends_the_other_sessions_and_linking_and_unlinking_are_told(
    client: FlaskClient, issuer: Issuer, bare_app: Flask, bare_session: Session, coordinator: Account
) -> None:
    elsewhere = signed_in(bare_app, coordinator.email)
    went_and_came(client, issuer)
    client.post(f"{OWN}/koppelen")
    assert elsewhere.get("/maatregelen").status_code == 302
    assert client.get("/maatregelen").status_code == 200
    assert (
        bare_session.scalars(sa.select(SignInSession.end_reason)).all().count(SessionEnd.FACTORS_CHANGED) == 1
    )
    assert told(bare_session) == [NoticeKind.FACTOR_ADDED]
    client.post(f"{OWN}/ontkoppelen")
    assert told(bare_session) == [NoticeKind.FACTOR_ADDED, NoticeKind.FACTOR_REMOVED]
    assert bare_session.scalars(sa.select(Mail.account_id)).all() == [coordinator.id] * 2
    assert "Er is een manier van inloggen toegevoegd" in text_of(client.get("/meldingen"))


def test_the_only_way_in_stays(
    client: FlaskClient, issuer: Issuer, bare_session: Session, coordinator: Account
) -> None:
    went_and_came(client, issuer)
    client.post(f"{OWN}/koppelen")
    coordinator.password_hash = ""
    bare_session.commit()
    page = text_of(client.get(OWN))
    assert "Stel eerst een wachtwoord in" in page
    assert "ontkoppelen" not in page
    assert client.post(f"{OWN}/ontkoppelen").status_code == 409
    assert len(linked(bare_session)) == 1


def test_who_showed_long_ago_who_they_are_is_asked_again(client: FlaskClient, bare_session: Session) -> None:
    bare_session.execute(sa.update(SignInSession).values(reauthenticated_at=NOW - timedelta(minutes=11)))
    bare_session.commit()
    view = client.application.view_functions
    for name in ("ask", "link", "unlink"):
        assert getattr(view[f"single_sign_on.{name}"], "dangerous", False)


def test_the_own_page_leads_here_only_with_a_provider(
    client: FlaskClient, bare_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert OWN in text_of(client.get("/mijn"))
    monkeypatch.setitem(client.application.extensions, "mainportaal.single_sign_on", None)
    assert OWN not in text_of(client.get("/mijn"))
    assert client.get(OWN).status_code == 404


def test_nobody_in_particular_has_no_such_page(portal_at: PortalAt, issuer: Issuer) -> None:
    stranger = portal_at(issuer.address)
    assert stranger.get(OWN).headers["Location"].startswith("/inloggen")
    assert stranger.post(f"{OWN}/koppelen").status_code == 401
