"""Reading what underpins the maatregelen; of observations only how many the reader may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.indicators import Ingredient
from portal.domain.underpinning import (
    IndicatorFacts,
    Standing,
    Tally,
    UnderpinningContent,
    UnderpinningFacts,
    settled,
    standings,
    tallies,
)
from portal.models import Goal, Maatregel, Network, Underpinning
from portal.models.indicator import indicator_goal, indicator_maatregel
from portal.models.maatregel import maatregel_goal
from portal.queries.audience import AudienceScope
from portal.queries.indicator_facts import indicator_facts
from portal.queries.maatregelen import is_active
from portal.queries.networks import NetworkLine, network_lines
from portal.queries.remembered import remembered


@dataclass(frozen=True)
class UnderpinningLine:
    """One maatregel with how each of its ingredients is there."""

    maatregel_id: int
    code: str
    title: str
    network_id: int
    content: UnderpinningContent
    ingredients: Mapping[Ingredient, Standing]


def underpinnings(
    session: Session,
    scope: AudienceScope,
    today: date,
    *,
    network_id: int | None = None,
    maatregel_id: int | None = None,
) -> list[UnderpinningLine]:
    """Return the running maatregelen, of all networks or one, or one maatregel that may have ended.

    Three queries, whatever the number.
    """
    wanted = [Maatregel.id == maatregel_id] if maatregel_id is not None else [is_active(today)]
    if network_id is not None:
        wanted.append(Maatregel.network_id == network_id)
    rows = session.execute(_maatregelen().where(*wanted)).all()
    links = _links(session, [row.id for row in rows])
    facts = indicator_facts(session, scope, today)
    return [
        UnderpinningLine(
            row.id,
            row.code,
            row.title,
            row.network_id,
            UnderpinningContent(row.mechanism or "", row.operational_on, row.evaluation_on),
            standings(
                UnderpinningFacts(
                    row.has_goal,
                    _known(facts, links, row.id, via_goal=False),
                    _known(facts, links, row.id, via_goal=True),
                    row.mechanism or "",
                    row.evaluation_on,
                )
            ),
        )
        for row in rows
    ]


Tallies = Mapping[Ingredient, Tally]


@dataclass(frozen=True)
class NetworkUnderpinnings:
    """How the ingredients of the running maatregelen are there: in all, and of each network."""

    networks: Sequence[tuple[NetworkLine, Tallies]]
    """In the order of the plan."""
    by_attention: Sequence[tuple[NetworkLine, Tallies]]
    """The network of which most is missing first."""
    total: Tallies
    count: int
    whole: int
    """How many maatregelen miss nothing."""


@remembered(Area.PLAN, Area.INDICATORS)
def network_underpinnings(session: Session, scope: AudienceScope, today: date) -> NetworkUnderpinnings:
    """Return the numbers of every network, remembered until plan or indicators change."""
    lines = underpinnings(session, scope, today)
    of_networks: dict[int, list[UnderpinningLine]] = {}
    for line in lines:
        of_networks.setdefault(line.network_id, []).append(line)
    every = network_lines(session)
    missing = {
        number: sum(len(Ingredient) - settled(line.ingredients) for line in found)
        for number, found in of_networks.items()
    }
    rows = [
        (network, tallies([line.ingredients for line in of_networks.get(network.id, ())]))
        for network in every
    ]
    return NetworkUnderpinnings(
        rows,
        sorted(rows, key=lambda row: -missing.get(row[0].id, 0)),
        tallies([line.ingredients for line in lines]),
        len(lines),
        sum(settled(line.ingredients) == len(Ingredient) for line in lines),
    )


def underpinning_of(session: Session, maatregel_id: int) -> Underpinning | None:
    """Return what was written for a maatregel."""
    return session.scalar(sa.select(Underpinning).where(Underpinning.maatregel_id == maatregel_id))


def _maatregelen() -> sa.Select[int, str, str, int, bool, str | None, date | None, date | None]:
    has_goal = sa.exists().where(
        maatregel_goal.c.maatregel_id == Maatregel.id,
        Goal.id == maatregel_goal.c.goal_id,
        Goal.retired_on.is_(None),
    )
    return (
        sa.select(
            Maatregel.id,
            Maatregel.code,
            Maatregel.title,
            Maatregel.network_id,
            has_goal.label("has_goal"),
            Underpinning.mechanism,
            Underpinning.operational_on,
            Underpinning.evaluation_on,
        )
        .join(Network, Network.id == Maatregel.network_id)
        .outerjoin(Underpinning, Underpinning.maatregel_id == Maatregel.id)
        .order_by(Network.position, Maatregel.position)
    )


_Links = Mapping[tuple[int, bool], Sequence[int]]
"""Indicators by maatregel and whether the link goes via a goal."""


def _links(session: Session, maatregel_ids: Sequence[int]) -> _Links:
    own = sa.select(
        indicator_maatregel.c.maatregel_id, indicator_maatregel.c.indicator_id, sa.false().label("via_goal")
    ).where(indicator_maatregel.c.maatregel_id.in_(maatregel_ids))
    via_goal = (
        sa.select(maatregel_goal.c.maatregel_id, indicator_goal.c.indicator_id, sa.true().label("via_goal"))
        .join(indicator_goal, indicator_goal.c.goal_id == maatregel_goal.c.goal_id)
        .join(Goal, Goal.id == maatregel_goal.c.goal_id)
        .where(maatregel_goal.c.maatregel_id.in_(maatregel_ids), Goal.retired_on.is_(None))
    )
    found: dict[tuple[int, bool], list[int]] = {}
    for maatregel_id, indicator_id, goes_via_goal in session.execute(sa.union(own, via_goal)):
        found.setdefault((maatregel_id, bool(goes_via_goal)), []).append(indicator_id)
    return found


def _known(
    facts: Mapping[int, IndicatorFacts], links: _Links, maatregel_id: int, *, via_goal: bool
) -> list[IndicatorFacts]:
    return [facts[each] for each in links.get((maatregel_id, via_goal), ()) if each in facts]
