"""What tests about the own account share: a person without appointments to worry about, in a browser."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.domain.roles import Role
from portal.models import Account, AuditEvent
from tests.browsing import signed_in
from tests.builders import person

LATER = timedelta(minutes=11)
"""Longer ago than that, showing who one is no longer counts for what is dangerous."""


class Visit:
    """Somebody who is signed in, and the database behind it."""

    def __init__(self, app: Flask, session: Session, role: Role = Role.PROGRAMME_OFFICER) -> None:
        self.app = app
        self.session = session
        self.account = person(session, "een", role)
        session.commit()
        self.client = self.browser()

    def browser(self) -> FlaskClient:
        """One more browser in which this person is signed in."""
        return signed_in(self.app, self.account.email)

    def page(self, path: str, status: int = 200) -> str:
        """The text of a page."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.headers.get("Location")
        return answer.get_data(as_text=True)

    def again(self) -> Account:
        """The account as it is in the database now."""
        self.session.expire_all()
        return self.account

    def actions(self, count: int) -> list[AuditAction]:
        """What happened last, the last first."""
        events = sa.select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(count)
        return list(self.session.scalars(events))


@pytest.fixture
def visit(bare_app: Flask, bare_session: Session, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Somebody of the programme office, just signed in."""
    monkeypatch.setitem(bare_app.config, "WTF_CSRF_ENABLED", False)
    return Visit(bare_app, bare_session)


def after(moment: datetime, **passed: float) -> datetime:
    """Return a later moment."""
    return moment + timedelta(**passed)
