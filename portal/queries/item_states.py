"""How far items of the register are as a whole: item_state of the domain, said in SQL for lists and counts.

That both say the same is a test (tests/queries/test_item_states.py).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.parliament import CLOSED_STATES, AskKind, AskState, ItemState, RegisterKind
from portal.models import Ask, RegisterItem
from portal.queries.ask_facts import is_late


@dataclass(frozen=True)
class ItemProgress:
    """How far an item is, and what that follows from in numbers."""

    state: ItemState
    asks: int
    closed: int
    late: int


def item_progress(today: date) -> sa.Subquery:
    """Return for every item its state and how many asks it has, are closed and are late."""
    closed = Ask.state.in_(sorted(CLOSED_STATES))
    unassessed = Ask.state == AskState.UNASSESSED
    recurs = sa.and_(Ask.kind == AskKind.RECURRING, ~closed, ~unassessed)
    once = Ask.kind == AskKind.ONCE
    every, done = sa.func.count(Ask.id), _number(closed)
    pending = every - done
    waiting = _number(unassessed) + _number(sa.and_(once, Ask.state == AskState.NOT_STARTED))
    state = sa.case(
        (every == 0, ItemState.NOT_SPLIT.value),
        (_number(Ask.state == AskState.LAPSED) == every, ItemState.LAPSED.value),
        (pending == 0, ItemState.SETTLED.value),
        (_number(recurs) == pending, ItemState.RUNNING.value),
        (
            sa.or_(done > 0, _number(sa.and_(once, Ask.state == AskState.PARTLY)) > 0),
            ItemState.PARTLY.value,
        ),
        (_number(unassessed) == pending, ItemState.UNASSESSED.value),
        (waiting == pending, ItemState.NOT_STARTED.value),
        else_=ItemState.IN_PROGRESS.value,
    )
    return (
        sa.select(
            RegisterItem.id.label("item_id"),
            RegisterItem.item_kind.label("item_kind"),
            state.label("state"),
            every.label("asks"),
            done.label("closed"),
            _number(is_late(today)).label("late"),
        )
        .select_from(RegisterItem)
        .outerjoin(Ask, sa.and_(Ask.item_id == RegisterItem.id, Ask.retired_on.is_(None)))
        .where(RegisterItem.retired_on.is_(None))
        .group_by(RegisterItem.id, RegisterItem.item_kind)
        .subquery("item_progress")
    )


def progress_of(session: Session, today: date, item_ids: Collection[int]) -> dict[int, ItemProgress]:
    """Return how far these items are, in one query."""
    if not item_ids:
        return {}
    found = item_progress(today)
    rows = session.execute(
        sa.select(found.c.item_id, found.c.state, found.c.asks, found.c.closed, found.c.late).where(
            found.c.item_id.in_(sorted(item_ids))
        )
    )
    return {row[0]: ItemProgress(ItemState(row[1]), *row[2:]) for row in rows}


def state_counts(session: Session, today: date, kind: RegisterKind) -> tuple[dict[ItemState, int], int]:
    """Return how many items of a kind are in each state, and how many have an ask that is late."""
    found = item_progress(today)
    rows = session.execute(
        sa.select(found.c.state, sa.func.count(), sa.func.sum(sa.case((found.c.late > 0, 1), else_=0)))
        .where(found.c.item_kind == kind)
        .group_by(found.c.state)
    ).all()
    return {ItemState(state): number for state, number, _late in rows}, sum(late for *_rest, late in rows)


def _number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """Return of how many asks something holds; nothing of an item without asks."""
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
