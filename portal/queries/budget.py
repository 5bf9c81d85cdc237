"""Reading the budget as the letters fixed it; money of different sources is never added up."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.sources import Source
from portal.models import BudgetEntry, FundingSource, Network, PrintedTotal


@dataclass(frozen=True)
class Line:
    """One row of a budget table: an amount for each year in which there is one."""

    series: str
    title: str
    network: Network | None
    amounts: dict[int, int]
    note: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class YearTotal:
    """The sum of a year, and what the nota prints."""

    year: int
    computed: int
    printed: int | None

    @property
    def agrees(self) -> bool:
        """Whether the sum is what the nota prints."""
        return self.computed == self.printed


@dataclass(frozen=True)
class BudgetTable:
    """The amounts from one funding source."""

    funding_source: FundingSource
    years: list[int]
    open_ended: frozenset[int]
    """Years that also stand for every later year: the column "2025 e.v."."""
    lines: list[Line]
    totals: list[YearTotal]

    @property
    def of_networks(self) -> list[Line]:
        """The rows that belong to a network."""
        return [line for line in self.lines if line.network is not None]

    @property
    def unassigned(self) -> list[Line]:
        """The rows that belong to no network, such as the reserve."""
        return [line for line in self.lines if line.network is None]

    def subtotal(self, year: int) -> int:
        """Return what all networks together have in a year."""
        return sum(line.amounts.get(year, 0) for line in self.of_networks)


def budget_tables(session: Session, network_id: int | None = None) -> list[BudgetTable]:
    """Return a table for each funding source with amounts, the structural budget first."""
    query = (
        sa.select(BudgetEntry)
        .join(BudgetEntry.funding_source)
        .where(BudgetEntry.retired_on.is_(None))
        .options(joinedload(BudgetEntry.funding_source), joinedload(BudgetEntry.network))
        .order_by(
            FundingSource.in_programme_budget.desc(),
            FundingSource.position,
            BudgetEntry.position,
            BudgetEntry.year,
        )
    )
    if network_id is not None:
        query = query.where(BudgetEntry.network_id == network_id)
    by_source: dict[FundingSource, list[BudgetEntry]] = {}
    for entry in session.scalars(query):
        by_source.setdefault(entry.funding_source, []).append(entry)
    printed = {row.year: row.amount for row in printed_totals(session)}
    return [_table(source, entries, printed) for source, entries in by_source.items()]


def printed_totals(session: Session) -> Sequence[PrintedTotal]:
    """Return the totals as the nota prints them."""
    return session.scalars(
        sa.select(PrintedTotal).where(PrintedTotal.retired_on.is_(None)).order_by(PrintedTotal.year)
    ).all()


def unpriced_sources(session: Session) -> Sequence[FundingSource]:
    """Return the funding sources for which the letters give no amount for each network or year."""
    return session.scalars(
        sa.select(FundingSource)
        .where(
            FundingSource.retired_on.is_(None),
            ~sa.exists().where(
                BudgetEntry.funding_source_id == FundingSource.id, BudgetEntry.retired_on.is_(None)
            ),
        )
        .order_by(FundingSource.position)
    ).all()


def _table(source: FundingSource, entries: list[BudgetEntry], printed: dict[int, int]) -> BudgetTable:
    years = sorted({entry.year for entry in entries})
    by_series: dict[str, list[BudgetEntry]] = {}
    for entry in entries:
        by_series.setdefault(entry.series, []).append(entry)
    return BudgetTable(
        source,
        years,
        frozenset(entry.year for entry in entries if entry.and_later),
        [_line(series) for series in by_series.values()],
        [
            YearTotal(
                year,
                sum(entry.amount for entry in entries if entry.year == year),
                printed.get(year) if source.in_programme_budget else None,
            )
            for year in years
        ],
    )


def _line(entries: list[BudgetEntry]) -> Line:
    first = entries[0]
    return Line(
        first.series,
        first.title,
        first.network,
        {entry.year: entry.amount for entry in entries},
        first.note,
        first.sources,
    )
