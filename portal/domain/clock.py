"""The one place that knows what time it is, so that a test or a demonstration can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from portal.domain.dates import local_date

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """Return this moment, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """Return the calendar day in Europe/Amsterdam."""
    return local_date(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside the block happen at an aware moment."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
