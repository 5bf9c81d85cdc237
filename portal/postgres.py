"""Our own kind of connection to PostgreSQL: it does not wait for ever, and keeps what it prepared.

The server's own limits do not help against a database that accepts a question and never answers; ours do.
"""

import select
import time
from collections.abc import Generator
from contextvars import ContextVar
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.abc import Params
from psycopg.pq import TransactionStatus
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

LONGEST_WAIT = 5.5
"""Seconds a request waits for one answer; with making a new connection (4 s) it stays under ten (R52)."""
CONNECT_WAIT = 4

PREPARED = 400
"""Questions that a connection keeps prepared; the portal has more than the hundred of psycopg."""

patience: ContextVar[float | None] = ContextVar("patience", default=None)
"""How long to wait for an answer; None, for commands and jobs, as long as it takes."""

Result = TypeVar("Result")


class StalledError(psycopg.OperationalError):
    """Raised when the database does not answer in time; the connection is given up."""


class _Connection(psycopg.Connection[Any]):
    """A connection that knows whether its transaction only read."""

    only_read = True

    def wait(
        self, gen: Generator[Any, Any, Result], interval: float = 0.1, timeout: float | None = None
    ) -> Result:
        """Wait for an answer as long as the patience of this moment allows."""
        limit = patience.get()
        if limit is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(_limited(gen, limit), interval, timeout)
        except StalledError:
            self.close()
            raise

    def commit(self) -> None:
        """Keep what was written."""
        super().commit()
        self.only_read = True

    def rollback(self) -> None:
        """Undo what was written, or only end: psycopg forgets at a rollback what it prepared."""
        if self.only_read and self.info.transaction_status is TransactionStatus.INTRANS:
            super().commit()
        else:
            super().rollback()
        self.only_read = True

    def hung_up(self) -> bool:
        """Return whether the other side closed this idle connection; asks nothing of the other side."""
        if self.closed:
            return True
        # Nothing was asked, so all there can be to read is that it ended.
        listening = select.poll()
        listening.register(self.fileno(), select.POLLIN)
        return bool(listening.poll(0))


class _Cursor(psycopg.Cursor[Any]):
    """A cursor that tells its connection of anything but a plain SELECT."""

    def execute(self, query: Any, params: Params | None = None, **options: Any) -> "_Cursor":
        """Ask something, or do something."""
        if not (isinstance(query, str) and query.startswith("SELECT")):
            self._may_write()
        return super().execute(query, params, **options)

    def executemany(self, *args: Any, **options: Any) -> None:
        """Do something several times."""
        self._may_write()
        super().executemany(*args, **options)

    def copy(self, *args: Any, **options: Any) -> Any:
        """Load or fetch rows in bulk."""
        self._may_write()
        return super().copy(*args, **options)

    def _may_write(self) -> None:
        if isinstance(self.connection, _Connection):
            self.connection.only_read = False


def _limited(gen: Generator[Any, Any, Result], limit: float) -> Generator[Any, Any, Result]:
    """Pass on what psycopg and the socket say to each other, until it takes too long."""
    ends = time.monotonic() + limit
    try:
        asked = next(gen)
        while True:
            ready = yield asked
            if not ready and time.monotonic() > ends:
                raise StalledError("no answer in time")
            asked = gen.send(ready)
    except StopIteration as done:
        result: Result = done.value
        return result


@event.listens_for(sa.Engine, "do_connect")
def _connect(dialect: Dialect, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
    """Connect to PostgreSQL with our own kind of connection."""
    if dialect.name != "postgresql":
        return None
    connection = _Connection.connect(*arguments, cursor_factory=_Cursor, **options)
    connection.prepared_max = PREPARED
    return connection


@event.listens_for(sa.Engine, "checkout")
def _is_there(connection: Any, _record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Take a new connection where the server ended this one; asking it would cost a question each time."""
    if isinstance(connection, _Connection) and connection.hung_up():
        raise InvalidatePoolError
