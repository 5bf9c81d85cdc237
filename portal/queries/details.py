"""Reading milestones, requirements and partners of maatregelen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from portal.domain.areas import Area
from portal.domain.details import DetailContent, MilestoneContent, RequirementContent
from portal.domain.workflow import ReportState
from portal.models import (
    Maatregel,
    MaatregelProgress,
    Partner,
    Period,
    ProgressMilestone,
    ProgressRequirement,
    Report,
)
from portal.models.detail import progress_partner
from portal.queries.former import former_report
from portal.queries.remembered import remembered
from portal.queries.reports import row_of_report
from portal.queries.visibility import Visibility

DETAILS = (
    selectinload(MaatregelProgress.milestones),
    selectinload(MaatregelProgress.requirements)
    .joinedload(ProgressRequirement.maatregel)
    .joinedload(Maatregel.network),
    selectinload(MaatregelProgress.partners),
)
"""Everything of a maatregel in a report besides its words."""
_MOST = 256
"""For so many kinds of reader the statement is kept."""
AT_ONCE = (
    joinedload(MaatregelProgress.milestones),
    joinedload(MaatregelProgress.requirements)
    .joinedload(ProgressRequirement.maatregel)
    .joinedload(Maatregel.network),
    # SQLite would go through the partners of every report to join those of one.
    selectinload(MaatregelProgress.partners),
)
"""The same with fewer questions, for one row: it has a few of each."""


def detail_content(progress: MaatregelProgress) -> DetailContent:
    """Return milestones, requirements and partners without the rows around them."""
    return DetailContent(
        tuple(
            MilestoneContent(each.title, each.planned_on, each.expected_on, each.actual_on, each.key)
            for each in progress.milestones
        ),
        tuple(RequirementContent(each.maatregel_id, each.explanation) for each in progress.requirements),
        frozenset(partner.id for partner in progress.partners),
    )


def readable_row(
    session: Session, visibility: Visibility, period_code: str, network_code: str, code: str
) -> MaatregelProgress | None:
    """Return one maatregel in a report with its details, when that report may be read."""
    asked = {"period_code": period_code, "network_code": network_code, "code": code}
    return session.scalar(_row(visibility), asked)


@lru_cache(_MOST)
def _row(visibility: Visibility) -> sa.Select[MaatregelProgress]:
    return row_of_report(visibility).options(*DETAILS)


def read_details(session: Session, report: Report) -> None:
    """Read the details of every maatregel in a report at once."""
    rows = {row.id: row for row in report.progress}
    asked = {"report_id": report.id}
    _put(rows, "milestones", session.execute(_MILESTONES, asked))
    _put(rows, "requirements", session.execute(_REQUIREMENTS, asked))
    _put(rows, "partners", session.execute(_PARTNERS, asked))


def _put(rows: Mapping[int, MaatregelProgress], name: str, found: Iterable[Any]) -> None:
    """Give each row its own of what was found, without asking for it again."""
    grouped: dict[int, list[Any]] = {row_id: [] for row_id in rows}
    for row_id, each in found:
        grouped[row_id].append(each)
    for row_id, row in rows.items():
        set_committed_value(row, name, grouped[row_id])


_OF_REPORT = sa.select(MaatregelProgress.id).where(MaatregelProgress.report_id == sa.bindparam("report_id"))
_MILESTONES = (
    sa.select(ProgressMilestone.progress_id, ProgressMilestone)
    .where(ProgressMilestone.progress_id.in_(_OF_REPORT))
    .order_by(ProgressMilestone.position)
)
_REQUIREMENTS = (
    sa.select(ProgressRequirement.progress_id, ProgressRequirement)
    .where(ProgressRequirement.progress_id.in_(_OF_REPORT))
    .order_by(ProgressRequirement.id)
    .options(joinedload(ProgressRequirement.maatregel).joinedload(Maatregel.network))
)
_PARTNERS = (
    sa.select(progress_partner.c.progress_id, Partner)
    .join(Partner, Partner.id == progress_partner.c.partner_id)
    .where(progress_partner.c.progress_id.in_(_OF_REPORT))
    .order_by(Partner.position)
)


@dataclass(frozen=True)
class FormerMilestone:
    """A milestone as the last adopted report before this one told of it."""

    key: str
    title: str
    planned_on: date
    day: date | None
    """When it was expected, or happened."""
    open: bool


Former = Mapping[int, Mapping[str, FormerMilestone]]
"""By the id of the maatregel, then by key."""


def former_milestones(session: Session, report: Report) -> Former:
    """Return what the last adopted report of this network before this one said of its milestones."""
    before = former_report(session, report)
    return {
        maatregel_id: {each.key: _former(each) for each in milestones.values()}
        for maatregel_id, milestones in (before.milestones.items() if before else ())
    }


def _former(each: MilestoneContent) -> FormerMilestone:
    day = each.actual_on or each.expected_on
    return FormerMilestone(each.key, each.title, each.planned_on, day, each.actual_on is None)


def fixed_days(session: Session, maatregel_id: int) -> dict[str, date]:
    """Return the first agreed days that stood in an adopted report and never move again, by key."""
    rows = session.execute(
        sa.select(ProgressMilestone.key, ProgressMilestone.planned_on)
        .join(MaatregelProgress, MaatregelProgress.id == ProgressMilestone.progress_id)
        .join(MaatregelProgress.report)
        .where(MaatregelProgress.maatregel_id == maatregel_id, Report.state == ReportState.ADOPTED)
    )
    return {key: day for key, day in rows}  # noqa: C416 - a Row is no pair to mypy


@remembered(Area.REPORTING)
def known_fixed_days(session: Session, maatregel_id: int) -> dict[str, date]:
    """Return the same for a page; who writes asks `fixed_days`."""
    return fixed_days(session, maatregel_id)


def register_of_partners(session: Session) -> Sequence[Partner]:
    """Return the organisations that can take part today."""
    return session.scalars(
        sa.select(Partner).where(Partner.retired_on.is_(None)).order_by(Partner.position)
    ).all()


def latest_details(session: Session, visibility: Visibility, maatregel_id: int) -> MaatregelProgress | None:
    """Return the row of the newest counted, readable report on a maatregel, with its details."""
    found = session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.period)
        .where(MaatregelProgress.maatregel_id == maatregel_id, visibility.counted())
        .options(contains_eager(MaatregelProgress.report).contains_eager(Report.period), *AT_ONCE)
        .order_by(Period.observes_from.desc())
        .limit(1)
    )
    return found.unique().one_or_none()
