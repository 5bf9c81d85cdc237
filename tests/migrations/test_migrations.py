"""One head, models equal to tables, and down and up again on both databases."""

import warnings
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from portal.services.schema import alembic_config, current_revision, migrate, newest_revision


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(new_database())
    yield engine
    engine.dispose()


def test_there_is_one_line_of_history() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_the_tables_are_what_the_models_say(engine: sa.Engine) -> None:
    migrate(engine)
    with engine.begin() as connection, warnings.catch_warnings():
        # SQLite cannot tell about indexes on expressions; PostgreSQL compares them.
        warnings.filterwarnings("ignore", message="autogenerate skipping")
        warnings.filterwarnings("ignore", message="Skipped unsupported reflection of expression-based")
        command.check(alembic_config(connection))


def test_down_and_up_again(engine: sa.Engine) -> None:
    migrate(engine)
    migrate(engine)
    with engine.begin() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        command.downgrade(alembic_config(connection), "base")
    with engine.begin() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version"}
        assert current_revision(connection) is None
    migrate(engine)
    with engine.begin() as connection:
        assert set(sa.inspect(connection).get_table_names()) == tables
        assert current_revision(connection) == newest_revision()
