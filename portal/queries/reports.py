"""Reading voortgangsrapportages, within what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.reports import ProgressContent, progress_gaps
from portal.domain.workflow import EDITABLE, PeriodState, ReportState
from portal.models import Maatregel, MaatregelProgress, MoneyLine, Network, Period, Report, ReportSection
from portal.queries.visibility import Visibility

WORDS = (
    selectinload(Report.judgements),
    selectinload(Report.progress).joinedload(MaatregelProgress.unchanged_since),
)
"""What stands beside the form of a next report."""
_PARTS = (
    selectinload(Report.progress)
    .joinedload(MaatregelProgress.maatregel)
    .options(joinedload(Maatregel.owner), joinedload(Maatregel.contributors)),
    selectinload(Report.progress).joinedload(MaatregelProgress.updated_by),
    selectinload(Report.progress).joinedload(MaatregelProgress.unchanged_since),
    selectinload(Report.answers),
    selectinload(Report.money).joinedload(MoneyLine.funding_source),
)
WHOLE = (
    *_PARTS,
    selectinload(Report.judgements),
    selectinload(Report.sections).joinedload(ReportSection.updated_by),
)
"""What the list of work and the text of a report need, in a fixed number of queries."""


_MOST = 256
"""For so many kinds of reader the statements are kept: making one costs more than asking it."""


def readable_report(
    session: Session, visibility: Visibility, period_code: str, network_code: str
) -> Report | None:
    """Return the whole report when it exists and may be read."""
    asked = {"period_code": period_code, "network_code": network_code}
    return session.scalars(_readable(visibility), asked).unique().one_or_none()


@lru_cache(_MOST)
def _readable(visibility: Visibility) -> sa.Select[Report]:
    return (
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(
            Period.code == sa.bindparam("period_code"),
            Network.code == sa.bindparam("network_code"),
            visibility.clause(),
        )
        .options(
            contains_eager(Report.period),
            contains_eager(Report.network),
            *_PARTS,
            # A handful of rows each: they come along with the report.
            joinedload(Report.judgements),
            joinedload(Report.sections).joinedload(ReportSection.updated_by),
        )
    )


def previous_adopted(session: Session, visibility: Visibility, report: Report) -> Report | None:
    """Return the last adopted report of this network before this one, when it may be read."""
    return session.scalar(_previous(visibility).options(*WORDS), _before(report))


def previous_row(
    session: Session, visibility: Visibility, report: Report, maatregel_id: int
) -> tuple[Report | None, MaatregelProgress | None]:
    """Return that report and what it said of one maatregel, in one query."""
    found = session.execute(
        _previous_row(visibility), {**_before(report), "maatregel_id": maatregel_id}
    ).one_or_none()
    return (found[0], found[1]) if found is not None else (None, None)


def _before(report: Report) -> dict[str, Any]:
    return {"network_id": report.network_id, "before": report.period.observes_from}


@lru_cache(_MOST)
def _previous(visibility: Visibility) -> sa.Select[Report]:
    return (
        sa.select(Report)
        .join(Report.period)
        .where(
            Report.network_id == sa.bindparam("network_id"),
            Report.state == ReportState.ADOPTED,
            Period.observes_from < sa.bindparam("before"),
            visibility.clause(),
        )
        .order_by(Period.observes_from.desc())
        .limit(1)
        .options(contains_eager(Report.period))
    )


@lru_cache(_MOST)
def _previous_row(visibility: Visibility) -> sa.Select[Report, MaatregelProgress]:
    of_maatregel = sa.and_(
        MaatregelProgress.report_id == Report.id,
        MaatregelProgress.maatregel_id == sa.bindparam("maatregel_id"),
    )
    return (
        _previous(visibility)
        .add_columns(MaatregelProgress)
        .outerjoin(MaatregelProgress, of_maatregel)
        .options(joinedload(MaatregelProgress.unchanged_since))
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
        .options(contains_eager(Report.period), contains_eager(Report.network), *WHOLE)
        .order_by(Network.position)
    ).all()


@dataclass(frozen=True)
class OwnWork:
    """A report that can still be written, and how far its maatregelen are."""

    period_code: str
    network_code: str
    network_title: str
    state: ReportState
    due_on: date
    finished: int
    """Number of maatregelen with nothing missing."""
    maatregelen: int


_WORK = (
    sa.select(
        Period.code,
        Network.code,
        Network.short_title,
        Report.state,
        sa.func.coalesce(Report.extended_until, Period.submit_until),
        MaatregelProgress.id,
        *(getattr(MaatregelProgress, each.name) for each in fields(ProgressContent)),
    )
    .select_from(Report)
    .join(Report.period)
    .join(Report.network)
    .outerjoin(MaatregelProgress, MaatregelProgress.report_id == Report.id)
    .where(
        Period.state == PeriodState.OPEN,
        Report.network_id.in_(sa.bindparam("networks", expanding=True)),
        Report.state.in_(sorted(EDITABLE)),
    )
    .order_by(Network.position)
)


def own_open_work(session: Session, visibility: Visibility, network_ids: frozenset[int]) -> list[OwnWork]:
    """Return the reports these networks can still write in the open period, in one query."""
    found: dict[tuple[str, str, str, ReportState, date], list[bool]] = {}
    rows = session.execute(_WORK.where(visibility.clause()), {"networks": sorted(network_ids)})
    for row in rows:
        period_code, network_code, network_title, state, due_on, progress_id, *content = row
        report = (period_code, network_code, network_title, state, due_on)
        whole = found.setdefault(report, [])
        if progress_id is not None:
            whole.append(not progress_gaps(ProgressContent(*content)))
    return [OwnWork(*report, finished=sum(whole), maatregelen=len(whole)) for report, whole in found.items()]


def row_of_report(visibility: Visibility) -> sa.Select[MaatregelProgress]:
    """Return the question for one maatregel in a report that may be read, with the report around it.

    It is asked with `period_code`, `network_code` and `code`.
    """
    return (
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.period)
        .join(Report.network)
        .join(MaatregelProgress.maatregel)
        .where(
            Period.code == sa.bindparam("period_code"),
            Network.code == sa.bindparam("network_code"),
            Maatregel.code == sa.bindparam("code"),
            visibility.clause(),
        )
        .options(
            contains_eager(MaatregelProgress.report).options(
                contains_eager(Report.period), contains_eager(Report.network)
            ),
            contains_eager(MaatregelProgress.maatregel),
        )
    )
