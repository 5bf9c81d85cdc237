"""What the last requests of this process cost, for who builds the portal; only in a demonstration.

Kept is the statement as the code wrote it, never a value in it, never an address, and never who asked.
"""

import time
from collections import Counter, deque
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, current_app, request
from sqlalchemy import event
from sqlalchemy.engine import Connection, ExecutionContext
from werkzeug.wrappers import Response

MOST = 200
"""So many requests are remembered; the oldest go first."""
LOOP = 3
"""The same statement so often in one request looks like a loop."""
_LEFT_OUT = frozenset({"static", "health.healthz", "health.readyz", "profile.index", "profile.show"})
_NAME = "mainportaal.profile"


@dataclass
class Cost:
    """What one request cost."""

    number: int
    endpoint: str
    method: str
    status: int = 0
    statements: Counter[str] = field(default_factory=Counter)
    sql_ms: float = 0.0
    ms: float = 0.0
    cpu_ms: float = 0.0
    size: int = 0

    @property
    def queries(self) -> int:
        """How many statements were executed."""
        return self.statements.total()

    @property
    def loops(self) -> list[str]:
        """The statements that were executed so often that they look like a loop."""
        return [statement for statement, times in self.statements.items() if times >= LOOP]


@dataclass
class _Clock:
    cost: Cost
    began: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=time.thread_time)


_now: ContextVar[_Clock | None] = ContextVar("profile", default=None)


class Profile:
    """The last requests of this process."""

    def __init__(self) -> None:
        self._kept: deque[Cost] = deque(maxlen=MOST)
        self._numbers = count(1)

    def begin(self) -> None:
        """Start the clocks of a request."""
        cost = Cost(next(self._numbers), request.endpoint or "", request.method)
        _now.set(None if cost.endpoint in _LEFT_OUT else _Clock(cost))

    def end(self, response: Response) -> Response:
        """Remember what the request cost."""
        clock = _now.get()
        _now.set(None)
        if clock is not None:
            cost = clock.cost
            cost.ms = (time.perf_counter() - clock.began) * 1000
            cost.cpu_ms = (time.thread_time() - clock.cpu) * 1000
            cost.status, cost.size = response.status_code, _size(response)
            self._kept.append(cost)
        return response

    def requests(self) -> list[Cost]:
        """Return the requests, the last first."""
        return list(reversed(self._kept))

    def request(self, number: int) -> Cost | None:
        """Return one request, None when it is forgotten."""
        return next((cost for cost in self._kept if cost.number == number), None)


def init_app(app: Flask) -> None:
    """Keep the clocks of every request; called for a demonstration alone, so elsewhere it costs nothing."""
    profile = app.extensions[_NAME] = Profile()
    app.before_request(profile.begin)
    app.after_request(profile.end)
    if not event.contains(sa.Engine, "before_cursor_execute", _before):
        event.listen(sa.Engine, "before_cursor_execute", _before)
        event.listen(sa.Engine, "after_cursor_execute", _after)


def profile_of_app() -> Profile:
    """Return what this application remembers."""
    return cast("Profile", current_app.extensions[_NAME])


def _size(response: Response) -> int:
    """Return how many bytes there are; asking an answer that is still being made would make it whole."""
    told = response.headers.get("Content-Length", type=int)
    if told is not None or response.is_streamed:
        return told or 0
    return response.calculate_content_length() or 0


def _before(
    _connection: Connection,
    _cursor: Any,
    statement: str,
    _values: Any,
    context: ExecutionContext,
    _many: bool,  # noqa: FBT001 - as SQLAlchemy calls it
) -> None:
    clock = _now.get()
    if clock is not None:
        clock.cost.statements[statement] += 1
        context._profile_began = time.perf_counter()  # type: ignore[attr-defined]  # noqa: SLF001 - lives as long as one statement


def _after(
    _connection: Connection,
    _cursor: Any,
    _statement: str,
    _values: Any,
    context: ExecutionContext,
    _many: bool,  # noqa: FBT001 - as SQLAlchemy calls it
) -> None:
    clock, began = _now.get(), getattr(context, "_profile_began", None)
    if clock is not None and began is not None:
        clock.cost.sql_ms += (time.perf_counter() - began) * 1000
