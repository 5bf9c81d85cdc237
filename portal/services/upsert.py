"""Writing a row of which there is one for each key, whoever else does so at this very moment."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.database import Base

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

Row = TypeVar("Row", bound=Base)


def insert_for(dialect: str) -> Any:
    """Return the INSERT of a database, which can say what to do with a row that is there already."""
    return _INSERT[dialect]


def insert_into(session: Session, kind: type[Base]) -> Any:
    """Return the INSERT of this database into a table."""
    return insert_for(session.get_bind().dialect.name)(kind)


def put(session: Session, kind: type[Base], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Add a row, or change the one with this key; two at once never fail on the key."""
    insert = insert_into(session, kind).values(**key, **values)
    session.execute(insert.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def add_missing(session: Session, kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> Sequence[Row]:
    """Add rows, leave out what a unique key already holds, and return those that were not there."""
    if not rows:
        return []
    session.flush()
    insert = insert_into(session, kind)
    return session.scalars(insert.on_conflict_do_nothing().returning(kind), list(rows)).all()
