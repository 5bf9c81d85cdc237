"""What is kept for a time only goes by itself, and nothing before its time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from config.settings import load_settings
from portal.domain import clock
from portal.domain.accounts import LIFETIME, LONGEST, SignInMethod, TokenPurpose
from portal.domain.audit import SYSTEM
from portal.domain.roles import Role
from portal.jobs.running import Jobs
from portal.models import AccountToken, KeptInput, Mail, SignInSession
from portal.services import kept_input, sessions, tokens
from portal.services.pruning import RETENTION
from portal.services.sessions import Visitor
from tests.builders import person
from tests.conftest import NOW

MOMENT = timedelta(seconds=1)


@pytest.fixture
def jobs(bare_app: Flask, bare_session: Session) -> Jobs:
    """The jobs, in a portal with a session, a link in a mail, and text that was typed."""
    account = person(bare_session, "een", Role.READER)
    sessions.begin(bare_session, account, SignInMethod.PASSWORD, Visitor())
    tokens.issue(bare_session, SYSTEM, account, TokenPurpose.PASSWORD_RESET)
    kept_input.keep(bare_session, account.id, "/signalen/nieuw", [("titel", "Half af")])
    bare_session.commit()
    return Jobs(bare_app, load_settings({"PORTAL_DEMO": "true"}))


def left(session: Session) -> list[int]:
    """How many sessions, links, texts and mails there are."""
    kinds = (SignInSession, AccountToken, KeptInput, Mail)
    return [session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0 for kind in kinds]


def test_nothing_goes_before_its_time(jobs: Jobs, bare_session: Session) -> None:
    with clock.at(NOW + timedelta(days=30)):
        assert jobs.prune() == 0
    assert left(bare_session) == [1, 1, 1, 1]


def test_everything_goes_at_its_time_and_the_mail_stays_in_its_log(jobs: Jobs, bare_session: Session) -> None:
    with clock.at(NOW + timedelta(days=30) + MOMENT):
        assert jobs.prune() == 1
    assert left(bare_session) == [1, 1, 0, 1]
    with clock.at(NOW + LIFETIME[TokenPurpose.PASSWORD_RESET] + RETENTION + MOMENT):
        assert jobs.prune() == 1
    assert left(bare_session) == [1, 0, 0, 1]
    with clock.at(NOW + LONGEST + RETENTION + MOMENT):
        assert jobs.prune() == 1
    assert left(bare_session) == [0, 0, 0, 1]
    assert bare_session.scalars(sa.select(Mail.token_id)).all() == [None]
