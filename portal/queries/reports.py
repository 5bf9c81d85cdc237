"""Reading voortgangsrapportages, within what the reader may see."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.domain.workflow import EDITABLE, PeriodState, ReportState
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


def previous_adopted(session: Session, visibility: Visibility, report: Report) -> Report | None:
    """Return the last adopted report of this network before this one, when it may be read."""
    return session.scalar(
        sa.select(Report)
        .join(Report.period)
        .where(
            Report.network_id == report.network_id,
            Report.state == ReportState.ADOPTED,
            Period.observes_from < report.period.observes_from,
            visibility.clause(),
        )
        .order_by(Period.observes_from.desc())
        .limit(1)
        .options(contains_eager(Report.period), *_WHOLE)
    )


def own_open_reports(
    session: Session, visibility: Visibility, network_ids: frozenset[int]
) -> Sequence[Report]:
    """Return the reports these networks can still write in the open period, with everything in them."""
    return session.scalars(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(
            Period.state == PeriodState.OPEN,
            Report.network_id.in_(sorted(network_ids)),
            Report.state.in_(sorted(EDITABLE)),
            visibility.clause(),
        )
        .options(contains_eager(Report.period), contains_eager(Report.network), *_WHOLE)
        .order_by(Network.position)
    ).all()
