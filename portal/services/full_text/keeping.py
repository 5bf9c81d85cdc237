"""Keeping search_text true: when a transaction commits, what it changed is made again (ADR 48).

No service can forget it: the session itself tells what was changed.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from portal.models import SearchText
from portal.services.full_text.registry import SEARCHED
from portal.services.full_text.text import row_of
from portal.services.full_text.watching import watched

_NOTED = "full_text"
_BATCH = 100
_ONE_BY_ONE = sa.text("SELECT pg_advisory_xact_lock(20221105)")
_THESE = sa.delete(SearchText).where(
    SearchText.source == sa.bindparam("named"), SearchText.source_id.in_(sa.bindparam("ids", expanding=True))
)


def rebuild(session: Session) -> int:
    """Make every text again from the other tables, and return how many there are."""
    session.flush()
    _one_by_one(session)
    connection = session.connection()
    connection.execute(sa.delete(SearchText))
    made = 0
    for source, searched in SEARCHED.items():
        ids = connection.scalars(sa.select(searched.model.id).order_by(searched.model.id)).all()
        for first in range(0, len(ids), _BATCH):
            made += _make(connection, source, ids[first : first + _BATCH])
    return made


def is_empty(session: Session) -> bool:
    """Return whether nothing can be found at all."""
    return session.scalar(sa.select(SearchText.id).limit(1)) is None


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: UOWTransaction) -> None:
    """Remember what changed."""
    for row in (*session.new, *session.dirty, *session.deleted):
        for each in watched(row):
            number = getattr(row, each.column)
            if number is not None:
                session.info.setdefault(_NOTED, set()).add((each, number))


def _keep(session: Session) -> None:
    """Make again what was noted, before the audit trail is sealed."""
    if session.in_nested_transaction():
        return
    session.flush()
    noted = session.info.pop(_NOTED, None)
    if not noted:
        return
    _one_by_one(session)
    changed: dict[str, set[int]] = {}
    for each, number in noted:
        question = each.ids(number)
        numbers = [number] if question is None else session.scalars(question).all()
        changed.setdefault(each.source, set()).update(numbers)
    connection = session.connection()
    for source, ids in sorted(changed.items()):
        connection.execute(_THESE, {"named": source, "ids": sorted(ids)})
        _make(connection, source, sorted(ids))


def _one_by_one(session: Session) -> None:
    """Let who changes the same thing at once see what the other did; SQLite has one writer anyhow."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_ONE_BY_ONE)


def _make(connection: sa.Connection, source: str, ids: Sequence[int]) -> int:
    """Make the texts of some rows, as the database now has them."""
    searched = SEARCHED[source]
    wanted = sa.select(searched.model).where(searched.model.id.in_(ids)).options(*searched.load)
    # A session of its own: what it loads is neither kept nor mixed with what is being changed.
    with Session(connection, join_transaction_mode="rollback_only", autoflush=False) as reading:
        rows = [
            row_of(source, row.id, part, text)
            for row in reading.scalars(wanted).unique()
            for part, text in enumerate(searched.make(row))
        ]
    # A text without words can be found by its title only, and there is another one with that title.
    rows = [row for row in rows if row["part"] == 0 or row["body"]]
    if rows:
        connection.execute(sa.insert(SearchText), rows)
    return len(rows)


# In front of every other: sealing the audit trail comes last.
event.listen(Session, "before_commit", _keep, insert=True)
