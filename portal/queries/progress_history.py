"""What the reports say of one maatregel, period after period."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.models import MaatregelProgress, Period, Report
from portal.queries.visibility import Visibility


def progress_history(
    session: Session, visibility: Visibility, maatregel_id: int
) -> Sequence[MaatregelProgress]:
    """Return the rows of reports that were handed in and may be read, newest period first."""
    return session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.period)
        .where(MaatregelProgress.maatregel_id == maatregel_id, visibility.handed_in())
        .options(
            contains_eager(MaatregelProgress.report).contains_eager(Report.period),
            joinedload(MaatregelProgress.unchanged_since),
        )
        .order_by(Period.observes_from.desc(), Period.id.desc())
    ).all()
