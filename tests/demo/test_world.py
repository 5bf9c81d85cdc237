from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.database import db
from portal.demo.world import NoPlanError, build_world, world_exists
from portal.domain import clock
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.periods import Timeliness, timeliness
from portal.domain.reports import progress_gaps
from portal.domain.workflow import PeriodState, ReportState
from portal.models import AuditEvent, Maatregel, MaatregelProgress, Network, Period, Report
from portal.services.plan import check_plan, load_plan
from portal.services.reports import is_complete
from tests.conftest import NewDatabase, a_world
from tests.databases import ON_POSTGRES

PLAN = Path(__file__).resolve().parents[2] / "config" / "plan"
STEPS = 5
DAYS = [
    datetime(2023, 5, 1, 8, 0, tzinfo=UTC),
    datetime(2026, 11, 9, 23, 30, tzinfo=UTC),
    datetime(2027, 1, 11, 0, 5, tzinfo=UTC),
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
]
if ON_POSTGRES:
    # Which day it is makes no difference to the database: there the day that differs most will do.
    DAYS = DAYS[-1:]
OPEN_STATES = {
    "rotterdam": ReportState.DRAFT,
    "zeeland-west-brabant": ReportState.SUBMITTED,
    "noordzeekanaalgebied": ReportState.RETURNED,
    "schiphol": ReportState.ACCEPTED,
    "bloemenveilingen": ReportState.SUBMITTED,
    "overkoepelend": ReportState.DRAFT,
}


@pytest.fixture(autouse=True)
def context(bare_app: Flask) -> Iterator[None]:
    """The mails of the demonstration are made inside the application."""
    with bare_app.app_context():
        yield


def _build(session: Session) -> list[str]:
    load_plan(session, check_plan(PLAN), SYSTEM)
    return list(build_world(session))


def _reports(session: Session, state: PeriodState) -> dict[str, Report]:
    """Reports of the last period in a state, by network."""
    period = session.scalars(
        sa.select(Period).where(Period.state == state).order_by(Period.observes_from.desc())
    ).first()
    assert period is not None
    rows = session.scalars(sa.select(Report).where(Report.period_id == period.id))
    return {report.network.code: report for report in rows}


def _timeliness(report: Report) -> Timeliness:
    return timeliness(report.state, report.first_submitted_at, report.period.submit_until, clock.today())


def _everything(session: Session) -> Iterator[tuple[object, ...]]:
    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action != AuditAction.PLAN_LOADED))
    for event in sorted(events, key=lambda event: event.id):
        yield event.at, event.actor_name, event.action, event.subject_label, event.reason, event.details
    rows = session.execute(
        sa.select(Period.code, Maatregel.code, MaatregelProgress)
        .join(Report, Report.id == MaatregelProgress.report_id)
        .join(Period, Period.id == Report.period_id)
        .join(Maatregel, Maatregel.id == MaatregelProgress.maatregel_id)
        .order_by(Period.code, Maatregel.code)
    )
    for period, maatregel, progress in rows:
        yield period, maatregel, progress.content, progress.version, progress.updated_at


def test_without_a_plan_there_is_no_world(bare_session: Session) -> None:
    assert not world_exists(bare_session)
    with pytest.raises(NoPlanError, match="portal plan load"):
        list(build_world(bare_session))


def test_the_same_day_gives_the_same_world(world_app: Flask, new_database: NewDatabase) -> None:
    # On a database of its own: PostgreSQL goes on counting rows that were taken back.
    with a_world(new_database()) as again, again.app_context():
        built = list(_everything(db.session))
    assert len(built) > 300
    with world_app.app_context():
        assert list(_everything(db.session)) == built


def test_the_open_round_has_every_state(db_session: Session) -> None:
    reports = _reports(db_session, PeriodState.OPEN)
    assert {code: report.state for code, report in reports.items()} == OPEN_STATES
    assert {code: _timeliness(report) for code, report in reports.items()} == {
        "rotterdam": Timeliness.OVERDUE,
        "zeeland-west-brabant": Timeliness.LATE,
        "noordzeekanaalgebied": Timeliness.ON_TIME,
        "schiphol": Timeliness.ON_TIME,
        "bloemenveilingen": Timeliness.ON_TIME,
        "overkoepelend": Timeliness.OVERDUE,
    }


def test_the_drafts_are_half_and_wholly_filled_in(db_session: Session) -> None:
    reports = _reports(db_session, PeriodState.OPEN)
    complete = [not progress_gaps(row.content) for row in reports["rotterdam"].progress]
    assert complete.count(True) == 1
    assert complete.count(False) == 3
    assert is_complete(reports["overkoepelend"])
    returned = reports["noordzeekanaalgebied"].progress
    assert [bool(row.return_reason) for row in returned] == [False, True, True]


def test_of_the_adopted_rounds_one_report_never_came(db_session: Session) -> None:
    rows = db_session.execute(
        sa.select(Network.code, Report.state, sa.func.count())
        .join(Report, Report.network_id == Network.id)
        .join(Period, Period.id == Report.period_id)
        .where(Period.state == PeriodState.ADOPTED)
        .group_by(Network.code, Report.state)
    )
    counts = {(code, state): number for code, state, number in rows}
    assert counts.pop(("bloemenveilingen", ReportState.NOT_RECEIVED)) == 1
    assert counts.pop(("bloemenveilingen", ReportState.ADOPTED)) == 2
    assert set(counts.values()) == {3}


def test_some_reports_were_late_some_sent_back_and_some_unchanged(db_session: Session) -> None:
    reports = db_session.scalars(sa.select(Report)).all()
    assert sum(_timeliness(report) is Timeliness.LATE for report in reports) == 5
    returned = sa.select(sa.func.count()).where(AuditEvent.action == AuditAction.REPORT_RETURNED)
    assert db_session.scalar(returned) == 4
    unchanged = sa.select(sa.func.count()).where(MaatregelProgress.unchanged_since_id.is_not(None))
    assert (db_session.scalar(unchanged) or 0) >= 8


def test_every_active_maatregel_has_an_owner_with_access(db_session: Session) -> None:
    progress = db_session.scalars(sa.select(MaatregelProgress)).all()
    owners = [row.maatregel.owner for row in progress]
    assert all(owner is not None and owner.active for owner in owners)


def test_the_audit_trail_is_in_order_and_holds_no_text_of_a_draft(db_session: Session) -> None:
    events = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()
    story = [event for event in events if event.action is not AuditAction.PLAN_LOADED]
    moments = [event.at for event in story]
    assert moments == sorted(moments)
    assert moments[-1] <= clock.now()
    recorded = " ".join(f"{event.details} {event.reason}" for event in events)
    for row in db_session.scalars(sa.select(MaatregelProgress)):
        assert not any(
            words and words in recorded for words in (row.done, row.result, row.next_step, row.recovery)
        )


@pytest.mark.parametrize("today", DAYS, ids=lambda moment: f"{moment:%Y-%m-%d}")
def test_the_world_can_be_built_on_any_day(bare_session: Session, today: datetime) -> None:
    with clock.at(today):
        assert len(_build(bare_session)) == STEPS
        assert world_exists(bare_session)
        reports = _reports(bare_session, PeriodState.OPEN)
        assert {code: report.state for code, report in reports.items()} == OPEN_STATES
        assert _timeliness(reports["zeeland-west-brabant"]) is Timeliness.LATE
        last = bare_session.scalar(sa.select(sa.func.max(AuditEvent.at)))
        assert last is not None
        assert last <= today
