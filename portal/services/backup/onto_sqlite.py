"""A backup onto SQLite: into a new file beside the old one, which keeps its place until the new is whole."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.archive.places import settle
from portal.domain import clock
from portal.services.backup.faults import InUseError, NotRestoredError
from portal.services.backup.snapshot import troubles_of_sqlite


class SqliteTarget:
    """The new file, while rows go into it."""

    set_aside = ""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    @contextmanager
    def open_to_rows(self) -> Iterator[None]:
        """Set the triggers aside, for they would refuse what is already frozen."""
        found = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = self.connection.execute(found).all()
        for name, _sql in triggers:
            self.connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield
        for _name, statement in triggers:
            self.connection.exec_driver_sql(statement)

    def load(self, table: str, columns: dict[str, str], rows: list[list[object]]) -> None:
        """Add rows, as SQLite keeps values."""
        named = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" for _name in columns)
        moments = [number for number, kind in enumerate(columns.values()) if kind == "moment"]
        values = [tuple(_with_moments(row, moments)) for row in rows]
        self.connection.exec_driver_sql(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', values)  # noqa: S608


@contextmanager
def target(engine: sa.Engine) -> Iterator[SqliteTarget]:
    """Yield a new database; without an error it takes the place of the old one, which gets another name."""
    place = Path(engine.url.database or "")
    engine.dispose()
    if place.exists():
        # Better told now than after all the work.
        _fold(place)
    unfinished = place.with_name(f"{place.name}.terugzetten")
    _remove(unfinished)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    beside = sa.create_engine(engine.url.set(database=str(unfinished)), hide_parameters=True)
    try:
        with beside.connect() as connection:
            _let_rows_come_in_any_order(connection)
            with connection.begin():
                made = SqliteTarget(connection)
                yield made
                _see_that_it_is_sound(connection)
        beside.dispose()
        _fold(unfinished)
        made.set_aside = _swap(unfinished, place, keep=_has_tables(place))
    except BaseException:
        beside.dispose()
        _remove(unfinished)
        raise


def _let_rows_come_in_any_order(connection: sa.Connection) -> None:
    """Foreign keys are looked at afterwards, all of them; SQLite hears this outside a transaction only."""
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")


def _see_that_it_is_sound(connection: sa.Connection) -> None:
    if troubles := troubles_of_sqlite(connection):
        raise NotRestoredError(troubles)


def _with_moments(row: list[Any], moments: list[int]) -> list[Any]:
    for number in moments:
        if row[number] is not None:
            row[number] = datetime.fromisoformat(row[number]).strftime("%Y-%m-%d %H:%M:%S.%f")
    return row


def _fold(path: Path) -> None:
    """Bring a database back to one file; raises InUseError while anybody else has it open."""
    with closing(sqlite3.connect(path, timeout=1)) as alone:
        try:
            mode = alone.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            raise InUseError from None
    if mode != "delete":
        raise InUseError


def _has_tables(path: Path) -> bool:
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as alone:
        return alone.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _swap(new: Path, place: Path, *, keep: bool) -> str:
    aside = ""
    if place.exists():
        _fold(place)
    if keep:
        old = place.with_name(f"{place.name}.voor-terugzetten-{clock.now():%Y%m%dT%H%M%SZ}")
        # A second name first: there is no moment without a database.
        os.link(place, old)
        aside = str(old)
    new.replace(place)
    settle(place.parent)
    return aside


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(f"{path.name}{ending}").unlink()
