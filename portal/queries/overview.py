"""Reading the stuurgroep's overview, within what the reader may see."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.progress import Aspect, ProgressStatus
from portal.domain.reports import JudgementContent
from portal.domain.review import OfficeContent
from portal.domain.workflow import PeriodState
from portal.models import Judgement, MaatregelProgress, Network, OfficeJudgement, Report
from portal.queries.networks import NETWORK_LINES, NetworkLine
from portal.queries.overview_rows import CountedContent, Overview, OverviewRow, ReportLine
from portal.queries.periods import PeriodLine, period_lines
from portal.queries.remembered import remembered
from portal.queries.visibility import Visibility

HISTORY = 4
"""Number of periods over which the overview shows the trend."""

NetworkIds = frozenset[int] | None
"""Some networks; None stands for all of them."""


@dataclass(frozen=True)
class PeriodChoice:
    """The periods somebody can look at, newest first, and the one to begin with."""

    periods: Sequence[PeriodLine]
    default: PeriodLine | None

    def find(self, code: str) -> PeriodLine | None:
        """Return the period with this code."""
        return next((period for period in self.periods if period.code == code), None)

    def before(self, period: PeriodLine) -> PeriodLine | None:
        """Return the newest period that is older than this one."""
        return next(iter(self.periods[self.periods.index(period) + 1 :]), None)

    def newest_besides(self, period: PeriodLine) -> PeriodLine | None:
        """Return the newest period when that is another one."""
        return self.periods[0] if self.periods[0] != period else None

    def last_adopted_before(self, period: PeriodLine) -> PeriodLine | None:
        """Return the newest adopted period that is older than this one."""
        older = self.periods[self.periods.index(period) + 1 :]
        return next((entry for entry in older if entry.state is PeriodState.ADOPTED), None)


@remembered(Area.PLAN, Area.REPORTING)
def period_choice(session: Session, visibility: Visibility, *, every_period: bool) -> PeriodChoice:
    """Return the periods that have begun; without `every_period` only those with something to read."""
    counted = sa.select(Report.period_id).where(visibility.counted()).distinct()
    filled = set(session.scalars(counted))
    begun = [period for period in period_lines(session) if period.state is not PeriodState.PLANNED]
    periods = [period for period in begun if every_period or period.id in filled]
    with_content = [period for period in begun if period.id in filled]
    adopted = [period for period in periods if period.state is PeriodState.ADOPTED]
    return PeriodChoice(periods, next(iter(with_content or adopted or periods), None))


def read_overview(
    session: Session,
    visibility: Visibility,
    choice: PeriodChoice,
    period: PeriodLine,
    today: date,
    *,
    networks: NetworkIds,
    receipt_networks: NetworkIds,
    compared: PeriodLine | None = None,
) -> Overview:
    """Return the overview of a period with the ones before it, in five queries whatever their size.

    Judgements are compared with those of another period, or else with those of the one before.
    """
    start = choice.periods.index(period)
    periods = tuple(reversed(choice.periods[start : start + HISTORY]))
    compared = compared or choice.before(period)
    return _overview(session, visibility, periods, compared, today, networks, receipt_networks)


@remembered(Area.PLAN, Area.REPORTING)
def _overview(
    session: Session,
    visibility: Visibility,
    periods: tuple[PeriodLine, ...],
    compared: PeriodLine | None,
    today: date,
    networks: NetworkIds,
    receipt_networks: NetworkIds,
) -> Overview:
    asked = {each.id for each in [*periods, *([compared] if compared else [])]}
    lines = _lines(session, visibility, asked, receipt_networks)
    rows = [
        OverviewRow(
            network,
            receipt_networks is None or network.id in receipt_networks,
            [lines.get((network.id, each.id)) for each in periods],
            lines.get((network.id, compared.id)) if compared else None,
        )
        for network in _networks(session, periods[-1].id, networks)
    ]
    return Overview(periods, compared, rows, today)


def _networks(session: Session, period_id: int, networks: NetworkIds) -> list[NetworkLine]:
    """Return the networks of today, and those that reported in the period before they ended."""
    reported = sa.select(Report.network_id).where(Report.period_id == period_id)
    rows = session.execute(
        NETWORK_LINES.where(sa.or_(Network.retired_on.is_(None), Network.id.in_(reported)))
    )
    return [NetworkLine(*row) for row in rows if networks is None or row.id in networks]


def _lines(
    session: Session, visibility: Visibility, period_ids: Collection[int], receipt_networks: NetworkIds
) -> dict[tuple[int, int], ReportLine]:
    """Return by network and period what came in; content only where it counts and may be read."""
    counts = visibility.counted()
    readable = visibility.clause()
    known = sa.true() if receipt_networks is None else Report.network_id.in_(sorted(receipt_networks))
    rows = session.execute(
        sa.select(
            Report.id,
            Report.network_id,
            Report.period_id,
            Report.state,
            Report.first_submitted_at,
            Report.submitted_at,
            Report.accepted_at,
            Report.extended_until,
            sa.case((readable, True), else_=False).label("readable"),
            sa.case((counts, True), else_=False).label("counts"),
            sa.case((counts, Report.summary), else_="").label("summary"),
        ).where(Report.period_id.in_(period_ids), sa.or_(readable, known))
    ).all()
    judgements = _judgements(session, counts, period_ids)
    statuses = _statuses(session, counts, period_ids)
    office = _office(session, counts, period_ids)
    return {
        (row.network_id, row.period_id): ReportLine(
            row.state,
            row.first_submitted_at,
            row.submitted_at,
            row.accepted_at,
            bool(row.readable),
            CountedContent(row.summary, judgements[row.id], statuses[row.id], office[row.id])
            if row.counts
            else None,
            row.extended_until,
        )
        for row in rows
    }


def _judgements(
    session: Session, counts: sa.ColumnElement[bool], period_ids: Collection[int]
) -> dict[int, dict[Aspect, JudgementContent]]:
    found: dict[int, dict[Aspect, JudgementContent]] = defaultdict(dict)
    for report_id, aspect, rating, explanation in session.execute(
        sa.select(Judgement.report_id, Judgement.aspect, Judgement.rating, Judgement.explanation)
        .join(Report, Report.id == Judgement.report_id)
        .where(Report.period_id.in_(period_ids), counts)
    ):
        found[report_id][aspect] = JudgementContent(aspect, rating, explanation)
    for report_id, unordered in found.items():
        found[report_id] = {aspect: unordered[aspect] for aspect in Aspect if aspect in unordered}
    return found


def _office(
    session: Session, counts: sa.ColumnElement[bool], period_ids: Collection[int]
) -> dict[int, dict[Aspect, OfficeContent]]:
    found: dict[int, dict[Aspect, OfficeContent]] = defaultdict(dict)
    for report_id, aspect, rating, explanation in session.execute(
        sa.select(
            OfficeJudgement.report_id,
            OfficeJudgement.aspect,
            OfficeJudgement.rating,
            OfficeJudgement.explanation,
        )
        .join(Report, Report.id == OfficeJudgement.report_id)
        .where(Report.period_id.in_(period_ids), counts)
    ):
        found[report_id][aspect] = OfficeContent(aspect, rating, explanation)
    return found


def _statuses(
    session: Session, counts: sa.ColumnElement[bool], period_ids: Collection[int]
) -> dict[int, dict[ProgressStatus, int]]:
    found: dict[int, dict[ProgressStatus, int]] = defaultdict(dict)
    rows = session.execute(
        sa.select(MaatregelProgress.report_id, MaatregelProgress.status, sa.func.count())
        .join(Report, Report.id == MaatregelProgress.report_id)
        .where(Report.period_id.in_(period_ids), counts)
        .group_by(MaatregelProgress.report_id, MaatregelProgress.status)
    )
    for report_id, status, number in rows:
        if status is not None:
            found[report_id][status] = number
    for report_id, unordered in found.items():
        found[report_id] = {status: unordered[status] for status in ProgressStatus if status in unordered}
    return found
