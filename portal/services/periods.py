"""Opening, closing and adopting a rapportageperiode."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    DuplicateError,
    NotReadyError,
    ReasonRequiredError,
    StaleVersionError,
    UnfinishedReportsError,
)
from portal.domain.periods import PeriodDates, check_period_dates
from portal.domain.progress import Aspect
from portal.domain.workflow import (
    EDITABLE,
    PeriodAction,
    ReportAction,
    ReportState,
    next_period_state,
)
from portal.models import Judgement, Maatregel, MaatregelProgress, Network, Period, Report
from portal.queries.maatregelen import active_maatregelen
from portal.queries.readiness import findings_for
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
    session.add(period)
    session.flush()
    _record(session, actor, AuditAction.PERIOD_PLANNED, period, "")
    return period


def change_period(
    session: Session, actor: Actor, period: Period, version: int, title: str, dates: PeriodDates
) -> None:
    """Change title and dates before adoption; raises InvalidPeriodError or StaleVersionError."""
    check_period_dates(dates)
    if period.version != version:
        raise StaleVersionError
    before = period.submit_until
    period.title = title
    _set_dates(period, dates)
    session.flush()
    details = {"submit_until": [before.isoformat(), period.submit_until.isoformat()]}
    _record(session, actor, AuditAction.PERIOD_CHANGED, period, "", details)


def open_period(session: Session, actor: Actor, period: Period) -> Sequence[Report]:
    """Open a planned period and make one draft per network; raises NotReadyError with every obstacle."""
    hold_period(session, period)
    target = next_period_state(PeriodAction.OPEN, period.state)
    findings = findings_for(session, period)
    if findings:
        raise NotReadyError(findings)
    period.state = target
    period.opened_at = clock.now()
    reports = _make_reports(session, period)
    session.flush()
    _record(session, actor, AuditAction.PERIOD_OPENED, period, "")
    return reports


def close_period(session: Session, actor: Actor, period: Period) -> None:
    """Close an open period: nothing more can be submitted."""
    hold_period(session, period)
    period.state = next_period_state(PeriodAction.CLOSE, period.state)
    period.closed_at = clock.now()
    session.flush()
    _record(session, actor, AuditAction.PERIOD_CLOSED, period, "")


def reopen_period(session: Session, actor: Actor, period: Period, reason: str) -> None:
    """Open a closed period again; raises ReasonRequiredError."""
    if not reason.strip():
        raise ReasonRequiredError
    hold_period(session, period)
    period.state = next_period_state(PeriodAction.REOPEN, period.state)
    period.closed_at = None
    session.flush()
    _record(session, actor, AuditAction.PERIOD_REOPENED, period, reason)


def adopt_period(session: Session, actor: Actor, period: Period, reason: str) -> None:
    """Adopt every accepted report and freeze the period.

    What never came in is written off as not received, which needs a reason (ReasonRequiredError).
    Raises UnfinishedReportsError while a submitted report still awaits a judgement.
    """
    hold_period(session, period)
    target = next_period_state(PeriodAction.ADOPT, period.state)
    reports = session.scalars(sa.select(Report).where(Report.period_id == period.id)).all()
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
