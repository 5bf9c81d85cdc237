"""Opening, closing and adopting a rapportageperiode."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    DomainError,
    DuplicateError,
    NotReadyError,
    OtherPeriodOpenError,
    PeriodStartedError,
    ReasonRequiredError,
    UnfinishedReportsError,
)
from portal.domain.periods import PeriodDates, check_period_dates
from portal.domain.workflow import (
    EDITABLE,
    IllegalTransitionError,
    PeriodAction,
    PeriodState,
    ReportAction,
    ReportState,
    next_period_state,
)
from portal.models import Meeting, Period, Report
from portal.queries.readiness import findings_for, open_periods_besides
from portal.services import audit
from portal.services.locks import hold_period
from portal.services.maatregel_status import keep_statuses
from portal.services.meetings import hold_session
from portal.services.opening import make_reports
from portal.services.reports import move_report
from portal.services.telling import tell_adopted, tell_opened


def plan_period(session: Session, actor: Actor, code: str, title: str, dates: PeriodDates) -> Period:
    """Plan a period; raises InvalidPeriodError or DuplicateError (dates inclusive)."""
    check_period_dates(dates)
    if session.scalar(sa.select(Period.id).where(Period.code == code)):
        raise DuplicateError(code)
    period = Period(code=code, title=title)
    _set_dates(period, dates)
    with _unless_taken(session, DuplicateError(code)):
        session.add(period)
    _record(session, actor, AuditAction.PERIOD_PLANNED, period, "")
    return period


def change_period(
    session: Session, actor: Actor, period: Period, version: int, title: str, dates: PeriodDates
) -> None:
    """Change title and dates; once opened, only the title, the last day of submission and the day of closing.

    Raises InvalidPeriodError, PeriodStartedError, StaleVersionError or, when adopted, IllegalTransitionError.
    """
    check_period_dates(dates)
    hold_period(session, period, version)
    if period.state is PeriodState.ADOPTED:
        raise IllegalTransitionError(PeriodAction.REOPEN, period.state)
    before = _facts(period)
    if period.state is not PeriodState.PLANNED and (
        dates.observes_from,
        dates.observes_until,
        dates.submit_from,
        dates.opens_on,
    ) != (period.observes_from, period.observes_until, period.submit_from, period.opens_on):
        raise PeriodStartedError
    period.title = title
    _set_dates(period, dates)
    session.flush()
    after = _facts(period)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        _record(session, actor, AuditAction.PERIOD_CHANGED, period, "", changed)


def open_period(session: Session, actor: Actor, period: Period, version: int) -> Sequence[Report]:
    """Open a planned period and make one draft per network; raises NotReadyError with every obstacle."""
    hold_period(session, period, version)
    target = next_period_state(PeriodAction.OPEN, period.state)
    findings = findings_for(session, period)
    if findings:
        raise NotReadyError(findings)
    with _unless_taken(session, OtherPeriodOpenError()):
        period.state = target
        period.opened_at = clock.now()
    reports = make_reports(session, period)
    session.flush()
    _record(session, actor, AuditAction.PERIOD_OPENED, period, "")
    tell_opened(session, actor, period, reports)
    return reports


def close_period(session: Session, actor: Actor, period: Period, version: int) -> None:
    """Close an open period: nothing more can be submitted."""
    hold_period(session, period, version)
    period.state = next_period_state(PeriodAction.CLOSE, period.state)
    period.closed_at = clock.now()
    session.flush()
    _record(session, actor, AuditAction.PERIOD_CLOSED, period, "")


def reopen_period(session: Session, actor: Actor, period: Period, version: int, reason: str) -> None:
    """Open a closed period again; raises ReasonRequiredError or OtherPeriodOpenError."""
    if not reason.strip():
        raise ReasonRequiredError
    hold_period(session, period, version)
    target = next_period_state(PeriodAction.REOPEN, period.state)
    if open_periods_besides(session, period):
        raise OtherPeriodOpenError
    with _unless_taken(session, OtherPeriodOpenError()):
        period.state = target
        period.closed_at = None
        # Whoever opens it again says when it closes again.
        period.closes_on = None
    _record(session, actor, AuditAction.PERIOD_REOPENED, period, reason)


def adopt_period(
    session: Session, actor: Actor, period: Period, version: int, reason: str, meeting: Meeting
) -> None:
    """Adopt every accepted report at a meeting of the stuurgroep, and freeze the period.

    What never came in is written off as not received, which needs a reason (ReasonRequiredError).
    Raises UnfinishedReportsError while a submitted report still awaits a judgement, and NotInSessionError
    or MeetingHeldError when the stuurgroep cannot decide anything at that meeting.
    """
    hold_period(session, period, version)
    target = next_period_state(PeriodAction.ADOPT, period.state)
    hold_session(session, meeting)
    reports = session.scalars(
        sa.select(Report).where(Report.period_id == period.id).options(joinedload(Report.network))
    ).all()
    if any(report.state is ReportState.SUBMITTED for report in reports):
        raise UnfinishedReportsError
    if any(report.state in EDITABLE for report in reports) and not reason.strip():
        raise ReasonRequiredError
    for report in reports:
        if report.state is ReportState.ACCEPTED:
            move_report(session, actor, report, ReportAction.ADOPT)
        else:
            move_report(session, actor, report, ReportAction.WRITE_OFF, reason)
    keep_statuses(session, reports)
    period.state = target
    period.adopted_at = clock.now()
    period.meeting_id = meeting.id
    session.flush()
    _record(
        session, actor, AuditAction.PERIOD_ADOPTED, period, reason, {"meeting": meeting.held_on.isoformat()}
    )
    tell_adopted(session, actor, period, reports)


@contextmanager
def _unless_taken(session: Session, refusal: DomainError) -> Iterator[None]:
    """Write what is done inside, or refuse when somebody else was first and the database says so."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError:
        raise refusal from None


def _facts(period: Period) -> dict[str, str]:
    return {
        "title": period.title,
        "observes_from": period.observes_from.isoformat(),
        "observes_until": period.observes_until.isoformat(),
        "submit_from": period.submit_from.isoformat(),
        "submit_until": period.submit_until.isoformat(),
        "opens_on": period.opens_on.isoformat() if period.opens_on else "",
        "closes_on": period.closes_on.isoformat() if period.closes_on else "",
    }


def _set_dates(period: Period, dates: PeriodDates) -> None:
    period.observes_from = dates.observes_from
    period.observes_until = dates.observes_until
    period.submit_from = dates.submit_from
    period.submit_until = dates.submit_until
    period.opens_on = dates.opens_on
    period.closes_on = dates.closes_on


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    period: Period,
    reason: str,
    details: dict[str, Any] | None = None,
) -> None:
    audit.record(
        session, actor, action, SubjectKind.PERIOD, period.id, period.title, reason=reason, details=details
    )
