"""Reading what moved money, with the budget that was there after each move."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.budget_events import BudgetKey
from portal.models import BudgetEntry, BudgetEvent, FundingSource, Network
from portal.queries.money import budgets, move_of


@dataclass(frozen=True)
class RunningEvent:
    """A move as one pot of money saw it: what was added, and what was there then."""

    event: BudgetEvent
    change: int
    budget: int
    reversed: bool


@dataclass(frozen=True)
class Pot:
    """One network, year and funding source, from the plan to now."""

    network: Network
    year: int
    funding_source: FundingSource
    planned: int
    events: Sequence[RunningEvent]

    @property
    def budget(self) -> int:
        """What there is now."""
        return self.events[-1].budget if self.events else self.planned


def event_by_id(session: Session, event_id: int) -> BudgetEvent | None:
    """Return one event."""
    return session.get(BudgetEvent, event_id)


def priced_sources(session: Session) -> Sequence[FundingSource]:
    """Return the funding sources from which the plan gives money to networks."""
    gives = sa.exists().where(
        BudgetEntry.funding_source_id == FundingSource.id,
        BudgetEntry.network_id.is_not(None),
        BudgetEntry.retired_on.is_(None),
    )
    return session.scalars(
        sa.select(FundingSource)
        .where(FundingSource.retired_on.is_(None), gives)
        .order_by(FundingSource.in_programme_budget.desc(), FundingSource.position)
    ).all()


def pots(session: Session, years: Collection[int], network_ids: frozenset[int] | None = None) -> list[Pot]:
    """Return the pots of these years with all that moved, for some networks or for all.

    A network sees its own pots, and of a move from or to another network only its own side.
    """
    found = budgets(session, years)
    rows = _events(session, years)
    networks = {row.id: row for row in session.scalars(sa.select(Network))}
    sources = {row.id: row for row in session.scalars(sa.select(FundingSource))}
    taken_back = {row.reverses_id for row in rows}
    keys = {*found.plan, *(key for row in rows for key in move_of(row).changes())}
    return [
        Pot(
            networks[key[0]],
            key[1],
            sources[key[2]],
            found.plan.get(key, 0),
            _running(key, found.plan.get(key, 0), rows, taken_back),
        )
        for key in sorted(keys, key=lambda key: (key[1], sources[key[2]].position, networks[key[0]].position))
        if key[1] in years and (network_ids is None or key[0] in network_ids)
    ]


def _events(session: Session, years: Collection[int]) -> Sequence[BudgetEvent]:
    return session.scalars(
        sa.select(BudgetEvent)
        .where(sa.or_(BudgetEvent.year.in_(sorted(years)), BudgetEvent.to_year.in_(sorted(years))))
        .order_by(BudgetEvent.id)
        .options(joinedload(BudgetEvent.recorded_by))
    ).all()


def _running(
    key: BudgetKey, planned: int, rows: Sequence[BudgetEvent], taken_back: Collection[int | None]
) -> list[RunningEvent]:
    running, budget = [], planned
    for row in rows:
        change = move_of(row).changes().get(key)
        if change is None:
            continue
        budget += change
        running.append(RunningEvent(row, change, budget, row.id in taken_back))
    return running
