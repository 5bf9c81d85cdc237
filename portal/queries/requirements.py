"""Which maatregelen need which others first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.models import Maatregel, MaatregelProgress, Network, Period, ProgressRequirement, Report
from portal.queries.remembered import remembered
from portal.queries.visibility import Visibility


def needs_of_others(session: Session, visibility: Visibility, report: Report) -> dict[int, set[int]]:
    """Return which maatregelen need which, as the newest counted reports of other networks say."""
    return _of_others(session, visibility.of_counted(), report.network_id)


@remembered(Area.REPORTING)
def _of_others(session: Session, visibility: Visibility, network_id: int) -> dict[int, set[int]]:
    newest_first = sa.func.row_number().over(
        partition_by=MaatregelProgress.maatregel_id, order_by=Period.observes_from.desc()
    )
    ranked = (
        sa.select(MaatregelProgress.id, MaatregelProgress.maatregel_id, newest_first.label("place"))
        .join(MaatregelProgress.report)
        .join(Report.period)
        .where(visibility.counted(), Report.network_id != network_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(ranked.c.maatregel_id, ProgressRequirement.maatregel_id)
        .join(ProgressRequirement, ProgressRequirement.progress_id == ranked.c.id)
        .where(ranked.c.place == 1)
    )
    return _grouped((needing, needed) for needing, needed in rows)


def needs_in_report(session: Session, report: Report) -> dict[int, set[int]]:
    """Return which maatregelen need which, as this report says."""
    rows = session.execute(
        sa.select(MaatregelProgress.maatregel_id, ProgressRequirement.maatregel_id)
        .join(ProgressRequirement, ProgressRequirement.progress_id == MaatregelProgress.id)
        .where(MaatregelProgress.report_id == report.id)
    )
    return _grouped((needing, needed) for needing, needed in rows)


@dataclass(frozen=True)
class Needable:
    """A maatregel that another one can need."""

    id: int
    code: str
    title: str
    network_title: str


def maatregelen_to_need(session: Session, besides: int) -> Sequence[Needable]:
    """Return all maatregelen of the plan but one, with their networks, in the order of the plan."""
    return [each for each in _of_the_plan(session) if each.id != besides]


@remembered(Area.PLAN)
def _of_the_plan(session: Session) -> Sequence[Needable]:
    rows = session.execute(
        sa.select(Maatregel.id, Maatregel.code, Maatregel.title, Network.short_title)
        .join(Maatregel.network)
        .where(Maatregel.retired_on.is_(None))
        .order_by(Network.position, Maatregel.position)
    )
    return [Needable(*row) for row in rows]


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for needing, needed in pairs:
        found.setdefault(needing, set()).add(needed)
    return found
