"""Rows on their way to the database: numbered here, sent many at a time, parents before children."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from portal.database import Base
from tests.bench.world.copying import copy_rows

AT_ONCE = 20_000
"""Rows that wait before all of them are sent."""


class Bulk:
    """Numbers rows and sends them in batches; a row may refer to any row that was added before it."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self._copies = connection.dialect.name == "postgresql"
        self.rows = 0
        self._waiting: dict[sa.Table, dict[tuple[str, ...], list[dict[str, Any]]]] = {}
        self._count = 0
        self._last: dict[sa.Table, int] = {}

    def add(self, table: sa.FromClause, **values: Any) -> int:
        """Add a row with the next number of its table, and return that number."""
        assert isinstance(table, sa.Table)
        number = self._last_number(table) + 1
        self._last[table] = number
        self._hold(table, {"id": number, **values})
        return number

    def link(self, table: sa.FromClause, **values: Any) -> None:
        """Add a row to a table without a number of its own."""
        assert isinstance(table, sa.Table)
        self._hold(table, values)

    def send(self) -> None:
        """Send what waits, in the order in which tables refer to each other."""
        for table in Base.metadata.sorted_tables:
            for rows in self._waiting.pop(table, {}).values():
                if self._copies:
                    copy_rows(self.connection, table, rows)
                else:
                    self.connection.execute(sa.insert(table), rows)
        self._count = 0

    def finish(self) -> None:
        """Send the last rows, and let PostgreSQL count on from there."""
        self.send()
        if self.connection.dialect.name == "postgresql":
            for table, last in self._last.items():
                self.connection.execute(
                    sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), last))
                )

    def _hold(self, table: sa.Table, values: dict[str, Any]) -> None:
        # Rows with other columns make a batch of their own: what is left out gets its default.
        batches = self._waiting.setdefault(table, defaultdict(list))
        batches[tuple(values)].append(values)
        self.rows += 1
        self._count += 1
        if self._count >= AT_ONCE:
            self.send()

    def _last_number(self, table: sa.Table) -> int:
        if table not in self._last:
            self._last[table] = self.connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
        return self._last[table]
