"""Rows as lines of JSON that either kind of database can read back, to the letter."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from portal.database import UtcDateTime
from portal.models import SearchText

TABLES = "tabellen/"
_PART = 4 * 1024**2
"""Rows go into the archive in parts of some megabytes: a table may be larger than memory."""
_AT_ONCE = 500
_NOT_OURS = frozenset({"alembic_version"})
_MADE_AGAIN = SearchText.__tablename__
"""What can be found by words, and the index of it: made of the other rows after a restore."""

_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "moment": UtcDateTime(),
    "day": sa.Date(),
    "truth": sa.Boolean(),
    "whole": sa.BigInteger(),
    "json": sa.Text(),
    "text": sa.Text(),
}


class UnknownColumnError(Exception):
    """Raised for a column of a type that a backup cannot carry; the tests see to it that there is none."""


def own_tables(inspector: sa.Inspector) -> list[str]:
    """Return the tables whose rows cannot be made from other rows."""
    return [
        name
        for name in sorted(inspector.get_table_names())
        if name not in _NOT_OURS and not name.startswith(_MADE_AGAIN)
    ]


def table_columns(connection: sa.Connection) -> dict[str, dict[str, str]]:
    """Return what the database itself says: every table with its columns, and of which kind each is."""
    inspector = sa.inspect(connection)
    return {
        table: {column["name"]: _kind(column["type"]) for column in inspector.get_columns(table)}
        for table in own_tables(inspector)
    }


def _kind(of: sa.types.TypeEngine[Any]) -> str:
    for kind, known in (
        ("json", sa.JSON),
        ("moment", sa.DateTime),
        ("day", sa.Date),
        ("truth", sa.Boolean),
        ("whole", sa.Integer),
        ("text", sa.String),
    ):
        if isinstance(of, known):
            return kind
    raise UnknownColumnError(str(of))


def parts(connection: sa.Connection, table: str, columns: Mapping[str, str]) -> Iterator[tuple[bytes, int]]:
    """Yield the rows of a table in parts, with how many there are in each."""
    lines: list[bytes] = []
    size = 0
    for row in _read(connection, table, columns):
        line = json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":"))
        lines.append(line.encode())
        size += len(lines[-1])
        if size > _PART:
            yield b"\n".join(lines), len(lines)
            lines, size = [], 0
    if lines:
        yield b"\n".join(lines), len(lines)


def rows_in(content: bytes) -> list[list[Any]]:
    """Return the rows of a part, as plain values."""
    # Not splitlines(): a text may hold other signs that end a line.
    return [json.loads(line) for line in content.split(b"\n")]


def count_rows(content: bytes) -> int:
    """Return how many rows a part holds."""
    return content.count(b"\n") + 1


def _read(connection: sa.Connection, table: str, columns: Mapping[str, str]) -> Iterator[sa.Row[Any]]:
    wanted = [_selected(connection, name, kind) for name, kind in columns.items()]
    found = connection.execute(
        sa.select(*wanted).select_from(sa.table(table)), execution_options={"yield_per": _AT_ONCE}
    )
    yield from found


def _selected(connection: sa.Connection, name: str, kind: str) -> sa.ColumnElement[Any]:
    if kind == "json" and connection.dialect.name == "postgresql":
        # As the text that was stored: as a value, null and nothing could not be told apart.
        return sa.cast(sa.column(name, sa.JSON()), sa.Text()).label(name)
    return sa.column(name, _TYPES[kind])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
