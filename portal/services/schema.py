"""Bringing the database to the newest migration, and knowing whether it is there."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

_PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Return the configuration, for one open connection when given."""
    config = Config(toml_file=str(_PYPROJECT))
    config.attributes["connection"] = connection
    return config


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Run every migration up to a revision, in one transaction; two processes at once do it one by one."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(20221104)"))
        command.upgrade(alembic_config(connection), revision)


def current_revision(connection: sa.Connection) -> str | None:
    """Return the revision the database is at, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the revision the code expects."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()
