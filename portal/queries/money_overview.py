"""The money of all networks in one year, by funding source, as the newest reports tell it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.areas import Area
from portal.domain.budget_events import Reconciliation, reconcile
from portal.domain.money import Staffing
from portal.domain.money_totals import Figures, Total, total
from portal.models import BudgetEntry, Contribution, FundingSource, MoneyLine, Network, Period, Report
from portal.queries.money import Budgets, budgets
from portal.queries.remembered import remembered
from portal.queries.report_money import figures_of, staffing_of
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class NetworkMoney:
    """One network and one funding source; without a line nothing was reported that the reader may see."""

    network: Network
    source: FundingSource
    figures: Figures
    planned: int
    line: MoneyLine | None
    report: Report | None

    @property
    def total(self) -> Total:
        """The row as a total of itself, for its percentages."""
        return total([self.figures])


@dataclass(frozen=True)
class SourceMoney:
    """All rows of one funding source, and whether they still are what the plan gave."""

    source: FundingSource
    rows: Sequence[NetworkMoney]
    reconciliation: Reconciliation | None

    @property
    def total(self) -> Total:
        """The sum of the rows."""
        return total(row.figures for row in self.rows)


@dataclass(frozen=True)
class MoneyOverview:
    """Everything about the money of one year, as far as the reader may know."""

    year: int
    sources: Sequence[SourceMoney]
    reports: Sequence[Report]
    staffing: dict[int, Staffing]
    """By id of the report."""
    contributions: Sequence[tuple[Report, Contribution]]
    left_out: int
    """Contributions that are not meant for this reader."""


def money_overview(
    session: Session,
    visibility: Visibility,
    year: int,
    network_ids: frozenset[int] | None,
) -> MoneyOverview:
    """Return the money of a year for some networks, or for all; of reports only what was handed in."""
    networks = _networks(session, network_ids)
    lines = newest_lines(session, visibility, year, networks)
    pots = budgets(session, {year})
    reports = {report.id: report for report, _line in lines.values()}
    newest = {report.network_id: report for report in _by_period(reports.values())}
    shown = sorted(newest.values(), key=lambda report: networks[report.network_id].position)
    contributions = _contributions(session, shown)
    readable = [
        (report, row)
        for report, row in contributions
        if row.audience in visibility.words.of(report.network_id)
    ]
    return MoneyOverview(
        year,
        _sources(session, year, networks, pots, lines, everything=network_ids is None),
        shown,
        staffing_of(session, [report.id for report in shown]),
        readable,
        len(contributions) - len(readable),
    )


def newest_year(session: Session, visibility: Visibility, years: Sequence[int]) -> int:
    """Return the last year of which something was reported that may be read, else the last of all."""
    return _newest_year(session, visibility, tuple(years))


@remembered(Area.PLAN, Area.REPORTING, Area.MONEY)
def _newest_year(session: Session, visibility: Visibility, years: tuple[int, ...]) -> int:
    found = session.scalar(
        sa.select(sa.func.max(MoneyLine.year))
        .join(Report, Report.id == MoneyLine.report_id)
        .where(visibility.handed_in(), MoneyLine.year.in_(years))
    )
    return found or years[-1]


Newest = dict[tuple[int, int], tuple[Report, MoneyLine]]
"""By network and funding source."""


def _networks(session: Session, network_ids: frozenset[int] | None) -> dict[int, Network]:
    query = sa.select(Network).where(Network.retired_on.is_(None)).order_by(Network.position)
    if network_ids is not None:
        query = query.where(Network.id.in_(sorted(network_ids)))
    return {row.id: row for row in session.scalars(query)}


def newest_lines(session: Session, visibility: Visibility, year: int, networks: Collection[int]) -> Newest:
    """Return what the newest report that was handed in says of a year, by network and funding source."""
    rows = session.execute(
        sa.select(Report, MoneyLine)
        .join(MoneyLine, MoneyLine.report_id == Report.id)
        .join(Report.period)
        .where(MoneyLine.year == year, Report.network_id.in_(sorted(networks)), visibility.handed_in())
        .order_by(Period.observes_from)
        .options(contains_eager(Report.period), joinedload(MoneyLine.funding_source))
    )
    return {(report.network_id, line.funding_source_id): (report, line) for report, line in rows}


def _by_period(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda report: report.period.observes_from)


def _contributions(session: Session, reports: Sequence[Report]) -> list[tuple[Report, Contribution]]:
    by_id = {report.id: report for report in reports}
    rows = session.scalars(
        sa.select(Contribution)
        .where(Contribution.report_id.in_(sorted(by_id)))
        .order_by(Contribution.id)
        .options(joinedload(Contribution.partner))
    )
    return [(by_id[row.report_id], row) for row in rows]


def _sources(
    session: Session,
    year: int,
    networks: dict[int, Network],
    pots: Budgets,
    lines: Newest,
    *,
    everything: bool,
) -> list[SourceMoney]:
    now = pots.now
    by_source: dict[int, list[NetworkMoney]] = {}
    sources = {row.id: row for row in session.scalars(sa.select(FundingSource))}
    keys = {(key[0], key[2]) for key in now if key[1] == year} | set(lines)
    for network_id, source_id in sorted(keys):
        if network_id in networks:
            report, line = lines.get((network_id, source_id), (None, None))
            key = (network_id, year, source_id)
            budget, source = now.get(key, 0), sources[source_id]
            figures = figures_of(line, budget) if line else Figures(source.code, budget)
            row = NetworkMoney(networks[network_id], source, figures, pots.plan.get(key, 0), line, report)
            by_source.setdefault(source_id, []).append(row)
    unassigned = _unassigned(session, year) if everything else {}
    return [
        SourceMoney(
            sources[source_id],
            sorted(rows, key=lambda row: row.network.position),
            reconcile(source_id, year, pots.plan, unassigned.get(source_id, 0), pots.moves)
            if everything
            else None,
        )
        for source_id, rows in sorted(
            by_source.items(),
            key=lambda pair: (not sources[pair[0]].in_programme_budget, sources[pair[0]].position),
        )
    ]


def _unassigned(session: Session, year: int) -> dict[int, int]:
    """Return what the plan gives to no network in a year, such as the reserve, by funding source."""
    rows = session.execute(
        sa.select(BudgetEntry.funding_source_id, sa.func.sum(BudgetEntry.amount))
        .where(
            BudgetEntry.network_id.is_(None),
            BudgetEntry.retired_on.is_(None),
            sa.or_(
                BudgetEntry.year == year, sa.and_(BudgetEntry.and_later.is_(True), BudgetEntry.year < year)
            ),
        )
        .group_by(BudgetEntry.funding_source_id)
    )
    return {source_id: int(amount) for source_id, amount in rows}
