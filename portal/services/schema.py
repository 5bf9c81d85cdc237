"""Bringing the database to the newest migration, and knowing whether it is there."""

from enum import Enum
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import portal.models  # noqa: F401  # makes all tables known
from portal.database import Base

_PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Return the configuration, for one open connection when given."""
    config = Config(toml_file=str(_PYPROJECT))
    config.attributes["connection"] = connection
    return config


class Standing(Enum):
    """How a database stands to the code."""

    BEHIND = "behind"
    """Older: the code needs what is not there yet."""
    CURRENT = "current"
    AHEAD = "ahead"
    """Newer: the next version has already migrated it, and only added to what this code knows (ADR 39)."""


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Run every migration up to a revision, in one transaction; two processes at once do it one by one."""
    with engine.begin() as connection:
        migrate_on(connection, revision)


def migrate_on(connection: sa.Connection, revision: str = "head") -> None:
    """Run every migration up to a revision, in the transaction of this connection."""
    if connection.dialect.name == "postgresql":
        # Rows may be many; a page's limit would stop half-way what must be done as a whole.
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(20221104)"))
    command.upgrade(alembic_config(connection), revision)


def standing(revision: str | None) -> Standing:
    """Return how a database at this revision stands to the code; revisions are numbered one by one."""
    newest = newest_revision()
    if revision == newest:
        return Standing.CURRENT
    is_known = revision is None or revision in _known_revisions()
    return Standing.BEHIND if is_known or not _follows(revision, newest) else Standing.AHEAD


def current_revision(connection: sa.Connection) -> str | None:
    """Return the revision the database is at, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def lacking(connection: sa.Connection) -> list[str]:
    """Return what the code could not work with: what it knows and is gone, or is new and must be filled in.

    Nothing for a newer database as long as the migrations between only added (ADR 39).
    """
    inspector = sa.inspect(connection)
    present = set(inspector.get_table_names())
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name not in present:
            found.append(table.name)
            continue
        columns = {column["name"]: column for column in inspector.get_columns(table.name)}
        found += [f"{table.name}.{column.name}" for column in table.columns if column.name not in columns]
        found += [
            f"{table.name}.{name}"
            for name, column in columns.items()
            if name not in table.columns and not column["nullable"] and column["default"] is None
        ]
    return found


@cache
def newest_revision() -> str | None:
    """Return the revision the code expects."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


@cache
def _known_revisions() -> set[str]:
    return {one.revision for one in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def _follows(revision: str | None, newest: str | None) -> bool:
    """Whether a revision this code does not know comes after the newest it knows: 0012 after 0011."""
    numbers = (revision or "", newest or "")
    return all(number.isascii() and number.isdigit() for number in numbers) and int(numbers[0]) > int(
        numbers[1]
    )
