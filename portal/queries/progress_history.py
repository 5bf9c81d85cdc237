"""What the reports say of one maatregel, period after period."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.models import Maatregel, MaatregelProgress, Period, Report
from portal.queries.audience import ReadableProgress, readable_progress
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class HistoryEntry:
    """What one report says of the maatregel, with the words as far as they may be read."""

    row: MaatregelProgress
    said: ReadableProgress


def progress_history(session: Session, visibility: Visibility, maatregel: Maatregel) -> list[HistoryEntry]:
    """Return what reports say that were handed in and may be read, newest period first."""
    rows = session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.period)
        .where(MaatregelProgress.maatregel_id == maatregel.id, visibility.handed_in())
        .options(
            contains_eager(MaatregelProgress.report).contains_eager(Report.period),
            joinedload(MaatregelProgress.unchanged_since),
        )
        .order_by(Period.observes_from.desc(), Period.id.desc())
    ).all()
    audiences = visibility.words.of(maatregel.network_id)
    return [HistoryEntry(row, readable_progress(row, audiences)) for row in rows]
