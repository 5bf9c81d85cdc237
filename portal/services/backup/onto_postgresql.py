"""A backup onto PostgreSQL: in one transaction the old schema gets another name and a new one is filled.

Nothing here needs a superuser: who owns the tables may drop and make again their foreign keys and triggers.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from portal.domain import clock
from portal.services.backup.faults import InUseError, NotOwnerError
from portal.services.backup.snapshot import be_patient

_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
)
_LOOKS, _PAUSE = 20, 0.05
_FOREIGN_KEYS = sa.text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)
_GUARDED = sa.text(
    "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
)
_COUNTED = sa.text(
    "SELECT quote_ident(table_name), column_name, "
    "pg_get_serial_sequence(quote_ident(table_name), column_name) "
    "FROM information_schema.columns WHERE table_schema = current_schema() "
    "AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
)


class PostgresTarget:
    """The new schema, while rows go into it."""

    def __init__(self, connection: sa.Connection, set_aside: str) -> None:
        self.connection = connection
        self.set_aside = set_aside

    @contextmanager
    def open_to_rows(self) -> Iterator[None]:
        """Set triggers and foreign keys aside; making the keys again checks every row."""
        keys = self.connection.execute(_FOREIGN_KEYS).all()
        guarded = self.connection.execute(_GUARDED).scalars().all()
        for table, name, _definition in keys:
            self._do(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table in guarded:
            self._do(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in guarded:
            self._do(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for table, name, definition in keys:
            self._do(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for table, column, sequence in self.connection.execute(_COUNTED).all():
            self._do(
                f"SELECT setval('{sequence}', coalesce(max(\"{column}\"), 0) + 1, false) FROM {table}"  # noqa: S608
            )

    def load(self, table: str, columns: dict[str, str], rows: list[list[object]]) -> None:
        """Add rows in one stream."""
        named = ", ".join(f'"{name}"' for name in columns)
        driver: Any = self.connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def _do(self, statement: str) -> None:
        self.connection.exec_driver_sql(statement)


@contextmanager
def target(engine: sa.Engine) -> Iterator[PostgresTarget]:
    """Yield a new, empty schema under the old name; an error takes everything back."""
    engine.dispose()
    with engine.begin() as connection:
        be_patient(connection)
        if not _is_alone(connection):
            raise InUseError
        yield PostgresTarget(connection, _set_aside(connection))


def _is_alone(connection: sa.Connection) -> bool:
    """Return whether nobody else works here; who just left may still be listed for a moment."""
    for _look in range(_LOOKS):
        if not connection.scalar(_OTHERS):
            return True
        time.sleep(_PAUSE)
        # Within a transaction the list stays as it was when it was first looked at.
        connection.execute(sa.text("SELECT pg_stat_clear_snapshot()"))
    return False


def _set_aside(connection: sa.Connection) -> str:
    """Give the schema another name when there is anything in it, and make a new one."""
    if not sa.inspect(connection).get_table_names():
        return ""
    name = connection.scalar(sa.text("SELECT quote_ident(current_schema())"))
    aside = f"voor_terugzetten_{clock.now():%Y%m%dt%H%M%Sz}"
    try:
        connection.exec_driver_sql(f"ALTER SCHEMA {name} RENAME TO {aside}")
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    except ProgrammingError:
        raise NotOwnerError from None
    return aside
