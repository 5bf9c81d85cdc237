"""The database: base class, naming convention, moments in UTC, the session. It knows no table."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from inspect import iscoroutinefunction
from typing import Any, ClassVar

import sqlalchemy as sa
from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

from portal.domain.sources import Source

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)
"""Set by a request that changes nothing, so that SQLite need not take the write lock for it."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite itself would forget the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and turn aware ones into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SourceList(sa.types.TypeDecorator[tuple[Source, ...]]):
    """The passages a fact rests on, kept as JSON beside the fact itself."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Source, ...] | None, dialect: Dialect) -> list[list[str]]:
        """Write each passage as document, section, quote."""
        return [[source.document, source.section, source.quote] for source in value or ()]

    def process_result_value(self, value: list[list[str]] | None, dialect: Dialect) -> tuple[Source, ...]:
        """Read the passages back."""
        return tuple(Source(*parts) for parts in value or ())


class Hundredths(sa.types.TypeDecorator[Decimal]):
    """A number with two decimals, such as fte, kept as a whole number of hundredths on every database."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Count hundredths; raises ValueError for a finer number."""
        if value is None:
            return None
        hundredths = value * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError("more than two decimals")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Give the decimals back."""
        return None if value is None else Decimal(value) / 100


class Measured(Hundredths):
    """A measured value with two decimals, however large."""

    impl = sa.BigInteger
    cache_ok = True


def named_enum(kind: type[StrEnum], name: str | None = None) -> sa.Enum:
    """Return a column type: text with a CHECK; give a name where a table has two columns of one kind."""
    extra = {"name": name} if name else {}
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
        **extra,
    )


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = sa.MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        Decimal: Hundredths(),
        tuple[Source, ...]: SourceList(),
        StrEnum: named_enum(StrEnum),
    }


CHANGED_AREAS = "changed_areas"
"""Where a connection keeps in which areas its transaction changed something."""


class _Database(SQLAlchemy):
    """The sessions of requests, each closed when its request ends."""

    def init_app(self, app: App) -> None:
        """Make the engine; sessions for asynchronous code there are none, so none are closed.

        Closing none of them would begin a thread and an event loop after every request.
        """
        super().init_app(app)
        app.teardown_appcontext_funcs = [
            ends for ends in app.teardown_appcontext_funcs if not iscoroutinefunction(ends)
        ]


db = _Database()


@contextmanager
def reading_apart() -> Iterator[Session]:
    """Give a session of its own that only reads, for what is read while an answer is already on its way."""
    former = only_reads.get()
    only_reads.set(True)
    try:
        with db.sessionmaker() as session:
            yield session
    finally:
        # No token: whoever sends the answer may close it in another context.
        only_reads.set(former)


@event.listens_for(sa.Engine, "connect")
def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    """Make SQLite keep foreign keys, wait for a lock and leave BEGIN to us."""
    if type(connection).__module__.partition(".")[0] != "sqlite3":
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys=ON",
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "recursive_triggers=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(sa.Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once when something may be written: waiting beats failing half-way."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if only_reads.get() else "BEGIN IMMEDIATE")
