"""Runs the migrations on a connection that is given, or on the database of the settings."""

import os
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

import portal.models  # noqa: F401  # the tables must be known before they are compared
from config.settings import load_settings
from portal.database import Base, Hundredths, Measured, SourceList, UtcDateTime
from portal.queries.matching import INDEX


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a version never imports the portal."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, SourceList):
        return "sa.JSON()"
    if kind == "type" and isinstance(item, Measured):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, Hundredths):
        return "sa.Integer()"
    return False


def include_object(_object: Any, name: str | None, _kind: str, _reflected: Any, _compared: Any) -> bool:
    """Leave the index of words alone: no model can say it, and its revision tests it (ADR 48)."""
    return not (name or "").startswith(INDEX)


def run(connection: sa.Connection) -> None:
    """Run everything in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        render_item=render_item,
        include_object=include_object,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = sa.create_engine(load_settings(os.environ).database_url)
    with engine.begin() as own:
        run(own)
