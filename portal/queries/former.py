"""The last adopted report of a network before another one: what a next report is held against."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.details import MilestoneContent
from portal.domain.money import MoneyContent
from portal.domain.reports import ProgressContent
from portal.domain.workflow import ReportState
from portal.models import MaatregelProgress, MoneyLine, Period, ProgressMilestone, Report
from portal.queries.remembered import remembered
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class FormerReport:
    """What an adopted report says; it never changes any more."""

    period_title: str
    progress: Mapping[int, ProgressContent]
    """By the id of the maatregel."""
    milestones: Mapping[int, Mapping[str, MilestoneContent]]
    """By the id of the maatregel, then by key."""
    money: Mapping[tuple[int, int], MoneyContent]
    """By year and funding source."""


_LAST = (
    sa.select(Report.id, Period.title)
    .join(Report.period)
    .where(
        Report.network_id == sa.bindparam("network_id"),
        Report.state == ReportState.ADOPTED,
        Period.observes_from < sa.bindparam("before"),
    )
    .order_by(Period.observes_from.desc())
    .limit(1)
)
_SAID = sa.select(
    MaatregelProgress.maatregel_id,
    *(getattr(MaatregelProgress, each.name) for each in fields(ProgressContent)),
).where(MaatregelProgress.report_id == sa.bindparam("report_id"))
_MILESTONES = (
    sa.select(
        MaatregelProgress.maatregel_id,
        *(getattr(ProgressMilestone, each.name) for each in fields(MilestoneContent)),
    )
    .join(ProgressMilestone, ProgressMilestone.progress_id == MaatregelProgress.id)
    .where(MaatregelProgress.report_id == sa.bindparam("report_id"))
    .order_by(ProgressMilestone.position)
)
_MONEY = sa.select(
    MoneyLine.year,
    MoneyLine.funding_source_id,
    *(getattr(MoneyLine, each.name) for each in fields(MoneyContent)),
).where(MoneyLine.report_id == sa.bindparam("report_id"))


def former_report(session: Session, report: Report) -> FormerReport | None:
    """Return the last adopted report of the network before this one; who asks must be allowed to read it."""
    return _former(session, report.network_id, report.period.observes_from)


def readable_former(session: Session, visibility: Visibility, report: Report) -> FormerReport | None:
    """Return the same where somebody may read it."""
    if not visibility.reads(ReportState.ADOPTED, report.network_id):
        return None
    return former_report(session, report)


@remembered(Area.REPORTING)
def _former(session: Session, network_id: int, before: date) -> FormerReport | None:
    last = session.execute(_LAST, {"network_id": network_id, "before": before}).one_or_none()
    if last is None:
        return None
    of_report = {"report_id": last.id}
    milestones: dict[int, dict[str, MilestoneContent]] = {}
    for maatregel_id, *said in session.execute(_MILESTONES, of_report):
        content = MilestoneContent(*said)
        milestones.setdefault(maatregel_id, {})[content.key] = content
    return FormerReport(
        last.title,
        {row[0]: ProgressContent(*row[1:]) for row in session.execute(_SAID, of_report)},
        milestones,
        {(row[0], row[1]): MoneyContent(*row[2:]) for row in session.execute(_MONEY, of_report)},
    )
