"""What a log may tell of an error: where it happened and of what kind, never what people wrote."""

import traceback
from collections.abc import Iterator
from types import TracebackType

from jinja2 import TemplateError
from sqlalchemy.exc import DataError, DBAPIError

# Their messages name code; any other message may quote a value (security R57).
_ABOUT_CODE = (AttributeError, ImportError, NameError, TypeError, TemplateError)


def description(error: BaseException) -> dict[str, object]:
    """Return the kind, the reason as far as it quotes nothing, and the frames of an error and its causes."""
    trace: list[str] = []
    for one in _chain(error):
        trace += [_kind(one), *_frames(one.__traceback__)]
    return {"error": _kind(error), "reason": _reason(error), "trace": trace}


def _reason(error: BaseException) -> str:
    if isinstance(error, DBAPIError) and not isinstance(error, DataError):
        # Only the first line: PostgreSQL quotes the row, with all its texts, on the lines after it.
        return f"{_kind(error.orig)}: {str(error.orig).partition(chr(10))[0]}" if error.orig else ""
    return str(error) if isinstance(error, _ABOUT_CODE) else ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
