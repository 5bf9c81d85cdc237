"""Marking in which areas something changed, in the transaction of the change itself (ADR 44).

Whatever writes passes by here: objects, statements in bulk, commands and jobs. Only SQL written as text does
not; what is remembered therefore also has a longest age.
"""

import secrets
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from portal.database import CHANGED_AREAS, Base
from portal.domain.areas import Area, area_changed
from portal.models import ChangeMark
from portal.services.upsert import insert_for

_BITS = 62


def begin_marking() -> None:
    """Mark changes from now on, in every connection of this process."""
    for moment, listener in (("after_execute", _note), ("commit", _mark), ("rollback", _forget)):
        if not event.contains(sa.Engine, moment, listener):
            event.listen(sa.Engine, moment, listener)


def _note(
    connection: Connection, statement: Any, _many: Any, _one: Any, _options: Any, result: sa.CursorResult[Any]
) -> None:
    """Remember in which area this statement wrote."""
    table = statement.table if statement.is_dml else None
    # Migrations and restoring write in tables of their own making, at any version of the database.
    if not isinstance(table, sa.Table) or table.metadata is not Base.metadata:
        return
    changed = area_changed(table.name, _written(table, result) if statement.is_update else None)
    if changed is not None:
        areas: set[Area] = connection.info.setdefault(CHANGED_AREAS, set())
        areas.add(changed)


def _written(table: sa.Table, result: sa.CursorResult[Any]) -> set[str]:
    """Return the columns that an update sets."""
    compiled: Any = result.context.compiled
    named = compiled.compile_state._dict_parameters or ()  # noqa: SLF001 - SQLAlchemy tells it nowhere else
    return {getattr(each, "key", each) for each in named} | {
        key for key in compiled.column_keys or () if key in table.c
    }


@cache
def _put(dialect: str) -> Any:
    insert = insert_for(dialect)(ChangeMark)
    return insert.on_conflict_do_update(index_elements=["area"], set_={"mark": insert.excluded.mark})


def _mark(connection: Connection) -> None:
    """Give each changed area another mark, always in the same order so that two never wait for each other.

    A mark is drawn by lot: one that was rolled back is never met again with other content behind it.
    """
    changed: set[Area] = connection.info.get(CHANGED_AREAS, set())
    if changed:
        marks = [{"area": area, "mark": secrets.randbits(_BITS)} for area in sorted(changed)]
        connection.execute(_put(connection.dialect.name), marks)
    connection.info.pop(CHANGED_AREAS, None)


def _forget(connection: Connection) -> None:
    """Nothing changed after all; a connection that broke has nothing left to forget."""
    if not connection.invalidated:
        connection.info.pop(CHANGED_AREAS, None)
