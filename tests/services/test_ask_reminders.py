"""Reminders about the terms of asks: to whom, when, once, and no mail about what is done meanwhile."""

from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.dates import AMSTERDAM, DatePrecision, ImpreciseDate
from portal.domain.notices import NoticeKind, Reminder, ask_reminder
from portal.domain.roles import Role
from portal.domain.terms import Recurrence
from portal.models import Account, Ask, Notice
from portal.queries.occurrences import occurrences_of
from portal.services import accounts
from portal.services.deadlines import PostponementContent, make_occurrences, postpone
from portal.services.reminders import remind, still_matters
from tests.builders import person
from tests.deadlines import ask, close, motie, office, passage

LAST_DAY = date(2026, 6, 30)


@pytest.fixture
def people(bare_session: Session) -> list[Account]:
    """Two people of the office and one who is not."""
    found = [person(bare_session, name, Role.PROGRAMME_OFFICER) for name in ("een", "twee")]
    person(bare_session, "lid", Role.STEERING_MEMBER)
    return found


def told(session: Session, days: int, each: Ask, hour: int = 9) -> list[tuple[NoticeKind, int]]:
    """Remind so many days from the last day, and return what is new: the kind and whom."""
    moment = datetime.combine(LAST_DAY + timedelta(days=days), time(hour), AMSTERDAM)
    known = set(session.scalars(sa.select(Notice.id)))
    with clock.at(moment):
        remind(session)
    found = session.scalars(sa.select(Notice).where(Notice.ask_id == each.id).order_by(Notice.account_id))
    return [(notice.kind, notice.account_id) for notice in found if notice.id not in known]


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [
        (31, None),
        (30, Reminder(NoticeKind.ASK_ALMOST_DUE, 30)),
        (8, Reminder(NoticeKind.ASK_ALMOST_DUE, 30)),
        (7, Reminder(NoticeKind.ASK_ALMOST_DUE, 7)),
        (0, Reminder(NoticeKind.ASK_ALMOST_DUE, 7)),
        (-1, Reminder(NoticeKind.ASK_OVERDUE, 0)),
        (-7, Reminder(NoticeKind.ASK_OVERDUE, 0)),
        (-8, Reminder(NoticeKind.ASK_OVERDUE, 1)),
        (-15, Reminder(NoticeKind.ASK_OVERDUE, 2)),
        (-29, Reminder(NoticeKind.ASK_OVERDUE, 4)),
        (-119, Reminder(NoticeKind.ASK_OVERDUE, 4)),
        (-120, Reminder(NoticeKind.ASK_OVERDUE, 5)),
    ],
)
def test_steps(days_left: int, expected: Reminder | None) -> None:
    assert ask_reminder(LAST_DAY, LAST_DAY - timedelta(days=days_left)) == expected


def test_the_owner_is_told_once_for_each_step(bare_session: Session, people: list[Account]) -> None:
    item = motie(bare_session, "mot-een", owner=people[1])
    one = ask(bare_session, item, LAST_DAY)
    almost, late = (NoticeKind.ASK_ALMOST_DUE, people[1].id), (NoticeKind.ASK_OVERDUE, people[1].id)
    expected = {-31: [], -30: [almost], -29: [], -7: [almost], 0: [], 1: [late], 2: [], 8: [late], 14: []}
    assert {days: told(bare_session, days, one) for days in expected} == expected
    assert told(bare_session, 15, one, hour=7) == []
    assert told(bare_session, 15, one) == [late]


def test_without_an_owner_at_the_office_everybody_there_is_told(
    bare_session: Session, people: list[Account]
) -> None:
    everybody = [(NoticeKind.ASK_ALMOST_DUE, account.id) for account in people]
    assert told(bare_session, -30, ask(bare_session, "mot-een", LAST_DAY)) == everybody
    gone = person(bare_session, "weg", Role.PROGRAMME_OFFICER)
    of_gone = ask(bare_session, motie(bare_session, "mot-twee", owner=gone), LAST_DAY)
    accounts.set_active(bare_session, office(bare_session), gone, active=False)
    assert told(bare_session, -30, of_gone) == everybody


def test_what_is_outside_the_programme_or_closed_or_gone_is_nobodys_to_do(
    bare_session: Session, people: list[Account]
) -> None:
    outside = ask(bare_session, motie(bare_session, "mot-buiten", inside=False), LAST_DAY)
    closed = ask(bare_session, "mot-dicht", LAST_DAY)
    close(bare_session, closed, passage(bare_session, [closed]))
    gone = ask(bare_session, "mot-weg", LAST_DAY)
    gone.retired_on = LAST_DAY
    bare_session.flush()
    for each in (outside, closed, gone):
        assert told(bare_session, 1, each) == []


def test_a_duty_is_asked_for_time_after_time(bare_session: Session, people: list[Account]) -> None:
    duty = ask(
        bare_session, motie(bare_session, "mot-een", owner=people[0]), LAST_DAY, recurs=Recurrence.MONTHLY
    )
    with clock.at(datetime.combine(LAST_DAY, time(9), AMSTERDAM)):
        make_occurrences(bare_session, clock.today())
    assert [kind for kind, _who in told(bare_session, 0, duty)] == [NoticeKind.ASK_ALMOST_DUE]
    first, _second = occurrences_of(bare_session, duty.id)
    close(bare_session, duty, passage(bare_session, [duty]), first)
    # The next one is due on 31 July: within thirty days from 1 July on.
    assert told(bare_session, 0, duty) == []
    assert [kind for kind, _who in told(bare_session, 1, duty)] == [NoticeKind.ASK_ALMOST_DUE]
    assert [kind for kind, _who in told(bare_session, 32, duty)] == [NoticeKind.ASK_OVERDUE]


def test_no_mail_about_what_is_settled_or_moved_or_given_to_another(
    bare_session: Session, people: list[Account]
) -> None:
    def notice(code: str) -> tuple[Ask, Notice]:
        each = ask(bare_session, motie(bare_session, code, owner=people[0]), LAST_DAY)
        assert told(bare_session, 1, each) == [(NoticeKind.ASK_OVERDUE, people[0].id)]
        return each, bare_session.scalars(sa.select(Notice).where(Notice.ask_id == each.id)).one()

    with clock.at(datetime.combine(LAST_DAY + timedelta(days=2), time(9), AMSTERDAM)):
        one, about = notice("mot-een")
        assert still_matters(bare_session, about)
        close(bare_session, one, passage(bare_session, [one]))
        assert not still_matters(bare_session, about)
        two, about = notice("mot-twee")
        later = ImpreciseDate(DatePrecision.DAY, LAST_DAY + timedelta(days=20), "")
        postpone(
            bare_session, office(bare_session), two, two.version, PostponementContent(later, "Meer tijd.")
        )
        assert not still_matters(bare_session, about)
        three, about = notice("mot-drie")
        three.item.owner = people[1]
        bare_session.flush()
        assert not still_matters(bare_session, about)
