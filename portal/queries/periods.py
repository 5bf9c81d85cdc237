"""Reading rapportageperiodes and what has come in for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.periods import Timeliness, timeliness
from portal.domain.workflow import PeriodState, ReportState
from portal.models import Network, Period, Report
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class ReceiptRow:
    """What came in from one network in one period; says nothing of the content."""

    period_code: str
    period_title: str
    network_id: int
    network_code: str
    network_title: str
    state: ReportState
    timeliness: Timeliness
    submitted_at: datetime | None
    accepted_at: datetime | None
    readable: bool
    """Whether who asked may also read the content."""


def period_by_code(session: Session, code: str) -> Period | None:
    """Return the period with this code."""
    return session.scalar(sa.select(Period).where(Period.code == code))


def all_periods(session: Session) -> Sequence[Period]:
    """Return every period, newest first."""
    return session.scalars(sa.select(Period).order_by(Period.observes_from.desc(), Period.id.desc())).all()


def open_period_now(session: Session) -> Period | None:
    """Return the period that takes reports now; there is at most one."""
    return session.scalar(sa.select(Period).where(Period.state == PeriodState.OPEN))


def receipts(
    session: Session,
    visibility: Visibility,
    receipt_networks: frozenset[int] | None,
    today: date,
    *,
    period_id: int | None = None,
) -> list[ReceiptRow]:
    """Return what came in, for readable reports and for the networks of which one may see the receipt.

    `receipt_networks` None stands for all networks. Newest period first, then the order of the plan.
    """
    readable = visibility.clause()
    allowed = sa.true() if receipt_networks is None else Report.network_id.in_(sorted(receipt_networks))
    query = (
        sa.select(Period, Report, Network, sa.case((readable, True), else_=False))
        .select_from(Report)
        .join(Period, Period.id == Report.period_id)
        .join(Network, Network.id == Report.network_id)
        .where(sa.or_(readable, allowed))
        .order_by(Period.observes_from.desc(), Network.position)
    )
    if period_id is not None:
        query = query.where(Report.period_id == period_id)
    return [
        ReceiptRow(
            period.code,
            period.title,
            network.id,
            network.code,
            network.title,
            report.state,
            timeliness(report.state, report.first_submitted_at, period.submit_until, today),
            report.submitted_at,
            report.accepted_at,
            bool(may_read),
        )
        for period, report, network, may_read in session.execute(query)
    ]
