"""Signing in at a real provider of OpenID Connect: from the button to the page that was asked for."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urljoin

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.demo.personas import PASSWORD
from portal.domain import clock
from portal.domain.accounts import SignInMethod
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.roles import Role
from portal.models import Account, AuditEvent, ExternalIdentity, SignInSession
from portal.services.accounts import set_active
from tests.builders import person
from tests.oidc.browsing import Browser, asked_of, left_for, text_of

PortalAt = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("coordinator", "now")


def went_and_came(client: FlaskClient, who: str, start: str = "/inloggen/organisatie") -> str:
    """Go to the provider and sign in there; returns the path with which the browser comes back."""
    return Browser().sign_in(left_for(client, start), who)


def actions(session: Session) -> list[AuditAction]:
    return list(session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(2)))


def link(session: Session, account: Account, issuer: str, subject: str) -> None:
    session.add(
        ExternalIdentity(account_id=account.id, issuer=issuer, subject=subject, linked_at=clock.now())
    )
    session.commit()


def test_who_is_linked_comes_in_and_reaches_the_page(
    portal_at: PortalAt, real_issuer: str, bare_session: Session, coordinator: Account, now: datetime
) -> None:
    link(bare_session, coordinator, real_issuer, "bekend")
    client = portal_at(real_issuer)
    back = went_and_came(client, "bekend", "/inloggen/organisatie?volgende=/maatregelen?q%3Dhaven")
    answer = client.get(back)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/maatregelen?q=haven")
    assert client.get("/maatregelen").status_code == 200
    assert actions(bare_session)[0] is AuditAction.SIGNED_IN
    held = bare_session.scalars(sa.select(SignInSession)).one()
    assert held.method is SignInMethod.SINGLE_SIGN_ON
    identity = bare_session.scalars(sa.select(ExternalIdentity)).one()
    assert identity.last_used_at == now


def test_a_verified_address_links_the_account_once(
    portal_at: PortalAt, real_issuer: str, bare_session: Session, coordinator: Account
) -> None:
    client = portal_at(real_issuer)
    assert client.get(went_and_came(client, "nagekeken")).headers["Location"] == "/"
    assert actions(bare_session) == [AuditAction.SIGNED_IN, AuditAction.IDENTITY_LINKED]
    linked = bare_session.scalars(sa.select(ExternalIdentity)).one()
    assert (linked.account_id, linked.issuer, linked.subject) == (coordinator.id, real_issuer, "nagekeken")
    other = portal_at(real_issuer)
    assert other.get(went_and_came(other, "nagekeken")).status_code == 302
    assert bare_session.scalar(sa.select(sa.func.count()).select_from(ExternalIdentity)) == 1


@pytest.mark.parametrize("who", ["ongezien", "vreemd", "uitgezet", "bekend"])
def test_everybody_else_gets_one_answer(
    portal_at: PortalAt, real_issuer: str, bare_session: Session, who: str
) -> None:
    """An address nobody checked, a stranger, somebody who was put out: the page does not tell which."""
    gone = person(bare_session, "uitgezet", Role.PROGRAMME_OFFICER)
    set_active(bare_session, SYSTEM, gone, active=False)
    bare_session.commit()
    client = portal_at(real_issuer)
    answer = client.get(went_and_came(client, who))
    page = text_of(answer)
    assert answer.status_code == 403
    assert "Vraag een beheerder om een uitnodiging." in page
    assert who not in page.lower()
    assert "toets.example" not in page
    assert client.get("/maatregelen").status_code == 302
    assert actions(bare_session)[0] is AuditAction.SIGN_IN_REFUSED
    assert bare_session.scalars(sa.select(ExternalIdentity)).all() == []
    if who == "vreemd":
        event = bare_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert "vreemd" not in f"{event.actor_name} {event.subject_label} {event.details}"


def test_somebody_with_a_link_who_was_put_out_stays_out(
    portal_at: PortalAt, real_issuer: str, bare_session: Session, coordinator: Account
) -> None:
    link(bare_session, coordinator, real_issuer, "bekend")
    set_active(bare_session, SYSTEM, coordinator, active=False)
    bare_session.commit()
    client = portal_at(real_issuer)
    answer = client.get(went_and_came(client, "bekend"))
    assert answer.status_code == 403
    assert "Vraag een beheerder om een uitnodiging." in text_of(answer)


def test_an_answer_works_once_and_in_its_own_browser(
    portal_at: PortalAt, real_issuer: str, bare_session: Session
) -> None:
    client, other = portal_at(real_issuer), portal_at(real_issuer)
    back = went_and_came(client, "nagekeken")
    assert other.get(back).status_code == 400
    assert client.get(back).status_code == 302
    again = client.get(back)
    assert again.status_code == 400
    assert "Deze poging om in te loggen is verlopen" in text_of(again)


def test_a_stolen_code_is_worth_nothing_in_another_attempt(
    portal_at: PortalAt, real_issuer: str, bare_session: Session
) -> None:
    """The code of one attempt with the state of another: the provider wants the verifier of the first."""
    client = portal_at(real_issuer)
    stolen = asked_of(went_and_came(client, "nagekeken"))["code"]
    mine = asked_of(left_for(client))["state"]
    answer = client.get(f"/inloggen/organisatie/terug?code={stolen}&state={mine}&iss={real_issuer}")
    assert answer.status_code == 502
    assert client.get("/maatregelen").status_code == 302


def test_breaking_off_at_the_provider_is_told(portal_at: PortalAt, real_issuer: str) -> None:
    client, browser = portal_at(real_issuer), Browser()
    address = left_for(client)
    location, _page = browser.open(address)
    location, _page = browser.open(urljoin(address, f"{location}/abort"))
    location, _page = browser.open(location)
    answer = client.get("/inloggen/organisatie/terug?" + location.partition("?")[2])
    assert answer.status_code == 400
    assert "U hebt het inloggen bij uw organisatie afgebroken" in text_of(answer)


def test_nothing_of_the_answer_stands_in_the_log(
    portal_at: PortalAt, real_issuer: str, capsys: pytest.CaptureFixture[str], bare_session: Session
) -> None:
    from portal.web.logs import configure_logging  # noqa: PLC0415 - this test alone looks at the log

    configure_logging("json", "DEBUG")
    try:
        client = portal_at(real_issuer)
        back = went_and_came(client, "nagekeken")
        client.get(back)
    finally:
        configure_logging("json", "ERROR")
    log = capsys.readouterr().out
    asked = asked_of(back)
    assert "single_sign_on.finish" in log
    secrets = (asked["code"], asked["state"], "nagekeken", "TOETS.example")
    assert [secret for secret in secrets if secret in log] == []


def test_the_account_is_linked_from_the_own_page_and_unlinked_again(
    portal_at: PortalAt, real_issuer: str, bare_session: Session, coordinator: Account
) -> None:
    client = portal_at(real_issuer)
    client.get(went_and_came(client, "nagekeken"))
    assert "Uw account is gekoppeld met Toets &amp; Co" in text_of(client.get("/mijn/organisatie"))
    # The organisation did not say when this person showed who they are.
    assert client.post("/mijn/organisatie/ontkoppelen").status_code == 401
    client.post("/bevestigen", data={"wachtwoord": PASSWORD})
    assert client.post("/mijn/organisatie/ontkoppelen").status_code == 302
    assert actions(bare_session)[0] is AuditAction.IDENTITY_UNLINKED
    assert bare_session.scalars(sa.select(ExternalIdentity)).all() == []
    back = went_and_came(client, "vreemd", "/mijn/organisatie/koppelen")
    assert client.get(back).headers["Location"] == "/mijn/organisatie"
    assert bare_session.scalars(sa.select(ExternalIdentity)).all() == []
    assert "ingelogd als vreemd@elders.example" in text_of(client.get("/mijn/organisatie"))
    client.post("/mijn/organisatie/koppelen")
    assert actions(bare_session)[0] is AuditAction.IDENTITY_LINKED
    assert bare_session.scalars(sa.select(ExternalIdentity.subject)).all() == ["vreemd"]
    stranger = portal_at(real_issuer)
    assert stranger.get(went_and_came(stranger, "vreemd")).headers["Location"] == "/"
