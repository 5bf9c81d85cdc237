"""Old code on a new database: allowed while migrations only add, refused when they do more (ADR 39)."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from portal.services.schema import (
    Standing,
    alembic_config,
    lacking,
    migrate,
    newest_revision,
    standing,
)

CONTRACTIONS: frozenset[str] = frozenset()
"""Revisions that take away what no code of the version before them uses any more; each with its reason."""


@pytest.fixture
def engine(empty_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(empty_database())
    yield engine
    engine.dispose()


def test_how_a_database_stands_to_the_code() -> None:
    newest = newest_revision()
    assert newest is not None
    assert standing(newest) is Standing.CURRENT
    assert standing(None) is Standing.BEHIND
    assert standing("0001") is Standing.BEHIND
    assert standing(f"{int(newest) + 1:04}") is Standing.AHEAD
    assert standing("van-iets-anders") is Standing.BEHIND


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("ALTER TABLE document ADD COLUMN extra VARCHAR(10)", []),
        ("ALTER TABLE document ADD COLUMN extra VARCHAR(10) DEFAULT '' NOT NULL", []),
        ("CREATE TABLE extra (id INTEGER PRIMARY KEY)", []),
        ("ALTER TABLE throttle DROP COLUMN count", ["throttle.count"]),
        ("DROP TABLE throttle", ["throttle"]),
        ("ALTER TABLE throttle RENAME COLUMN count TO number", ["throttle.count", "throttle.number"]),
    ],
)
def test_only_additions_are_no_hindrance(engine: sa.Engine, change: str, expected: list[str]) -> None:
    migrate(engine)
    with engine.begin() as connection:
        assert lacking(connection) == []
        connection.execute(sa.text(change))
        assert lacking(connection) == expected


def test_the_newest_migration_only_adds(engine: sa.Engine) -> None:
    """The code of the version before goes on while the new one is started: expand, deploy, contract."""
    script = ScriptDirectory.from_config(alembic_config()).get_revision("head")
    assert script is not None
    if script.revision in CONTRACTIONS:
        return
    migrate(engine, str(script.down_revision))
    before = columns_of(engine)
    migrate(engine)
    after = columns_of(engine)
    gone = [f"{table}.{name}" for table, name in before if (table, name) not in after]
    tables = {table for table, _name in before}
    demanded = [
        f"{table}.{name}"
        for (table, name), must in after.items()
        if table in tables and (table, name) not in before and must
    ]
    assert gone == []
    assert demanded == []


def columns_of(engine: sa.Engine) -> dict[tuple[str, str], bool]:
    """Every column, and whether who adds a row must give it."""
    inspector = sa.inspect(engine)
    return {
        (table, column["name"]): not column["nullable"] and column["default"] is None
        for table in inspector.get_table_names()
        for column in inspector.get_columns(table)
    }
