"""A small house with administrators, and an administrator's browser."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain.audit import Actor, AuditAction
from portal.domain.roles import Role
from portal.models import Account, AuditEvent
from tests.browsing import signed_in
from tests.builders import House, house, person


@dataclass
class Office:
    """Everybody of a house with two networks, two administrators and somebody who reads."""

    session: Session
    house: House
    admin: Account
    second: Account
    reader: Account

    @property
    def actor(self) -> Actor:
        """The first administrator, as who acts."""
        return Actor(self.admin.id, self.admin.name, (Role.ADMINISTRATOR,))

    def account(self, name: str) -> Account:
        """Return somebody by the first part of the address."""
        return self.session.scalars(sa.select(Account).where(Account.email == f"{name}@toets.example")).one()

    def events(self, action: AuditAction) -> list[AuditEvent]:
        """Return what the audit trail says of an action, the newest first."""
        found = sa.select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id.desc())
        return list(self.session.scalars(found))


def make_office(session: Session) -> Office:
    """Make the house."""
    built = house(session, 2)
    for network in built.networks:
        person(session, f"partner.{network.code}", Role.CONTRIBUTOR, network)
    admin = person(session, "beheerder", Role.ADMINISTRATOR)
    second = person(session, "beheerder2", Role.ADMINISTRATOR)
    reader = person(session, "lezer", Role.READER)
    session.commit()
    return Office(session, built, admin, second, reader)


def browser(app: Flask, patch: pytest.MonkeyPatch, name: str = "beheerder") -> FlaskClient:
    """Return the browser of somebody of the house; CSRF is tested apart."""
    patch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return signed_in(app, f"{name}@toets.example")


def told(answer: TestResponse, status: int = 200) -> str:
    """Return the page, once it answers as it should."""
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer.get_data(as_text=True)
