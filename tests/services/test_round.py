"""The round through the services: what is written, refused, remembered and frozen."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    FourEyesError,
    IncompleteReportError,
    NotEditableError,
    NotInSessionError,
    NotReadyError,
    OtherPeriodOpenError,
    PeriodStartedError,
    ReasonRequiredError,
    StaleVersionError,
    SubmissionNotBegunError,
    UnfinishedReportsError,
)
from portal.domain.periods import PeriodDates
from portal.domain.readiness import Obstacle
from portal.domain.reports import ProgressContent
from portal.domain.roles import Role
from portal.domain.workflow import IllegalTransitionError, PeriodState, ReportState
from portal.models import Account, AuditEvent, Judgement, MaatregelProgress, Network, Period, Report
from portal.queries.audit import events_of
from portal.services import accounts, maatregelen, periods, progress, reports
from portal.services.meetings import MeetingContent, plan_meeting
from tests.meetings import convened


def report_in(session: Session, state: ReportState, network: str | None = None) -> Report:
    query = sa.select(Report).join(Report.period).join(Report.network).where(Report.state == state)
    query = query.order_by(Period.observes_from.desc(), Report.id)
    if network:
        query = query.where(Network.code == network)
    return session.scalars(query).first() or pytest.fail(f"no report is {state}")


def actor(session: Session, local_part: str) -> Actor:
    account = session.scalars(sa.select(Account).where(Account.email.startswith(f"{local_part}@"))).one()
    return Actor(account.id, account.name)


def test_an_incomplete_report_cannot_be_submitted(db_session: Session) -> None:
    report = report_in(db_session, ReportState.DRAFT, "rotterdam")
    with pytest.raises(IncompleteReportError):
        reports.submit_report(
            db_session, actor(db_session, "coordinator.rotterdam"), report, report.content_version
        )
    assert report.state is ReportState.DRAFT


def test_a_stale_version_writes_nothing(db_session: Session) -> None:
    report = report_in(db_session, ReportState.DRAFT, "rotterdam")
    row = report.progress[0]
    who = actor(db_session, "coordinator.rotterdam")
    version = row.version
    progress.write_progress(db_session, who, row, version, ProgressContent(done="Eerste"))
    with pytest.raises(StaleVersionError):
        progress.write_progress(db_session, who, row, version, ProgressContent(done="Tweede"))
    assert row.done == "Eerste"


def test_saving_the_same_again_is_no_event(db_session: Session) -> None:
    report = report_in(db_session, ReportState.DRAFT, "rotterdam")
    row, who = report.progress[0], actor(db_session, "coordinator.rotterdam")
    progress.write_progress(db_session, who, row, row.version, ProgressContent(done="Eerste"))
    before = (row.version, len(events_of(db_session, SubjectKind.REPORT, report.id)))
    progress.write_progress(db_session, who, row, row.version, ProgressContent(done="Eerste"))
    assert (row.version, len(events_of(db_session, SubjectKind.REPORT, report.id))) == before


def test_who_submitted_never_accepts(db_session: Session) -> None:
    report = report_in(db_session, ReportState.SUBMITTED)
    submitter = db_session.get_one(Account, report.submitted_by_id)
    with pytest.raises(FourEyesError):
        reports.accept_report(db_session, Actor(submitter.id, submitter.name), report, report.version)
    report.accepted_by_id, report.state = submitter.id, ReportState.ACCEPTED
    with pytest.raises(DBAPIError, match="four_eyes"):
        db_session.flush()


def test_who_wrote_any_of_it_never_accepts_either(db_session: Session) -> None:
    report = report_in(db_session, ReportState.SUBMITTED)
    officer = actor(db_session, "medewerker1.programmabureau")
    row = report.progress[0]
    reports.return_report(
        db_session, officer, report, report.version, section_reason="", maatregel_reasons={row.id: "Te vaag."}
    )
    author = actor(db_session, "medewerker2.programmabureau")
    content = replace(row.content, done="Door twee petten geschreven, maar wel precies.")
    progress.write_progress(db_session, author, row, row.version, content)
    reports.submit_report(
        db_session, actor(db_session, "coordinator.rotterdam"), report, report.content_version
    )
    with pytest.raises(FourEyesError):
        reports.accept_report(db_session, author, report, report.version)
    reports.accept_report(db_session, officer, report, report.version)


def test_a_confirmation_is_for_the_text_that_was_on_the_page(db_session: Session) -> None:
    report = report_in(db_session, ReportState.DRAFT, "overkoepelend")
    seen = report.content_version
    row = report.progress[0]
    who = actor(db_session, "partner.overkoepelend")
    progress.write_progress(db_session, who, row, row.version, replace(row.content, done="Toch anders"))
    with pytest.raises(StaleVersionError):
        reports.submit_report(db_session, actor(db_session, "coordinator.overkoepelend"), report, seen)


def test_only_what_was_sent_back_opens_again(db_session: Session) -> None:
    report = report_in(db_session, ReportState.SUBMITTED)
    officer = actor(db_session, "medewerker1.programmabureau")
    first, second = report.progress[:2]
    reports.return_report(
        db_session,
        officer,
        report,
        report.version,
        section_reason="",
        maatregel_reasons={first.id: "Te vaag."},
    )
    assert report.state is ReportState.RETURNED
    assert progress.progress_is_editable(first)
    assert not progress.progress_is_editable(second)
    assert not progress.section_is_editable(report)
    with pytest.raises(NotEditableError):
        progress.write_progress(db_session, officer, second, second.version, ProgressContent(done="x"))
    event = events_of(db_session, SubjectKind.REPORT, report.id)[0]
    assert event.action is AuditAction.REPORT_RETURNED
    assert event.reason == f"{first.title}: Te vaag."
    content = replace(first.content, done="Precies beschreven, met aantallen en namen van plekken.")
    progress.write_progress(db_session, officer, first, first.version, content)
    reports.submit_report(db_session, officer, report, report.content_version)
    assert (report.state, first.return_reason) == (ReportState.SUBMITTED, "")


def test_sending_back_needs_a_reason(db_session: Session) -> None:
    report = report_in(db_session, ReportState.SUBMITTED)
    with pytest.raises(ReasonRequiredError):
        reports.return_report(
            db_session,
            actor(db_session, "medewerker1.programmabureau"),
            report,
            report.version,
            section_reason=" ",
            maatregel_reasons={},
        )
    assert report.state is ReportState.SUBMITTED


def test_unchanged_takes_the_former_text_and_says_since_when(db_session: Session) -> None:
    report = report_in(db_session, ReportState.DRAFT, "rotterdam")
    former_report = report_in(db_session, ReportState.ADOPTED, "rotterdam")
    row = next(row for row in report.progress if row.updated_at is None)
    former = next(one for one in former_report.progress if one.maatregel_id == row.maatregel_id)
    who = actor(db_session, "coordinator.rotterdam")
    progress.write_unchanged(db_session, who, row, row.version, former)
    assert row.content == former.content
    assert row.unchanged_since_id == (former.unchanged_since_id or former_report.period_id)
    progress.write_progress(db_session, who, row, row.version, ProgressContent(done="Toch anders"))
    assert row.unchanged_since_id is None


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(MaatregelProgress).values(done="vervalst"),
        sa.update(Judgement).values(explanation="vervalst"),
        sa.update(Report).values(summary="vervalst"),
        sa.delete(MaatregelProgress),
        sa.delete(Judgement),
        sa.delete(Report),
        sa.update(Period).values(title="vervalst"),
        sa.delete(Period),
        sa.update(AuditEvent).values(actor_name="iemand anders"),
        sa.delete(AuditEvent),
    ],
    ids=lambda statement: f"{type(statement).__name__.lower()}-{statement.table.name}",
)
def test_the_database_itself_refuses_to_change_what_is_adopted(
    db_session: Session, statement: sa.Update | sa.Delete
) -> None:
    report = report_in(db_session, ReportState.ADOPTED)
    table = statement.table
    assert isinstance(table, sa.Table)
    if table.name in {"maatregel_progress", "judgement"}:
        statement = statement.where(table.c.report_id == report.id)
    elif table.name == "report":
        statement = statement.where(table.c.id == report.id)
    elif table.name == "period":
        statement = statement.where(table.c.id == report.period_id)
    with pytest.raises(DBAPIError, match="frozen"):
        db_session.execute(statement)


@pytest.mark.parametrize("table", ["audit_event", "report", "period", "maatregel_progress", "judgement"])
def test_no_way_around_the_triggers(db_session: Session, table: str) -> None:
    """INSERT OR REPLACE deletes without saying so on SQLite; TRUNCATE empties a table on PostgreSQL."""
    sqlite = db_session.get_bind().dialect.name == "sqlite"
    kept = {"report": "state = 'adopted'", "period": "state = 'adopted'"}.get(table, "id > 0")
    if table in {"maatregel_progress", "judgement"}:
        kept = "report_id IN (SELECT id FROM report WHERE state = 'adopted')"
    replacement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {kept}"  # noqa: S608
    with pytest.raises(DBAPIError, match="frozen"):
        db_session.execute(sa.text(replacement if sqlite else f"TRUNCATE {table} CASCADE"))


def test_no_report_joins_an_adopted_period(db_session: Session) -> None:
    report = report_in(db_session, ReportState.ADOPTED)
    network = Network(code="nieuw", title="Nieuw", short_title="Nieuw", line_id=report.network.line_id)
    db_session.add(network)
    db_session.flush()
    db_session.add(Report(period_id=report.period_id, network_id=network.id))
    with pytest.raises(DBAPIError, match="frozen"):
        db_session.flush()


def test_a_closed_period_does_not_reopen_beside_an_open_one(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    first = db_session.scalars(sa.select(Period).where(Period.state == PeriodState.OPEN)).one()
    periods.close_period(db_session, officer, first, first.version)
    today = clock.today()
    dates = PeriodDates(date(today.year, 1, 1), date(today.year, 2, 1), today, today)
    second = periods.plan_period(db_session, officer, "proef", "proefperiode", dates)
    periods.open_period(db_session, officer, second, second.version)
    with pytest.raises(OtherPeriodOpenError):
        periods.reopen_period(db_session, officer, first, first.version, "Toch nog iets")


def test_once_open_a_period_keeps_what_it_looks_at(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    period = db_session.scalars(sa.select(Period).where(Period.state == PeriodState.OPEN)).one()
    later = period.submit_until + timedelta(days=7)
    dates = PeriodDates(period.observes_from, period.observes_until, period.submit_from, later)
    periods.change_period(db_session, officer, period, period.version, "Andere titel", dates)
    assert (period.title, period.submit_until) == ("Andere titel", later)
    moved = replace(dates, observes_from=dates.observes_from - timedelta(days=1))
    with pytest.raises(PeriodStartedError):
        periods.change_period(db_session, officer, period, period.version, "Andere titel", moved)


def test_nobody_submits_before_the_first_day(db_session: Session) -> None:
    report = report_in(db_session, ReportState.DRAFT, "overkoepelend")
    who = actor(db_session, "coordinator.overkoepelend")
    early = datetime.combine(report.period.submit_from - timedelta(days=1), time(12), UTC)
    with clock.at(early), pytest.raises(SubmissionNotBegunError):
        reports.submit_report(db_session, who, report, report.content_version)


def test_nothing_can_be_added_to_an_adopted_report(db_session: Session) -> None:
    report = report_in(db_session, ReportState.ADOPTED)
    other = db_session.scalars(
        sa.select(MaatregelProgress).where(MaatregelProgress.report_id != report.id)
    ).first()
    assert other is not None
    with pytest.raises(DBAPIError, match="frozen"):
        db_session.execute(
            sa.update(MaatregelProgress).where(MaatregelProgress.id == other.id).values(report_id=report.id)
        )


def test_adopting_waits_for_judgement_and_wants_a_reason_for_what_is_missing(db_session: Session) -> None:
    secretary = actor(db_session, "secretaris.stuurgroep")
    officer = actor(db_session, "medewerker1.programmabureau")
    period = db_session.scalars(sa.select(Period).where(Period.state == PeriodState.OPEN)).one()
    today = clock.today()
    meeting = convened(db_session, secretary, today, "Vandaag")
    later = convened(db_session, secretary, today + timedelta(days=1), "Morgen")
    planned = plan_meeting(db_session, secretary, MeetingContent("Nog niet gedeeld", today))
    with pytest.raises(IllegalTransitionError):
        periods.adopt_period(db_session, secretary, period, period.version, "", meeting)
    periods.close_period(db_session, officer, period, period.version)
    with pytest.raises(UnfinishedReportsError):
        periods.adopt_period(db_session, secretary, period, period.version, "Reden", meeting)
    for report in db_session.scalars(sa.select(Report).where(Report.state == ReportState.SUBMITTED)):
        reports.accept_report(db_session, officer, report, report.version)
    with pytest.raises(ReasonRequiredError):
        periods.adopt_period(db_session, secretary, period, period.version, "", meeting)
    reason = "De netwerken konden niet op tijd leveren."
    for wrong in (planned, later):
        with pytest.raises(NotInSessionError):
            periods.adopt_period(db_session, secretary, period, period.version, reason, wrong)
    periods.adopt_period(db_session, secretary, period, period.version, reason, meeting)
    assert period.meeting_id == meeting.id
    states = set(db_session.scalars(sa.select(Report.state).where(Report.period_id == period.id)))
    assert states == {ReportState.ADOPTED, ReportState.NOT_RECEIVED}
    with pytest.raises(IllegalTransitionError):
        periods.reopen_period(db_session, officer, period, period.version, "Toch nog iets")


def test_a_period_opens_only_when_the_round_cannot_run_dead(db_session: Session) -> None:
    officer = actor(db_session, "medewerker1.programmabureau")
    today = clock.today()
    dates = PeriodDates(date(today.year, 1, 1), date(today.year, 2, 1), today, today)
    planned = periods.plan_period(db_session, officer, "proef", "proefperiode", dates)
    with pytest.raises(NotReadyError) as refused:
        periods.open_period(db_session, officer, planned, planned.version)
    assert [finding.obstacle for finding in refused.value.findings] == [Obstacle.OTHER_PERIOD_OPEN]

    current = db_session.scalars(sa.select(Period).where(Period.state == PeriodState.OPEN)).one()
    periods.close_period(db_session, officer, current, current.version)
    row = db_session.scalars(sa.select(MaatregelProgress)).first()
    assert row is not None
    maatregelen.assign_owner(db_session, officer, row.maatregel, None)
    for account in db_session.scalars(sa.select(Account)):
        for appointment in account.appointments:
            if (
                appointment.role is Role.COORDINATOR
                and appointment.network
                and appointment.network.code == "schiphol"
            ):
                accounts.set_active(db_session, officer, account, active=False)
    with pytest.raises(NotReadyError) as refused:
        periods.open_period(db_session, officer, planned, planned.version)
    found = {finding.obstacle for finding in refused.value.findings}
    assert Obstacle.NO_OWNER in found
    assert Obstacle.NO_COORDINATOR in found
