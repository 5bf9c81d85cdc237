"""Days of which a source may give only the month or the year: kept so that text order is time order."""

import re
from calendar import monthrange

_WRITTEN = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ])?(\d{4})")
_SORTABLE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
FIRST_YEAR, LAST_YEAR = 1900, 2100


def sortable(words: str) -> str:
    """Return 15-9-2022, 9-2022 or 2022 as 2022-09-15, 2022-09 or 2022; raises ValueError."""
    text = " ".join(words.split())
    written, kept = _WRITTEN.fullmatch(text), _SORTABLE.fullmatch(text)
    if kept is not None:
        parts = [int(part) for part in kept.groups() if part]
    elif written is not None:
        parts = [int(part) for part in reversed(written.groups()) if part]
    else:
        raise ValueError(words)
    return _checked(parts)


def shown(day: str) -> str:
    """Return a kept day as somebody types it."""
    return "-".join(str(int(part)) for part in reversed(day.split("-"))) if day else ""


def _checked(parts: list[int]) -> str:
    year, *rest = parts
    month, day = (*rest, 1, 1)[:2]
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:  # noqa: PLR2004
        raise ValueError(parts)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError(parts)
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])
