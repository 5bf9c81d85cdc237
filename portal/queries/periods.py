"""Reading rapportageperiodes and what has come in for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.periods import Timeliness, timeliness
from portal.domain.workflow import EDITABLE, PeriodState, ReportState
from portal.models import Network, Period, Report
from portal.queries.remembered import remembered
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


@dataclass(frozen=True)
class PeriodLine:
    """A period as other pages name it."""

    id: int
    code: str
    title: str
    state: PeriodState
    observes_from: date
    observes_until: date
    submit_from: date
    submit_until: date


def period_by_code(session: Session, code: str) -> Period | None:
    """Return the period with this code."""
    return session.scalar(sa.select(Period).where(Period.code == code))


def all_periods(session: Session) -> Sequence[Period]:
    """Return every period, newest first."""
    return session.scalars(sa.select(Period).order_by(Period.observes_from.desc(), Period.id.desc())).all()


_LINES = sa.select(
    Period.id,
    Period.code,
    Period.title,
    Period.state,
    Period.observes_from,
    Period.observes_until,
    Period.submit_from,
    Period.submit_until,
).order_by(Period.observes_from.desc(), Period.id.desc())


@remembered(Area.REPORTING)
def period_lines(session: Session) -> Sequence[PeriodLine]:
    """Return every period, newest first, to read only."""
    return tuple(PeriodLine(*row) for row in session.execute(_LINES))


def open_period_now(session: Session) -> Period | None:
    """Return the period that takes reports now; there is at most one."""
    return session.scalar(sa.select(Period).where(Period.state == PeriodState.OPEN))


_RECEIPTS = (
    sa.select(
        Period.code.label("period_code"),
        Period.title.label("period_title"),
        Network.id.label("network_id"),
        Network.code.label("network_code"),
        Network.title.label("network_title"),
        Report.state,
        Report.first_submitted_at,
        sa.func.coalesce(Report.extended_until, Period.submit_until).label("due_on"),
        Report.submitted_at,
        Report.accepted_at,
    )
    .select_from(Report)
    .join(Period, Period.id == Report.period_id)
    .join(Network, Network.id == Report.network_id)
    .order_by(Period.observes_from.desc(), Network.position)
)


@remembered(Area.PLAN, Area.REPORTING)
def receipts(
    session: Session,
    visibility: Visibility,
    receipt_networks: frozenset[int] | None,
    today: date,
    *,
    period_id: int | None = None,
) -> Sequence[ReceiptRow]:
    """Return what came in, for readable reports and for the networks of which one may see the receipt.

    `receipt_networks` None stands for all networks. Newest period first, then the order of the plan.
    """
    readable = visibility.clause()
    allowed = sa.true() if receipt_networks is None else Report.network_id.in_(sorted(receipt_networks))
    query = _RECEIPTS.add_columns(sa.case((readable, True), else_=False).label("readable")).where(
        sa.or_(readable, allowed)
    )
    if period_id is not None:
        query = query.where(Report.period_id == period_id)
    return tuple(
        ReceiptRow(
            row.period_code,
            row.period_title,
            row.network_id,
            row.network_code,
            row.network_title,
            row.state,
            timeliness(row.state, row.first_submitted_at, row.due_on, today),
            row.submitted_at,
            row.accepted_at,
            bool(row.readable),
        )
        for row in session.execute(query)
    )


@dataclass(frozen=True)
class Receipts:
    """What came in over all periods, sorted by what it asks."""

    rows: Sequence[ReceiptRow]

    @cached_property
    def late(self) -> Sequence[ReceiptRow]:
        """Reports that should have been there and are still being written."""
        return [row for row in self.rows if row.timeliness is Timeliness.OVERDUE and row.state in EDITABLE]

    @cached_property
    def to_judge(self) -> Sequence[ReceiptRow]:
        """Reports that were handed in and may be read, and wait for a judgement."""
        return [row for row in self.rows if row.state is ReportState.SUBMITTED and row.readable]

    @cached_property
    def by_period(self) -> Mapping[str, Sequence[ReceiptRow]]:
        """Everything by the code of the period, newest first."""
        found: dict[str, list[ReceiptRow]] = {}
        for row in self.rows:
            found.setdefault(row.period_code, []).append(row)
        return found

    @cached_property
    def latest_adopted(self) -> Sequence[ReceiptRow]:
        """The adopted reports that may be read, of the newest period that has any."""
        for rows in self.by_period.values():
            adopted = [row for row in rows if row.state is ReportState.ADOPTED and row.readable]
            if adopted:
                return adopted
        return []


@remembered(Area.PLAN, Area.REPORTING)
def all_receipts(
    session: Session, visibility: Visibility, receipt_networks: frozenset[int] | None, today: date
) -> Receipts:
    """Return everything that came in; see `receipts`."""
    return Receipts(receipts(session, visibility, receipt_networks, today))
