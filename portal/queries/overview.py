"""Reading the stuurgroep's overview, within what the reader may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.progress import Aspect, ProgressStatus
from portal.domain.reports import JudgementContent
from portal.domain.workflow import PeriodState
from portal.models import Judgement, MaatregelProgress, Network, Period, Report
from portal.queries.overview_rows import CountedContent, Overview, OverviewRow, ReportLine
from portal.queries.visibility import Visibility

HISTORY = 4
"""Number of periods over which the overview shows the trend."""

NetworkIds = frozenset[int] | None
"""Some networks; None stands for all of them."""


@dataclass(frozen=True)
class PeriodChoice:
    """The periods somebody can look at, newest first, and the one to begin with."""

    periods: Sequence[Period]
    default: Period | None

    def find(self, code: str) -> Period | None:
        """Return the period with this code."""
        return next((period for period in self.periods if period.code == code), None)

    def newest_besides(self, period: Period) -> Period | None:
        """Return the newest period when that is another one."""
        return self.periods[0] if self.periods[0] is not period else None

    def last_adopted_before(self, period: Period) -> Period | None:
        """Return the newest adopted period that is older than this one."""
        older = self.periods[self.periods.index(period) + 1 :]
        return next((entry for entry in older if entry.state is PeriodState.ADOPTED), None)


def period_choice(session: Session, visibility: Visibility, *, every_period: bool) -> PeriodChoice:
    """Return the periods that have begun; without `every_period` only those with something to read."""
    counted = sa.exists().where(Report.period_id == Period.id, visibility.counted())
    rows = session.execute(
        sa.select(Period, sa.case((counted, True), else_=False))
        .where(Period.state != PeriodState.PLANNED)
        .order_by(Period.observes_from.desc(), Period.id.desc())
    ).all()
    periods = [period for period, has_content in rows if every_period or has_content]
    with_content = [period for period, has_content in rows if has_content]
    adopted = [period for period in periods if period.state is PeriodState.ADOPTED]
    return PeriodChoice(periods, next(iter(with_content or adopted or periods), None))


def read_overview(
    session: Session,
    visibility: Visibility,
    choice: PeriodChoice,
    period: Period,
    today: date,
    *,
    networks: NetworkIds,
    receipt_networks: NetworkIds,
) -> Overview:
    """Return the overview of a period with the ones before it, in four queries whatever their size."""
    start = choice.periods.index(period)
    periods = list(reversed(choice.periods[start : start + HISTORY]))
    lines = _lines(session, visibility, [period.id for period in periods], receipt_networks)
    rows = [
        OverviewRow(
            network,
            receipt_networks is None or network.id in receipt_networks,
            [lines.get((network.id, period.id)) for period in periods],
        )
        for network in _networks(session, period, networks)
    ]
    return Overview(periods, rows, today)


def _networks(session: Session, period: Period, networks: NetworkIds) -> Sequence[Network]:
    """Return the networks of today, and those that reported in the period before they ended."""
    reported = sa.exists().where(Report.network_id == Network.id, Report.period_id == period.id)
    query = (
        sa.select(Network)
        .where(sa.or_(Network.retired_on.is_(None), reported))
        .order_by(Network.position, Network.id)
    )
    if networks is not None:
        query = query.where(Network.id.in_(sorted(networks)))
    return session.scalars(query).all()


def _lines(
    session: Session, visibility: Visibility, period_ids: Sequence[int], receipt_networks: NetworkIds
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
            sa.case((readable, True), else_=False).label("readable"),
            sa.case((counts, True), else_=False).label("counts"),
            sa.case((counts, Report.summary), else_="").label("summary"),
        ).where(Report.period_id.in_(period_ids), sa.or_(readable, known))
    ).all()
    judgements = _judgements(session, counts, period_ids)
    statuses = _statuses(session, counts, period_ids)
    return {
        (row.network_id, row.period_id): ReportLine(
            row.state,
            row.first_submitted_at,
            row.submitted_at,
            row.accepted_at,
            bool(row.readable),
            CountedContent(row.summary, judgements[row.id], statuses[row.id]) if row.counts else None,
        )
        for row in rows
    }


def _judgements(
    session: Session, counts: sa.ColumnElement[bool], period_ids: Sequence[int]
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


def _statuses(
    session: Session, counts: sa.ColumnElement[bool], period_ids: Sequence[int]
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
