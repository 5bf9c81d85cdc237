"""By which day asks must be done, as it holds today: of one that recurs, the first time that is not settled.

The rule stands here once, in SQL, so that lists can count and sort by it; what follows from the day is in
portal/domain/parliament.py.
"""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.parliament import OPEN_STATES, AskFacts, AskKind
from portal.domain.terms import Recurrence
from portal.models import Ask, AskOccurrence


def due_day() -> sa.ColumnElement[date | None]:
    """Return the last day that is in time, inclusive; nothing where term or rhythm is undetermined."""
    day = sa.func.coalesce(AskOccurrence.postponed_to, AskOccurrence.due_on)
    of_ask = sa.select(sa.func.min(day)).where(AskOccurrence.ask_id == Ask.id).correlate(Ask)
    first_open = of_ask.where(AskOccurrence.settled_at.is_(None)).scalar_subquery()
    is_made = sa.exists().where(AskOccurrence.ask_id == Ask.id).correlate(Ask)
    return sa.case(
        (Ask.kind == AskKind.ONCE, sa.func.coalesce(Ask.postponed_to, Ask.due_latest)),
        (Ask.recurrence == Recurrence.UNDETERMINED, sa.null()),
        (is_made, first_open),
        else_=Ask.due_latest,
    )


def is_open() -> sa.ColumnElement[bool]:
    """Return the condition that something is still to be done about an ask."""
    return Ask.state.in_(sorted(OPEN_STATES))


def is_late(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that the last day of an open ask has passed; as is_overdue says of its facts."""
    return sa.and_(is_open(), due_day() < today)


def facts_of(session: Session, asks: Iterable[Ask]) -> dict[int, AskFacts]:
    """Return for each ask, by its id, what its outcome follows from; one question for any number."""
    every = {ask.id: ask for ask in asks}
    if not every:
        return {}
    days = session.execute(sa.select(Ask.id, due_day()).where(Ask.id.in_(sorted(every))))
    return {ask_id: AskFacts(every[ask_id].state, every[ask_id].kind, due_on) for ask_id, due_on in days}
