"""What each network may spend, year by year: the plan and everything that moved since; whole euros."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.budget_events import BudgetKey, Move, budgets_after
from portal.models import BudgetEntry, BudgetEvent
from portal.queries.allotments import allotments
from portal.queries.remembered import remembered


@dataclass(frozen=True)
class Budgets:
    """The pots of some years as the plan filled them, and what moved in and out."""

    plan: dict[BudgetKey, int]
    moves: list[Move]

    @cached_property
    def now(self) -> dict[BudgetKey, int]:
        """What is in each pot after all moves."""
        return budgets_after(self.plan, self.moves)


def current_budgets(
    session: Session, years: Collection[int], known_at: datetime | None = None
) -> dict[BudgetKey, int]:
    """Return what is in each pot (network, year, funding source) of these years.

    With `known_at` only what was recorded by that moment counts: a report that is closed keeps its figures.
    """
    wanted = frozenset(years)
    return {key: amount for key, amount in budgets(session, wanted, known_at).now.items() if key[1] in wanted}


def budgets(session: Session, years: Collection[int], known_at: datetime | None = None) -> Budgets:
    """Return the plan and the moves of these years."""
    plan = {
        (each.network_id, each.year, each.funding_source_id): each.amount
        for each in allotments(session, years)
    }
    query = sa.select(BudgetEvent).where(
        sa.or_(BudgetEvent.year.in_(sorted(years)), BudgetEvent.to_year.in_(sorted(years)))
    )
    if known_at is not None:
        query = query.where(BudgetEvent.recorded_at <= known_at)
    return Budgets(plan, [move_of(event) for event in session.scalars(query.order_by(BudgetEvent.id))])


@remembered(Area.MONEY)
def known_budgets(session: Session, years: frozenset[int], known_at: datetime | None = None) -> Budgets:
    """Return the same for a page; who moves money or opens a period asks `budgets`."""
    return budgets(session, years, known_at)


@remembered(Area.PLAN, Area.MONEY)
def money_years(session: Session, this_year: int) -> list[int]:
    """Return the years money is about: from the first of the plan to this one, or as far as it was moved."""
    first = session.scalar(
        sa.select(sa.func.min(BudgetEntry.year)).where(
            BudgetEntry.network_id.is_not(None), BudgetEntry.retired_on.is_(None)
        )
    )
    last = session.scalar(sa.select(sa.func.max(BudgetEvent.to_year)))
    return list(range(first or this_year, max(this_year, last or this_year) + 1))


def move_of(event: BudgetEvent) -> Move:
    """Return what an event does to budgets."""
    return Move(
        event.kind,
        event.network_id,
        event.year,
        event.funding_source_id,
        event.amount,
        event.to_year,
        event.to_network_id,
        reverses=event.reverses_id is not None,
    )
