"""The state of each maatregel according to the newest report that counts and may be read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.progress import ProgressStatus, Trend, worst_status
from portal.models import MaatregelProgress, Network, Period, Report
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class LatestProgress:
    """What the newest counted report says of a maatregel, and which report that is."""

    status: ProgressStatus
    trend: Trend | None
    period_code: str
    period_title: str
    as_of: date
    """Last day the report looks at."""
    network_code: str


Latest = Mapping[int, LatestProgress]
"""By the id of the maatregel; one without a report is absent."""


def latest_progress(visibility: Visibility) -> sa.Subquery:
    """Return one row for each maatregel with a counted, readable report: the newest."""
    newest_first = sa.func.row_number().over(
        partition_by=MaatregelProgress.maatregel_id,
        order_by=(Period.observes_from.desc(), Period.id.desc()),
    )
    ranked = (
        sa.select(
            MaatregelProgress.maatregel_id,
            MaatregelProgress.status,
            MaatregelProgress.trend,
            Period.code.label("period_code"),
            Period.title.label("period_title"),
            Period.observes_until.label("as_of"),
            Network.code.label("network_code"),
            newest_first.label("place"),
        )
        .select_from(MaatregelProgress)
        .join(Report, Report.id == MaatregelProgress.report_id)
        .join(Period, Period.id == Report.period_id)
        .join(Network, Network.id == Report.network_id)
        .where(visibility.counted(), MaatregelProgress.status.is_not(None))
        .subquery("ranked")
    )
    return sa.select(ranked).where(ranked.c.place == 1).subquery("latest_progress")


def state_columns(latest: sa.Subquery) -> list[sa.ColumnElement[Any]]:
    """Return what a LatestProgress is made of, in its order."""
    return [latest.c[each.name] for each in fields(LatestProgress)]


def told(state: Sequence[Any]) -> LatestProgress | None:
    """Return what the values of these columns say; None where the outer join found no report."""
    return LatestProgress(*state) if state[0] is not None else None


def latest_by_maatregel(
    session: Session, visibility: Visibility, maatregel_ids: Collection[int] | None = None
) -> dict[int, LatestProgress]:
    """Return the latest state of these maatregelen, or of all of them, in one query."""
    latest = latest_progress(visibility)
    query = sa.select(latest.c.maatregel_id, *state_columns(latest))
    if maatregel_ids is not None:
        query = query.where(latest.c.maatregel_id.in_(sorted(maatregel_ids)))
    return {row[0]: LatestProgress(*row[1:]) for row in session.execute(query)}


def worst_of(latest: Latest, maatregel_ids: Collection[int]) -> ProgressStatus | None:
    """Return the state that asks most attention among these maatregelen, None where nothing is reported."""
    return worst_status(latest[each].status if each in latest else None for each in maatregel_ids)
