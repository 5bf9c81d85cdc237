"""Opening, closing and adopting a rapportageperiode."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

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
from portal.domain.progress import Aspect
from portal.domain.workflow import (
    EDITABLE,
    IllegalTransitionError,
    PeriodAction,
    PeriodState,
    ReportAction,
    ReportState,
    next_period_state,
)
from portal.models import Judgement, Maatregel, MaatregelProgress, Network, Period, Report
from portal.queries.maatregelen import active_maatregelen
from portal.queries.readiness import findings_for, open_periods_besides
from portal.services import audit
from portal.services.locks import hold_period
from portal.services.reports import move_report


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
    """Change title and dates; once opened, only the title and the last day of submission.

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
    ) != (period.observes_from, period.observes_until, period.submit_from):
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
    reports = _make_reports(session, period)
    session.flush()
    _record(session, actor, AuditAction.PERIOD_OPENED, period, "")
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
    _record(session, actor, AuditAction.PERIOD_REOPENED, period, reason)


def adopt_period(session: Session, actor: Actor, period: Period, version: int, reason: str) -> None:
    """Adopt every accepted report and freeze the period.

    What never came in is written off as not received, which needs a reason (ReasonRequiredError).
    Raises UnfinishedReportsError while a submitted report still awaits a judgement.
    """
    hold_period(session, period, version)
    target = next_period_state(PeriodAction.ADOPT, period.state)
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
    period.state = target
    period.adopted_at = clock.now()
    session.flush()
    _record(session, actor, AuditAction.PERIOD_ADOPTED, period, reason)


def _make_reports(session: Session, period: Period) -> list[Report]:
    networks = session.scalars(
        sa.select(Network).where(Network.retired_on.is_(None)).order_by(Network.position)
    ).all()
    maatregelen: dict[int, list[Maatregel]] = {network.id: [] for network in networks}
    for maatregel in session.scalars(active_maatregelen(period.observes_from)):
        maatregelen[maatregel.network_id].append(maatregel)
    reports = [
        Report(
            period=period,
            network=network,
            judgements=[Judgement(aspect=aspect) for aspect in Aspect],
            progress=[
                MaatregelProgress(maatregel=maatregel, title=maatregel.title)
                for maatregel in maatregelen[network.id]
            ],
        )
        for network in networks
    ]
    session.add_all(reports)
    return reports


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
    }


def _set_dates(period: Period, dates: PeriodDates) -> None:
    period.observes_from = dates.observes_from
    period.observes_until = dates.observes_until
    period.submit_from = dates.submit_from
    period.submit_until = dates.submit_until


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    period: Period,
    reason: str,
    details: dict[str, list[str]] | None = None,
) -> None:
    audit.record(
        session, actor, action, SubjectKind.PERIOD, period.id, period.title, reason=reason, details=details
    )
