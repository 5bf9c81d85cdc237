"""What each network may spend this year, to stand beside the coherence matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.models import FundingSource
from portal.queries.allotments import allotments
from portal.queries.money import current_budgets
from portal.queries.remembered import remembered


@dataclass(frozen=True)
class NetworkBudget:
    """The amount of one network in a year from one source; sources are never added up."""

    source: str
    amount: int


@remembered(Area.PLAN, Area.MONEY)
def network_budgets(session: Session, year: int, *, moved: bool) -> Mapping[int, Sequence[NetworkBudget]]:
    """Return the budgets by network: of the plan, or after what was `moved` since for who may know that.

    The plan gives no amount for each maatregel, so there is none for a cell either.
    """
    amounts = (
        current_budgets(session, {year})
        if moved
        else {
            (each.network_id, each.year, each.funding_source_id): each.amount
            for each in allotments(session, {year})
        }
    )
    sources = session.execute(
        sa.select(FundingSource.id, FundingSource.title).order_by(
            FundingSource.in_programme_budget.desc(), FundingSource.position
        )
    ).all()
    titles = {row.id: row.title for row in sources}
    places = {row.id: place for place, row in enumerate(sources)}
    found: dict[int, list[NetworkBudget]] = {}
    for (network_id, _year, source_id), amount in sorted(
        amounts.items(), key=lambda each: places[each[0][2]]
    ):
        found.setdefault(network_id, []).append(NetworkBudget(titles[source_id], amount))
    return found
