"""Questions in OData: filters whose values can not break out, and the address of a question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import islice
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID

from portal.domain.dates import day_begins

Value = TypeVar("Value")
_LITERAL = "()',:/$="
"""Signs that stay as they are in a question; version 5 of the service wants them so."""


@dataclass(frozen=True)
class Filter:
    """A condition in the language of OData; made only by the functions below."""

    words: str

    def __and__(self, other: "Filter") -> "Filter":
        return Filter(f"{self.words} and {other.words}")


def equals(name: str, value: str | int | bool | UUID) -> Filter:  # noqa: FBT001 - false is a value too
    """Return that a field has a value."""
    return Filter(f"{name} eq {_literal(value)}")


def since(name: str, day: date) -> Filter:
    """Return that a moment lies on a day in Amsterdam or later."""
    moment = day_begins(day).astimezone(UTC)
    return Filter(f"{name} ge {moment:%Y-%m-%dT%H:%M:%SZ}")


def contains(name: str, words: str) -> Filter:
    """Return that a text holds some words."""
    return Filter(f"contains({name},{_literal(words)})")


def any_of(collection: str, name: str, value: str | int) -> Filter:
    """Return that something in a collection has a value; the service takes no such thing in another."""
    return Filter(f"{collection}/any(x:x/{name} eq {_literal(value)})")


def one_of(name: str, values: Sequence[str] | Sequence[UUID]) -> Filter:
    """Return that a field has one of some values."""
    return Filter("(" + " or ".join(equals(name, value).words for value in values) + ")")


def chunks(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """Return values a few at a time."""
    left = iter(values)
    while part := list(islice(left, size)):
        yield part


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of one set."""

    entity: str
    filter: Filter | None = None
    expand: str = ""
    order: str = ""
    select: str = ""
    apply: str = ""

    def address(self, base: str, *, top: int | None = None, skip: int = 0) -> str:
        """Return the address of this question; with `top` the source also counts."""
        options = {
            "filter": self.filter.words if self.filter else "",
            "expand": self.expand,
            "select": self.select,
            "orderby": self.order,
            "apply": self.apply,
        }
        if top is not None:
            options |= {"top": str(top), "count": "true"}
        if skip:
            options["skip"] = str(skip)
        asked = "&".join(f"${name}={quote(value, safe=_LITERAL)}" for name, value in options.items() if value)
        return f"{base.rstrip('/')}/{self.entity}" + (f"?{asked}" if asked else "")


def _literal(value: str | int | bool | UUID) -> str:  # noqa: FBT001
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, UUID)):
        return str(value)
    return "'" + value.replace("'", "''") + "'"
