"""Reading maatregelen."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.areas import Area
from portal.models import Action, Goal, Maatregel, MaatregelPartner, Network, TitleHistory
from portal.queries.remembered import remembered

_NUMBER = sa.select(Maatregel.id).where(Maatregel.code == sa.bindparam("code"))
_WITH_OWNER = (
    sa.select(Maatregel).where(Maatregel.code == sa.bindparam("code")).options(joinedload(Maatregel.owner))
)


def is_active(on: date) -> sa.ColumnElement[bool]:
    """Return the condition that a maatregel still runs on a day."""
    return sa.and_(
        sa.or_(Maatregel.retired_on.is_(None), Maatregel.retired_on > on),
        sa.or_(Maatregel.ends_on.is_(None), Maatregel.ends_on >= on),
    )


def active_maatregelen(on: date) -> sa.Select[Maatregel]:
    """Return the maatregelen that run on a day, in the order of the plan."""
    return sa.select(Maatregel).where(is_active(on)).order_by(Maatregel.network_id, Maatregel.position)


def maatregelen_now(session: Session, on: date) -> Sequence[Maatregel]:
    """Return the maatregelen that are active on a day, in the order of the plan."""
    return session.scalars(active_maatregelen(on)).all()


@remembered(Area.PLAN)
def running_ids(session: Session, today: date) -> Sequence[int]:
    """Return the ids of the maatregelen that run today in networks of today."""
    running = sa.select(Maatregel.id).join(Network, Network.id == Maatregel.network_id)
    return tuple(session.scalars(running.where(is_active(today), Network.retired_on.is_(None))))


def maatregel_by_code(session: Session, code: str) -> Maatregel | None:
    """Return the maatregel with everything the plan says of it."""
    # A maatregel has at most a few of each: one wide question beats five narrow ones.
    few = (
        Maatregel.themes,
        Maatregel.goals,
        Maatregel.chain_stages,
        Maatregel.knooppunten,
        Maatregel.funding_sources,
    )
    return (
        session.scalars(
            sa.select(Maatregel)
            .where(Maatregel.code == code)
            .options(
                joinedload(Maatregel.network).joinedload(Network.line),
                joinedload(Maatregel.owner),
                *(joinedload(relation) for relation in few),
                selectinload(Maatregel.partners).joinedload(MaatregelPartner.partner),
                selectinload(Maatregel.actions).joinedload(Action.executor),
            )
        )
        .unique()
        .one_or_none()
    )


def maatregel_number(session: Session, code: str) -> int | None:
    """Return the number of a maatregel, None where there is none."""
    return session.scalar(_NUMBER, {"code": code})


def maatregel_with_owner(session: Session, code: str) -> Maatregel | None:
    """Return the maatregel with who answers for it, and nothing else of what the plan says."""
    return session.scalar(_WITH_OWNER, {"code": code})


def maatregelen_of_network(session: Session, network_id: int) -> Sequence[Maatregel]:
    """Return the maatregelen of a network, in the order of the plan."""
    return session.scalars(
        sa.select(Maatregel).where(Maatregel.network_id == network_id).order_by(Maatregel.position)
    ).all()


def running_maatregelen(session: Session, today: date) -> Sequence[Maatregel]:
    """Return the maatregelen that run, in the order of networks and plan."""
    return session.scalars(
        active_maatregelen(today)
        .join(Maatregel.network)
        .order_by(None)
        .order_by(Network.position, Maatregel.position)
    ).all()


def maatregelen_of_goal(session: Session, goal_id: int, today: date) -> Sequence[Maatregel]:
    """Return the running maatregelen that serve a goal, with their networks."""
    return session.scalars(
        sa.select(Maatregel)
        .join(Maatregel.network)
        .where(is_active(today), Maatregel.goals.any(Goal.id == goal_id))
        .options(contains_eager(Maatregel.network))
        .order_by(Network.position, Maatregel.position)
    ).all()


def former_titles(session: Session, maatregel: Maatregel) -> Sequence[TitleHistory]:
    """Return the titles a maatregel used to have, newest first."""
    return session.scalars(
        sa.select(TitleHistory)
        .where(TitleHistory.entity == Maatregel.__tablename__, TitleHistory.code == maatregel.code)
        .order_by(TitleHistory.replaced_at.desc(), TitleHistory.id.desc())
    ).all()
