"""Reading maatregelen."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.models import Action, Goal, Maatregel, MaatregelPartner, Network, TitleHistory


def is_active(on: date) -> sa.ColumnElement[bool]:
    """Return the condition that a maatregel still runs on a day."""
    return sa.and_(
        sa.or_(Maatregel.retired_on.is_(None), Maatregel.retired_on > on),
        sa.or_(Maatregel.ends_on.is_(None), Maatregel.ends_on >= on),
    )


def active_maatregelen(on: date) -> sa.Select[Maatregel]:
    """Return the maatregelen that run on a day, in the order of the plan."""
    return sa.select(Maatregel).where(is_active(on)).order_by(Maatregel.network_id, Maatregel.position)


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


def maatregelen_of_network(session: Session, network_id: int) -> Sequence[Maatregel]:
    """Return the maatregelen of a network, in the order of the plan."""
    return session.scalars(
        sa.select(Maatregel).where(Maatregel.network_id == network_id).order_by(Maatregel.position)
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
