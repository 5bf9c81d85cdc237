"""Reading voortgangsrapportages, within what the reader may see."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.workflow import ReportState
from portal.models import MaatregelProgress, Network, Period, Report
from portal.queries.visibility import Visibility

_WHOLE = (
    selectinload(Report.judgements),
    selectinload(Report.progress).joinedload(MaatregelProgress.maatregel),
    selectinload(Report.progress).joinedload(MaatregelProgress.updated_by),
    selectinload(Report.progress).joinedload(MaatregelProgress.unchanged_since),
)


def readable_report(
    session: Session, visibility: Visibility, period_code: str, network_code: str
) -> Report | None:
    """Return the whole report when it exists and may be read."""
    return session.scalar(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(Period.code == period_code, Network.code == network_code, visibility.clause())
        .options(contains_eager(Report.period), contains_eager(Report.network), *_WHOLE)
    )


def previous_adopted(session: Session, report: Report) -> Report | None:
    """Return the last adopted report of this network before this one."""
    return session.scalar(
        sa.select(Report)
        .join(Report.period)
        .where(
            Report.network_id == report.network_id,
            Report.state == ReportState.ADOPTED,
            Period.observes_from < report.period.observes_from,
        )
        .order_by(Period.observes_from.desc())
        .limit(1)
        .options(contains_eager(Report.period), *_WHOLE)
    )


def reports_awaiting_acceptance(session: Session, visibility: Visibility) -> Sequence[Report]:
    """Return the submitted reports one may read, longest waiting first."""
    return session.scalars(
        sa.select(Report)
        .where(Report.state == ReportState.SUBMITTED, visibility.clause())
        .options(joinedload(Report.period), joinedload(Report.network))
        .order_by(Report.submitted_at)
    ).all()


def own_open_reports(session: Session, network_ids: frozenset[int]) -> Sequence[Report]:
    """Return the reports these networks still have to write, with everything in them."""
    return session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(
            Report.network_id.in_(sorted(network_ids)),
            Report.state.in_([ReportState.DRAFT, ReportState.RETURNED]),
        )
        .options(joinedload(Report.period), contains_eager(Report.network), *_WHOLE)
        .order_by(Network.position)
    ).all()
