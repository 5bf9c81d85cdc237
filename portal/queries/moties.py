"""Reading moties and the coalition agreement."""

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.models import Ask, CoalitionPassage, Maatregel, Motie, MotieMaatregel
from portal.queries.search import as_listed, contains_words, listed_text

ORDERS = ("datum", "titel")

_Query = TypeVar("_Query", bound=sa.Select[*tuple[Any, ...]])


def _found(query: _Query, words: str, *, inside: bool | None) -> _Query:
    for word in words.split():
        query = query.where(
            sa.or_(
                contains_words(word, Motie.title, Motie.reference),
                contains_words(as_listed(word), listed_text(Motie.submitters)),
                Motie.asks.any(contains_words(word, Ask.text)),
            )
        )
    query = query.where(Motie.retired_on.is_(None))
    return query if inside is None else query.where(Motie.inside_programme.is_(inside))


def count_moties(session: Session, words: str = "", *, inside: bool | None = None) -> int:
    """Return how many moties fit."""
    return session.scalar(_found(sa.select(sa.func.count(Motie.id)), words, inside=inside)) or 0


def moties(
    session: Session,
    words: str,
    *,
    inside: bool | None,
    order: str,
    descending: bool,
    limit: int,
    offset: int,
) -> Sequence[Motie]:
    """Return one page of the moties that fit, with their asks and the maatregelen linked to them."""
    column = {"datum": Motie.date_sort, "titel": sa.func.lower(Motie.title)}[order]
    query = _found(sa.select(Motie), words, inside=inside)
    return session.scalars(
        query.options(selectinload(Motie.asks), selectinload(Motie.links))
        .order_by(column.desc() if descending else column.asc(), Motie.position)
        .limit(limit)
        .offset(offset)
    ).all()


def motie_by_code(session: Session, code: str) -> Motie | None:
    """Return the motie with its asks and the maatregelen that carry it out."""
    linked = selectinload(Motie.links).joinedload(MotieMaatregel.maatregel)
    return session.scalar(
        sa.select(Motie)
        .where(Motie.code == code)
        .options(selectinload(Motie.asks), linked.joinedload(Maatregel.network))
    )


def moties_of_maatregel(session: Session, maatregel_id: int) -> Sequence[MotieMaatregel]:
    """Return the moties a maatregel carries out, with the basis of each link."""
    return session.scalars(
        sa.select(MotieMaatregel)
        .join(MotieMaatregel.motie)
        .where(MotieMaatregel.maatregel_id == maatregel_id)
        .options(contains_eager(MotieMaatregel.motie))
        .order_by(Motie.position)
    ).all()


def whole_plan_moties(session: Session) -> Sequence[Motie]:
    """Return the moties that the plan as a whole carries out."""
    return session.scalars(
        sa.select(Motie)
        .where(Motie.whole_plan.is_(True), Motie.retired_on.is_(None))
        .order_by(Motie.position)
    ).all()


def coalition_passages(session: Session) -> Sequence[CoalitionPassage]:
    """Return the passages of the coalition agreement with the maatregelen that carry them out."""
    linked = selectinload(CoalitionPassage.maatregelen)
    return session.scalars(
        sa.select(CoalitionPassage)
        .where(CoalitionPassage.retired_on.is_(None))
        .options(linked.joinedload(Maatregel.network))
        .order_by(CoalitionPassage.position)
    ).all()


def count_coalition_passages(session: Session) -> int:
    """Return how many passages of the coalition agreement the plan carries out."""
    query = sa.select(sa.func.count(CoalitionPassage.id)).where(CoalitionPassage.retired_on.is_(None))
    return session.scalar(query) or 0


def coalition_of_maatregel(session: Session, maatregel_id: int) -> Sequence[CoalitionPassage]:
    """Return the passages a maatregel carries out."""
    return session.scalars(
        sa.select(CoalitionPassage)
        .where(CoalitionPassage.maatregelen.any(Maatregel.id == maatregel_id))
        .order_by(CoalitionPassage.position)
    ).all()
