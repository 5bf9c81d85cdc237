"""Remembering in this process what follows from the programme, until something changes there (ADR 44).

What is remembered never holds rows of the database, nothing of drafts, and nothing of a reader who is not
among its arguments.
"""

import functools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction

from portal.database import CHANGED_AREAS
from portal.domain import clock
from portal.domain.areas import Area
from portal.models import ChangeMark

MOST, HEAVIEST = 512, 16_000_000
"""So many results a process keeps, and so many characters of pages; what was asked longest ago goes first."""
LASTS = 300.0
"""Seconds after which a result is made anew even if no mark says that something changed."""

Query = TypeVar("Query", bound=Callable[..., Any])
Result = TypeVar("Result")
Marks = dict[Area, int]

_QUESTION = sa.select(ChangeMark.area, ChangeMark.mark)
_READ = "change_marks"


@dataclass(frozen=True)
class _Kept:
    marks: tuple[int, ...]
    day: date
    until: float
    value: Any
    weight: int


class _Memory:
    """What this process remembers; threads share it."""

    def __init__(self) -> None:
        self.kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self.weight = 0
        self.lock = threading.Lock()

    def find(self, key: Hashable, marks: tuple[int, ...]) -> _Kept | None:
        with self.lock:
            kept = self.kept.get(key)
            if kept is None:
                return None
            if kept.marks != marks or kept.day != clock.today() or kept.until < time.monotonic():
                self._drop(key)
                return None
            self.kept.move_to_end(key)
            return kept

    def keep(self, key: Hashable, kept: _Kept) -> None:
        with self.lock:
            self._drop(key)
            self.kept[key] = kept
            self.weight += kept.weight
            while len(self.kept) > MOST or self.weight > HEAVIEST:
                self._drop(next(iter(self.kept)))

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()
            self.weight = 0

    def _drop(self, key: Hashable) -> None:
        gone = self.kept.pop(key, None)
        if gone is not None:
            self.weight -= gone.weight


_memory = _Memory()


def forget() -> None:
    """Remember nothing of before: for who wrote in the database without marking it."""
    _memory.clear()


def remember(
    session: Session,
    areas: tuple[Area, ...],
    key: Hashable,
    make: Callable[[], Result],
    weigh: Callable[[Result], int] = lambda _result: 0,
) -> Result:
    """Return what was made before under this key, or make it: anew after each change in these areas.

    The marks are read before anything is made, so that what is kept is at least as new as they are.
    A transaction that itself changed something in these areas remembers nothing.
    """
    session.flush()
    connection = session.connection()
    if not connection.info.get(CHANGED_AREAS, frozenset()).isdisjoint(areas):
        return make()
    known = change_marks(session)
    marks = tuple(known.get(area, 0) for area in areas)
    place = (connection.engine.url, key)
    kept = _memory.find(place, marks)
    if kept is None:
        value = make()
        kept = _Kept(marks, clock.today(), time.monotonic() + LASTS, value, weigh(value))
        _memory.keep(place, kept)
    found: Result = kept.value
    return found


def remembered(*areas: Area) -> Callable[[Query], Query]:
    """Let a query remember its result, by its arguments, until something changes in these areas.

    Its first argument is the session, the others are hashable; nobody ever changes what it returns.
    """

    def wrap(query: Query) -> Query:
        @functools.wraps(query)
        def ask(session: Session, *args: Any, **kwargs: Any) -> Any:
            key = (query.__module__, query.__qualname__, args, tuple(sorted(kwargs.items())))
            return remember(session, areas, key, lambda: query(session, *args, **kwargs))

        return cast("Query", ask)

    return wrap


def change_marks(session: Session) -> Marks:
    """Return the mark of each area in which anything ever changed, asked once in a transaction."""
    read: tuple[SessionTransaction | None, Marks] | None = session.info.get(_READ)
    under_way = session.get_transaction()
    if read is not None and read[0] is under_way and under_way is not None:
        return read[1]
    marks = {area: mark for area, mark in session.execute(_QUESTION)}  # noqa: C416 - rows are typed so
    session.info[_READ] = (session.get_transaction(), marks)
    return marks
