"""Which asks of the programme are late or almost due: for reminders, the first screens and the dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal.domain.areas import Area
from portal.domain.parliament import RegisterKind
from portal.models import Ask, RegisterItem
from portal.queries.ask_facts import due_day, is_open
from portal.queries.remembered import remembered


@dataclass(frozen=True)
class DueAsk:
    """An ask with the last day that is in time, as it holds today."""

    ask: Ask
    day: date

    def days_late(self, today: date) -> int:
        """Return how many days that is ago; less than one while it is in time."""
        return (today - self.day).days


def of_programme() -> sa.ColumnElement[bool]:
    """Return the condition that an ask is one the programme answers for; needs its item joined."""
    return sa.and_(
        RegisterItem.inside_programme.is_(True), RegisterItem.retired_on.is_(None), Ask.retired_on.is_(None)
    )


def due_asks(session: Session, until: date, ask_id: int | None = None) -> Sequence[DueAsk]:
    """Return the open asks of the programme whose last day is not after a day, the most urgent first."""
    last = due_day()
    query = (
        sa.select(Ask, last)
        .join(Ask.item)
        .where(of_programme(), is_open(), last <= until)
        .options(contains_eager(Ask.item))
        .order_by(last, Ask.id)
    )
    if ask_id is not None:
        query = query.where(Ask.id == ask_id)
    return [DueAsk(ask, day) for ask, day in session.execute(query) if day is not None]


@dataclass(frozen=True)
class DueLine:
    """An ask that is late or almost due, as a line on the first screens."""

    code: str
    text: str
    item_title: str
    item_kind: RegisterKind
    day: date

    def days_late(self, today: date) -> int:
        """Return how many days ago it should have been done."""
        return (today - self.day).days


@remembered(Area.PARLIAMENT)
def due_lines(session: Session, until: date) -> Sequence[DueLine]:
    """Return the same as `due_asks`, to read only."""
    last = due_day()
    rows = session.execute(
        sa.select(Ask.code, Ask.text, RegisterItem.title, RegisterItem.item_kind, last)
        .join(Ask.item)
        .where(of_programme(), is_open(), last <= until)
        .order_by(last, Ask.id)
    )
    return tuple(
        DueLine(code, text, title, kind, day) for code, text, title, kind, day in rows if day is not None
    )
