"""What runs by itself: the next time of a duty is planned, and who answers for it is reminded."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from config.settings import load_settings
from portal.domain import clock
from portal.domain.accounts import TokenPurpose
from portal.domain.audit import SYSTEM
from portal.domain.notices import MailState, NoticeKind
from portal.domain.roles import Role
from portal.domain.terms import Recurrence
from portal.domain.throttling import PASSWORDS_OF_PLACE
from portal.jobs.delivering import deliver_due
from portal.jobs.posting import NotSentError
from portal.jobs.running import Jobs
from portal.models import AskOccurrence, Mail, Notice, Throttle
from portal.services import tokens
from portal.services.outbox import Letter
from portal.services.throttling import note_failure
from tests.builders import person
from tests.conftest import NOW
from tests.deadlines import ask


def test_a_duty_is_planned_and_asked_for_by_the_clock(bare_app: Flask, bare_session: Session) -> None:
    officer = person(bare_session, "een", Role.PROGRAMME_OFFICER)
    duty = ask(bare_session, "mot-plicht", date(2026, 3, 10), recurs=Recurrence.MONTHLY)
    bare_session.commit()
    jobs = Jobs(bare_app, load_settings({"PORTAL_DEMO": "true"}))

    def days() -> list[date]:
        bare_session.expire_all()
        wanted = sa.select(AskOccurrence.due_on).where(AskOccurrence.ask_id == duty.id)
        return list(bare_session.scalars(wanted.order_by(AskOccurrence.number)))

    assert jobs.remind() == 1
    assert days() == [date(2026, 3, 10), date(2026, 4, 10)]
    assert jobs.remind() == 0
    with clock.at(NOW + timedelta(days=30)):
        assert jobs.remind() == 1
    assert days() == [date(2026, 3, 10), date(2026, 4, 10), date(2026, 5, 10)]
    notices = bare_session.scalars(sa.select(Notice).order_by(Notice.id)).all()
    assert [(each.kind, each.account_id) for each in notices] == [
        (NoticeKind.ASK_OVERDUE, officer.id),
        (NoticeKind.ASK_OVERDUE, officer.id),
    ]


class Silent:
    """A post that refuses, or does not answer at all."""

    def __init__(self, *, unreachable: bool) -> None:
        self.tried: list[str] = []
        self._unreachable = unreachable

    def send(self, letter: Letter) -> None:
        self.tried.append(letter.address)
        raise NotSentError("Nee.", unreachable=self._unreachable)

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(("unreachable", "tried"), [(True, 1), (False, 2)])
def test_a_mail_server_that_does_not_answer_keeps_no_job_waiting(
    bare_app: Flask, bare_session: Session, *, unreachable: bool, tried: int
) -> None:
    for name in ("een", "twee"):
        tokens.issue(
            bare_session, SYSTEM, person(bare_session, name, Role.READER), TokenPurpose.PASSWORD_RESET
        )
    bare_session.commit()
    post = Silent(unreachable=unreachable)
    with bare_app.app_context():
        assert deliver_due(bare_session, post, "toets", timedelta(minutes=10)).failed == tried
    assert len(post.tried) == tried
    states = bare_session.scalars(sa.select(Mail.state)).all()
    assert states == [MailState.PENDING] * 2


def test_counters_that_say_nothing_any_more_are_removed(bare_app: Flask, bare_session: Session) -> None:
    note_failure(bare_session, PASSWORDS_OF_PLACE, "place:vroeg")
    with clock.at(NOW + timedelta(minutes=30)):
        note_failure(bare_session, PASSWORDS_OF_PLACE, "place:laat")
    bare_session.commit()
    jobs = Jobs(bare_app, load_settings({"PORTAL_DEMO": "true"}))
    with clock.at(NOW + timedelta(minutes=60)):
        assert jobs.forget_failures() == 1
    assert bare_session.scalars(sa.select(Throttle.bucket)).all() == ["place:laat"]
