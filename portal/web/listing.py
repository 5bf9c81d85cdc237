"""The state of a list, kept in the address: search words, filters, order and page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

PAGE_SIZE = 20
LAST_PAGE = 100_000
SEARCH_LIMIT = 100

Row = TypeVar("Row")


@dataclass(frozen=True)
class Sort:
    """Column to order by, and the direction."""

    column: str
    descending: bool


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list, and how many there are."""

    rows: Sequence[Row]
    number: int
    total: int

    @property
    def count(self) -> int:
        """How many pages; an empty list has one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def first(self) -> int:
        """Number of the first row shown, counted from one."""
        return 0 if self.total == 0 else (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.number * PAGE_SIZE, self.total)


def page_number() -> int:
    """Return the page asked for; anything odd is page one."""
    text = request.args.get("pagina", "1")
    if not text.isascii() or not text.isdigit() or len(text) > 6:  # noqa: PLR2004
        return 1
    return min(max(int(text), 1), LAST_PAGE)


def search_words() -> str:
    """Return what was searched for, without control characters and of bounded length."""
    text = request.args.get("q", "").replace("\x00", " ").strip()
    return text[:SEARCH_LIMIT]


def chosen(name: str, allowed: Mapping[str, object] | Sequence[str]) -> str:
    """Return the value of a filter when it is one of the allowed ones, else nothing."""
    value = request.args.get(name, "")
    return value if value in allowed else ""


def sort_by(columns: Sequence[str], default: str) -> Sort:
    """Return the order asked for; a minus in front means descending."""
    value = request.args.get("sorteer", default)
    descending = value.startswith("-")
    column = value.removeprefix("-")
    if column not in columns:
        return Sort(default.removeprefix("-"), default.startswith("-"))
    return Sort(column, descending)
