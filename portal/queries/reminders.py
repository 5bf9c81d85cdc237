"""Which reports of the open round still ask for work, and of whom."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.reports import progress_gaps
from portal.domain.workflow import EDITABLE, PeriodState
from portal.models import Account, Maatregel, MaatregelProgress, Network, Period, Report
from portal.queries.recipients import coordinators, reporters


def reports_to_write(session: Session) -> Sequence[Report]:
    """Return the reports of the open period that a network has not handed in, with their maatregelen."""
    return session.scalars(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(Period.state == PeriodState.OPEN, Report.state.in_(sorted(EDITABLE)))
        .order_by(Network.position)
        .options(
            contains_eager(Report.period),
            contains_eager(Report.network),
            selectinload(Report.progress)
            .joinedload(MaatregelProgress.maatregel)
            .selectinload(Maatregel.contributors),
        )
        .execution_options(populate_existing=True)
    ).all()


def people_with_work(session: Session, report: Report) -> Sequence[Account]:
    """Return the coordinators, and who owns or fills in a maatregel that is not complete."""
    network_id = report.network_id
    writers = {account_id for row in report.progress if _asks_for_work(row) for account_id in _writers(row)}
    writers |= {account.id for account in coordinators(session, [network_id])[network_id]}
    return [account for account in reporters(session, [network_id])[network_id] if account.id in writers]


def period_to_move(session: Session, condition: sa.ColumnElement[bool]) -> Sequence[Period]:
    """Return the periods that meet a condition, oldest first."""
    return session.scalars(sa.select(Period).where(condition).order_by(Period.observes_from)).all()


def last_extension(session: Session, period_id: int) -> Report | None:
    """Return the report of a period that is still awaited and has the latest day to come in."""
    return session.scalar(
        sa.select(Report)
        .where(
            Report.period_id == period_id,
            Report.state.in_(sorted(EDITABLE)),
            Report.extended_until.is_not(None),
        )
        .order_by(Report.extended_until.desc())
        .limit(1)
        .options(joinedload(Report.period))
    )


def _asks_for_work(row: MaatregelProgress) -> bool:
    if progress_gaps(row.content):
        return True
    submitted_at = row.report.submitted_at
    corrected = row.updated_at and submitted_at and row.updated_at > submitted_at
    return bool(row.return_reason) and not corrected


def _writers(row: MaatregelProgress) -> set[int]:
    owner = {row.maatregel.owner_id} if row.maatregel.owner_id else set()
    return owner | {account.id for account in row.maatregel.contributors}
