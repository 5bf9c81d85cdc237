"""Periods that open and close by themselves, or say why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.domain.errors import PeriodStartedError
from portal.domain.notices import NoticeKind
from portal.domain.periods import InvalidPeriodError
from portal.domain.workflow import PeriodState
from portal.models import AuditEvent, Notice, Period
from portal.services import extensions, periods
from portal.services.planned import close_planned, open_planned
from tests import builders
from tests.builders import SECOND, House

OPENS, CLOSES = SECOND.submit_from, SECOND.submit_until + timedelta(days=3)
DATES = replace(SECOND, opens_on=OPENS, closes_on=CLOSES)


@pytest.fixture
def built(bare_session: Session) -> House:
    return builders.house(bare_session, 2)


def plan(session: Session, built: House) -> Period:
    with clock.at(at(OPENS - timedelta(days=9))):
        return periods.plan_period(session, built.officer, "ronde", "Ronde", DATES)


def at(day: date) -> datetime:
    """Just after midnight in Amsterdam."""
    return datetime.combine(day - timedelta(days=1), time(23, 1), UTC)


def last_event(session: Session) -> AuditEvent:
    return session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


def test_it_opens_and_closes_at_the_beginning_of_the_day(bare_session: Session, built: House) -> None:
    period = plan(bare_session, built)
    with clock.at(at(OPENS) - timedelta(minutes=2)):
        assert open_planned(bare_session) == []
    with clock.at(at(OPENS)):
        assert open_planned(bare_session) == [period]
        assert open_planned(bare_session) == []
    event = last_event(bare_session)
    assert (event.action, event.actor_id, event.actor_name) == (AuditAction.PERIOD_OPENED, None, "Systeem")
    assert bare_session.scalar(sa.select(sa.func.count()).where(Notice.kind == NoticeKind.OPENED)) == 2
    with clock.at(at(CLOSES) - timedelta(minutes=2)):
        assert close_planned(bare_session) == []
    with clock.at(at(CLOSES)):
        assert close_planned(bare_session) == [period]
        assert close_planned(bare_session) == []
    assert period.state is PeriodState.CLOSED
    assert last_event(bare_session).actor_name == "Systeem"


def test_nobody_who_got_more_time_is_shut_out(bare_session: Session, built: House) -> None:
    period = plan(bare_session, built)
    with clock.at(at(OPENS)):
        open_planned(bare_session)
    report = builders.report_of(bare_session, period, built.networks[0])
    later = CLOSES + timedelta(days=4)
    with clock.at(at(OPENS) + timedelta(days=3)):
        extensions.extend_due_date(bare_session, built.officer, report, SECOND.submit_until, later, "Ziekte.")
    for day, closed in ((CLOSES, []), (later, []), (later + timedelta(days=1), [period])):
        with clock.at(at(day)):
            assert close_planned(bare_session) == closed


def test_an_extension_that_was_used_does_not_keep_it_open(bare_session: Session, built: House) -> None:
    period = plan(bare_session, built)
    with clock.at(at(OPENS)):
        open_planned(bare_session)
    report = builders.report_of(bare_session, period, built.networks[0])
    with clock.at(at(OPENS) + timedelta(days=3)):
        extensions.extend_due_date(
            bare_session, built.officer, report, SECOND.submit_until, CLOSES + timedelta(days=4), "Ziekte."
        )
        builders.fill(bare_session, built, report)
    builders.submit(bare_session, built, report, OPENS + timedelta(days=4))
    with clock.at(at(CLOSES)):
        assert close_planned(bare_session) == [period]


def test_what_is_not_ready_is_told_once_a_day_and_tried_again(bare_session: Session, built: House) -> None:
    period = plan(bare_session, built)
    maatregel = builders.maatregel(bare_session, "net-1-m1")
    owner, maatregel.owner = maatregel.owner, None
    bare_session.flush()
    told = sa.select(sa.func.count()).where(Notice.kind == NoticeKind.NOT_OPENED)
    counts = []
    for hours in (0, 1, 24):
        with clock.at(at(OPENS) + timedelta(hours=hours)):
            assert open_planned(bare_session) == []
            counts.append(bare_session.scalar(told))
    assert counts == [1, 1, 2]
    assert period.state is PeriodState.PLANNED
    maatregel.owner = owner
    bare_session.flush()
    with clock.at(at(OPENS) + timedelta(hours=25)):
        assert open_planned(bare_session) == [period]


def test_another_open_period_stands_in_the_way(bare_session: Session, built: House) -> None:
    builders.open_round(bare_session, built, "vorige", builders.FIRST)
    plan(bare_session, built)
    with clock.at(at(OPENS)):
        assert open_planned(bare_session) == []
    assert bare_session.scalar(sa.select(sa.func.count()).where(Notice.kind == NoticeKind.NOT_OPENED)) == 1


def test_reopening_forgets_when_it_was_to_close(bare_session: Session, built: House) -> None:
    period = plan(bare_session, built)
    with clock.at(at(OPENS)):
        open_planned(bare_session)
    with clock.at(at(CLOSES)):
        close_planned(bare_session)
        periods.reopen_period(bare_session, built.officer, period, period.version, "Nog één rapportage.")
        assert close_planned(bare_session) == []
    assert period.closes_on is None


@pytest.mark.parametrize(
    ("dates", "fault"),
    [
        (replace(DATES, opens_on=SECOND.submit_until + timedelta(days=1)), "opens_after_submission"),
        (replace(DATES, closes_on=SECOND.submit_until), "closes_before_submission_end"),
    ],
)
def test_days_that_cannot_be(bare_session: Session, built: House, dates: object, fault: str) -> None:
    with pytest.raises(InvalidPeriodError, match=fault):
        periods.plan_period(bare_session, built.officer, "ronde", "Ronde", dates)  # type: ignore[arg-type]


def test_after_opening_only_the_closing_can_change(bare_session: Session, built: House) -> None:
    period = plan(bare_session, built)
    with clock.at(at(OPENS)):
        open_planned(bare_session)
    later = replace(DATES, closes_on=CLOSES + timedelta(days=7))
    periods.change_period(bare_session, built.officer, period, period.version, "Ronde", later)
    assert last_event(bare_session).details == {
        "closes_on": [CLOSES.isoformat(), (CLOSES + timedelta(days=7)).isoformat()]
    }
    with pytest.raises(PeriodStartedError):
        periods.change_period(
            bare_session, built.officer, period, period.version, "Ronde", replace(later, opens_on=None)
        )
