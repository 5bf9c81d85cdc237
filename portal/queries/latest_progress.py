"""The state of each maatregel according to the newest report that counts and may be read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.progress import ProgressStatus, Trend, worst_status
from portal.domain.workflow import ReportState
from portal.models import MaatregelProgress, MaatregelStatus, Network, Period, Report
from portal.queries.remembered import remembered
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

_Networks = frozenset[int] | None
"""In which networks something may be read; None stands for all."""
_DIFFERENT_STATEMENTS = 1024


def latest_progress(visibility: Visibility, name: str = "latest_progress") -> sa.Subquery:
    """Return one row for each maatregel with a counted, readable report: the newest.

    Those rows are kept (ADR 47); which of them somebody gets follows from the states that may be read.
    """
    accepted = _where(visibility, ReportState.ACCEPTED)
    adopted = _where(visibility, ReportState.ADOPTED)
    return _kept(accepted, adopted, name)


def newest_first(*conditions: sa.ColumnElement[bool]) -> sa.Subquery:
    """Return every row of progress that tells a state in these reports, with its place: 1 is the newest.

    This is what the kept rows are made from, and what they are checked against.
    """
    place = sa.func.row_number().over(
        partition_by=MaatregelProgress.maatregel_id,
        order_by=(Period.observes_from.desc(), Period.id.desc()),
    )
    return (
        sa.select(
            MaatregelProgress.maatregel_id,
            MaatregelProgress.id.label("progress_id"),
            Report.period_id,
            Report.network_id,
            MaatregelProgress.status,
            MaatregelProgress.trend,
            place.label("place"),
        )
        .select_from(MaatregelProgress)
        .join(Report, Report.id == MaatregelProgress.report_id)
        .join(Period, Period.id == Report.period_id)
        .where(MaatregelProgress.status.is_not(None), *conditions)
        .subquery("ranked")
    )


def state_columns(latest: sa.Subquery) -> list[sa.ColumnElement[Any]]:
    """Return what a LatestProgress is made of, in its order."""
    return [latest.c[each.name] for each in fields(LatestProgress)]


def told(state: Sequence[Any]) -> LatestProgress | None:
    """Return what the values of these columns say; None where the outer join found no report."""
    return LatestProgress(*state) if state[0] is not None else None


@remembered(Area.PLAN, Area.REPORTING)
def _newest_states(session: Session, visibility: Visibility) -> Latest:
    latest = latest_progress(visibility)
    rows = session.execute(sa.select(latest.c.maatregel_id, *state_columns(latest)))
    return {number: LatestProgress(*state) for number, *state in rows}


def newest_states(session: Session, visibility: Visibility) -> Latest:
    """Return the latest state of every maatregel, remembered until a report counts or no longer does."""
    return _newest_states(session, visibility.of_counted())


def latest_by_maatregel(
    session: Session, visibility: Visibility, maatregel_ids: Collection[int] | None = None
) -> dict[int, LatestProgress]:
    """Return the latest state of these maatregelen, or of all of them, in one query."""
    latest = latest_progress(visibility)
    if maatregel_ids is None:
        rows = session.execute(_every(latest))
    elif maatregel_ids:
        rows = session.execute(_these(latest), {"these": sorted(maatregel_ids)})
    else:
        return {}
    return {row[0]: LatestProgress(*row[1:]) for row in rows}


def worst_of(latest: Latest, maatregel_ids: Collection[int]) -> ProgressStatus | None:
    """Return the state that asks most attention among these maatregelen, None where nothing is reported."""
    return worst_status(latest[each].status if each in latest else None for each in maatregel_ids)


def _where(visibility: Visibility, state: ReportState) -> _Networks:
    return None if state in visibility.everywhere else visibility.in_networks.get(state, frozenset())


@lru_cache(maxsize=_DIFFERENT_STATEMENTS)
def _kept(accepted: _Networks, adopted: _Networks, name: str) -> sa.Subquery:
    return (
        sa.select(
            MaatregelStatus.progress_id,
            MaatregelStatus.maatregel_id,
            MaatregelStatus.status,
            MaatregelStatus.trend,
            Period.code.label("period_code"),
            Period.title.label("period_title"),
            Period.observes_until.label("as_of"),
            Network.code.label("network_code"),
        )
        .join(Period, Period.id == MaatregelStatus.period_id)
        .join(Network, Network.id == MaatregelStatus.network_id)
        .where(_readable(accepted, adopted))
        .subquery(name)
    )


def _readable(accepted: _Networks, adopted: _Networks) -> sa.ColumnElement[bool]:
    """Return which kept rows are for whoever reads accepted and adopted reports of these networks.

    Nobody reads what is accepted without reading what is adopted (tests/queries/test_latest_progress.py).
    """
    only = MaatregelStatus.adopted_only.expression
    if accepted is None:
        return sa.not_(only)
    rest = only if adopted is None else sa.and_(only, MaatregelStatus.network_id.in_(sorted(adopted)))
    if not accepted:
        return rest
    counted = sa.and_(sa.not_(only), MaatregelStatus.network_id.in_(sorted(accepted)))
    found = sa.orm.aliased(MaatregelStatus)
    taken = sa.select(found.maatregel_id).where(
        sa.not_(found.adopted_only), found.network_id.in_(sorted(accepted))
    )
    return sa.or_(counted, sa.and_(rest, MaatregelStatus.maatregel_id.not_in(taken)))


@lru_cache(maxsize=_DIFFERENT_STATEMENTS)
def _every(latest: sa.Subquery) -> sa.Select[Any]:
    return sa.select(latest.c.maatregel_id, *state_columns(latest))


@lru_cache(maxsize=_DIFFERENT_STATEMENTS)
def _these(latest: sa.Subquery) -> sa.Select[Any]:
    return _every(latest).where(latest.c.maatregel_id.in_(sa.bindparam("these", expanding=True)))
