"""Reading the register: what every kind of item has in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload, with_polymorphic

from portal.domain.parliament import ItemState, RegisterKind
from portal.models import Ask, Motie, RegisterItem
from portal.queries.item_states import item_progress
from portal.queries.search import as_listed, contains_words, listed_text

ORDERS = ("datum", "titel")

Item = TypeVar("Item", bound=RegisterItem)
_Query = TypeVar("_Query", bound=sa.Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class RegisterFilter:
    """Which items are asked for; None and empty mean any."""

    words: str = ""
    inside: bool | None = None
    state: ItemState | None = None
    late: bool = False
    """Only those of which an ask is open and its last day has passed."""
    owner_id: int | None = None
    unowned: bool = False


def fits(model: type[RegisterItem], wanted: RegisterFilter, today: date) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions on items of a kind, apart from the words: those are looked for per kind."""
    yield model.retired_on.is_(None)
    if wanted.inside is not None:
        yield model.inside_programme.is_(wanted.inside)
    if wanted.owner_id is not None:
        yield model.owner_id == wanted.owner_id
    if wanted.unowned:
        yield model.owner_id.is_(None)
    if wanted.state is not None or wanted.late:
        found = item_progress(today)
        chosen = sa.select(found.c.item_id)
        if wanted.state is not None:
            chosen = chosen.where(found.c.state == wanted.state.value)
        if wanted.late:
            chosen = chosen.where(found.c.late > 0)
        yield model.id.in_(chosen)


def count_items(session: Session, model: type[RegisterItem], wanted: RegisterFilter, today: date) -> int:
    """Return how many items of a kind fit."""
    return session.scalar(_found(sa.select(sa.func.count(model.id)), model, wanted, today)) or 0


def items(
    session: Session,
    model: type[Item],
    wanted: RegisterFilter,
    today: date,
    *,
    order: str,
    descending: bool,
    limit: int,
    offset: int,
) -> Sequence[Item]:
    """Return one page of the items of a kind that fit, with who answers for each."""
    column = {"datum": model.date_sort, "titel": sa.func.lower(model.title)}[order]
    return session.scalars(
        _found(sa.select(model), model, wanted, today)
        .options(joinedload(model.owner))
        .order_by(column.desc() if descending else column.asc(), model.position)
        .limit(limit)
        .offset(offset)
    ).all()


def _found(query: _Query, model: type[RegisterItem], wanted: RegisterFilter, today: date) -> _Query:
    for word in wanted.words.split():
        query = query.where(
            sa.or_(
                contains_words(word, model.title, model.reference),
                contains_words(as_listed(word), listed_text(model.submitters)),
                model.asks.any(contains_words(word, Ask.text)),
            )
        )
    return query.where(*fits(model, wanted, today))


def counts_by_kind(session: Session) -> dict[RegisterKind, int]:
    """Return how many items of each kind there are."""
    rows = session.execute(
        sa.select(RegisterItem.item_kind, sa.func.count())
        .where(RegisterItem.retired_on.is_(None))
        .group_by(RegisterItem.item_kind)
    )
    return dict(rows.all())


def item_by_code(session: Session, code: str) -> RegisterItem | None:
    """Return the item with this code, of whatever kind, with its asks and who answers for it."""
    every = with_polymorphic(RegisterItem, "*")
    return session.scalar(
        sa.select(every)
        .where(every.code == code)
        .options(
            joinedload(every.owner),
            selectinload(every.asks),
            joinedload(every.Toezegging.document),
            joinedload(every.Toezegging.motie),
        )
    )


def moties_to_choose(session: Session) -> list[Motie]:
    """Return the moties, for saying to which one a toezegging belongs."""
    wanted = sa.select(Motie).where(Motie.retired_on.is_(None))
    return list(session.scalars(wanted.order_by(Motie.date_sort, Motie.position)))
