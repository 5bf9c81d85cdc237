"""Reading the programme along the logistic chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.domain.areas import Area
from portal.models import ChainStage, Line, Maatregel, Network, Programme
from portal.queries.maatregelen import is_active
from portal.queries.remembered import remembered


@dataclass(frozen=True)
class StageMaatregelen:
    """A stage of the chain with the running maatregelen that work in it."""

    stage: ChainStage
    maatregelen: list[Maatregel]


@dataclass(frozen=True)
class Chain:
    """All stages in order, and the running maatregelen that stand in none."""

    stages: list[StageMaatregelen]
    elsewhere: list[Maatregel]
    total: int


def chain_of(session: Session, today: date) -> Chain:
    """Return the chain as it is worked on today; a maatregel may stand in more than one stage."""
    running = session.scalars(
        sa.select(Maatregel)
        .join(Maatregel.network)
        .where(is_active(today))
        .options(contains_eager(Maatregel.network), selectinload(Maatregel.chain_stages))
        .order_by(Network.position, Maatregel.position)
    ).all()
    stages = all_chain_stages(session)
    return Chain(
        [
            StageMaatregelen(stage, [each for each in running if stage in each.chain_stages])
            for stage in stages
        ],
        [each for each in running if not each.chain_stages],
        len(running),
    )


def all_chain_stages(session: Session) -> Sequence[ChainStage]:
    """Return the stages from source country to onward transport."""
    return session.scalars(
        sa.select(ChainStage).where(ChainStage.retired_on.is_(None)).order_by(ChainStage.position)
    ).all()


def the_programme(session: Session) -> Programme | None:
    """Return the programme, None before the plan was loaded."""
    return session.scalar(sa.select(Programme).order_by(Programme.position).limit(1))


@remembered(Area.PLAN)
def main_goal(session: Session) -> str | None:
    """Return what the programme is for, None before the plan was loaded."""
    return session.scalar(sa.select(Programme.main_goal).order_by(Programme.position).limit(1))


def plan_as_of(session: Session) -> date | None:
    """Return the day up to which the letters describe the programme."""
    return session.scalar(sa.select(Programme.as_of).order_by(Programme.position).limit(1))


def all_lines(session: Session) -> Sequence[Line]:
    """Return the two lines of the plan."""
    return session.scalars(sa.select(Line).where(Line.retired_on.is_(None)).order_by(Line.position)).all()
