"""One moment of the database, to read at leisure while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from portal.database import only_reads


@contextmanager
def reading() -> Iterator[None]:
    """Let SQLite know that nothing will be written."""
    token = only_reads.set(True)
    try:
        yield
    finally:
        only_reads.reset(token)


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection that sees one moment only, and can change nothing.

    SQLite in WAL mode gives a reader its moment for as long as the transaction lasts; PostgreSQL does so
    for REPEATABLE READ.
    """
    with reading(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(  # noqa: PLW2901
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            be_patient(connection)
        # The moment is that of the first question.
        connection.execute(sa.text("SELECT count(*) FROM alembic_version"))
        yield connection
        connection.rollback()


def be_patient(connection: sa.Connection) -> None:
    """Let questions of a backup take longer than those of a page may, on PostgreSQL."""
    for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(sa.text(f"SET LOCAL {setting} = 0"))


def troubles_of_sqlite(connection: sa.Connection) -> list[str]:
    """Return what SQLite finds wrong with its own file, and rows that speak of rows that are not there."""
    found = connection.execute(sa.text("PRAGMA integrity_check")).scalars().all()
    lost = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
    return [line for line in found if line != "ok"] + [f"{row[0]} -> {row[2]}" for row in lost]
