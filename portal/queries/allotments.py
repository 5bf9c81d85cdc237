"""What the plan gives each network in a year, per funding source; whole euros."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.models import BudgetEntry


@dataclass(frozen=True, order=True)
class Allotment:
    """The amount of one network in one year from one source, as the plan fixed it."""

    network_id: int
    year: int
    funding_source_id: int
    amount: int


def allotments(session: Session, years: Collection[int]) -> list[Allotment]:
    """Return the amounts for these years; a row "2025 e.v." also holds for every later year."""
    rows = session.execute(
        sa.select(
            BudgetEntry.network_id,
            BudgetEntry.year,
            BudgetEntry.and_later,
            BudgetEntry.funding_source_id,
            BudgetEntry.amount,
        ).where(
            BudgetEntry.network_id.is_not(None),
            BudgetEntry.retired_on.is_(None),
            BudgetEntry.year <= max(years, default=0),
        )
    ).all()
    sums: dict[tuple[int, int, int], int] = {}
    for year in sorted(years):
        for row in rows:
            if row.network_id is not None and (row.year == year or (row.and_later and row.year < year)):
                key = (row.network_id, year, row.funding_source_id)
                sums[key] = sums.get(key, 0) + row.amount
    return [Allotment(*key, amount) for key, amount in sorted(sums.items())]
