"""Reading the times that recurring asks are due."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.parliament import AskKind
from portal.domain.terms import Recurrence
from portal.models import Ask, AskOccurrence, RegisterItem
from portal.queries.ask_facts import is_open

Planned = tuple[Ask, int, date | None]
"""An ask, how many times of it there are, and the day of the last one."""


def asks_without_next_time(
    session: Session, today: date, ask_ids: Collection[int] | None = None
) -> Sequence[Planned]:
    """Return the open recurring asks with a rhythm and a first day of which no time lies after today."""
    last = sa.func.max(AskOccurrence.due_on)
    query = (
        sa.select(Ask, sa.func.count(AskOccurrence.id), last)
        .join(Ask.item)
        .outerjoin(AskOccurrence, AskOccurrence.ask_id == Ask.id)
        .where(
            Ask.kind == AskKind.RECURRING,
            Ask.recurrence != Recurrence.UNDETERMINED,
            Ask.due_latest.is_not(None),
            Ask.retired_on.is_(None),
            RegisterItem.retired_on.is_(None),
            is_open(),
        )
        .group_by(Ask.id)
        .having(sa.or_(last.is_(None), last <= today))
        .order_by(Ask.id)
    )
    if ask_ids is not None:
        query = query.where(Ask.id.in_(sorted(ask_ids)))
    return [(ask, count, day) for ask, count, day in session.execute(query)]


def occurrences_of(session: Session, ask_id: int) -> Sequence[AskOccurrence]:
    """Return the times of one ask, first one first."""
    wanted = sa.select(AskOccurrence).where(AskOccurrence.ask_id == ask_id)
    return session.scalars(wanted.order_by(AskOccurrence.number)).all()
