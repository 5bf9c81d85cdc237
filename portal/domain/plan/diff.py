"""What loading a plan would change, in words that somebody can agree to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.domain.plan.money import euros
from portal.domain.plan.words import dutch
from portal.domain.sources import Source

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
SHOWN = 80
"""Characters of a long text that a line shows."""


class ChangeKind(StrEnum):
    """What happens to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"


@dataclass(frozen=True)
class FieldChange:
    """One field with its old and new value; the name is the key that the file uses."""

    name: str
    old: Any
    new: Any

    def __str__(self) -> str:
        return f"{self.name}: {shown(self.old, self.name)} → {shown(self.new, self.name)}"


@dataclass(frozen=True)
class EntryChange:
    """What happens to one entry of the plan."""

    kind: ChangeKind
    noun: str
    code: str
    title: str
    fields: tuple[FieldChange, ...] = ()
    order_only: bool = False

    def lines(self) -> Iterator[str]:
        """Yield what happens, with one line more for each field that changes."""
        name = f"{self.noun} {self.code}" + (f" ({shown(self.title, '')})" if self.title else "")
        if self.kind is ChangeKind.ADDED:
            yield f"Nieuw: {name}"
            return
        yield f"Vervalt: {name}" if self.kind is ChangeKind.RETIRED else f"Verandert: {name}"
        yield from (f"  {field}" for field in self.fields)


@dataclass(frozen=True)
class PlanDiff:
    """Everything that loading a plan would change."""

    changes: tuple[EntryChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the database already says what the files say."""
        return not self.changes

    def of(self, kind: ChangeKind) -> list[EntryChange]:
        """Return the changes of one kind."""
        return [change for change in self.changes if change.kind is kind]

    def lines(self) -> list[str]:
        """Return the changes in readable Dutch; entries that only move are counted in one line."""
        lines = [line for change in self.changes if not change.order_only for line in change.lines()]
        moved = sum(change.order_only for change in self.changes)
        if moved:
            lines.append(f"Andere plaats in de volgorde: {moved}")
        return lines

    def summary(self) -> str:
        """Return the numbers in one line."""
        added, changed, retired = (len(self.of(kind)) for kind in ChangeKind)
        return f"{added} nieuw, {changed} veranderd, {retired} vervallen"


def shown(value: Any, name: str) -> str:
    """Return a value of the plan as a reader expects it; the name of its field tells what a number is."""
    if value is None or value in ("", (), {}):
        return "leeg"
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(item, name)}" for key, item in value.items())
    if isinstance(value, tuple):
        return ", ".join(" ".join(_one(part, name) for part in _parts(item)) for item in value)
    return _one(value, name)


def _parts(item: Any) -> tuple[Any, ...]:
    return item if isinstance(item, tuple) else (item,)


def _one(value: Any, name: str) -> str:
    match value:
        case bool():
            return "ja" if value else "nee"
        case StrEnum():
            return dutch(value)
        case date():
            return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        case int() if name == "bedrag":
            return euros(value)
        case Source():
            return f"{value.document} {value.section}: “{value.quote}”"
        case _:
            text = str(value)
            return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"
