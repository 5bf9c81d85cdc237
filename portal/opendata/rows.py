"""One row of an answer, read with patience: whatever stands in it, reading it raises nothing."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.domain.dates import local_date
from portal.opendata.dialect import Dialect, Entity

MOST_SIGNS = 20_000
"""Longer texts are cut: no motie or toezegging is this long."""
_MOST_NUMBER = 2**31 - 1
_YEARS = range(2, 9999)
"""The source writes the year 1 where there is no day."""


class Row:
    """One row of one set, asked by our names of its fields."""

    def __init__(self, content: Mapping[str, Any], entity: Entity, dialect: Dialect) -> None:
        self.content = content
        self._entity = entity
        self._dialect = dialect

    @property
    def id(self) -> str:
        """The identifier; empty where it is none."""
        return guid(self._value("id"))

    @property
    def deleted(self) -> bool:
        """Whether the source says that this no longer counts."""
        return self.flag("deleted") is True

    def text(self, name: str) -> str:
        """Return words without the spaces around them; empty for nothing or something strange."""
        return plain_text(self._value(name))

    def day(self, name: str) -> date | None:
        """Return a day in Amsterdam; None for nothing, for the year 1 or 9999, and for what is no day."""
        moment = self._moment(name)
        if moment is None:
            return None
        return local_date(moment) if moment.tzinfo else moment.date()

    def moment(self, name: str) -> datetime | None:
        """Return a moment; None for nothing, the year 1 or 9999, or a moment without its zone."""
        moment = self._moment(name)
        return moment if moment and moment.tzinfo else None

    def number(self, name: str) -> int | None:
        """Return a whole number of zero or more; the source says minus one where there is none."""
        value = self._value(name)
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            value = int(value.strip()[:12])
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_NUMBER:
            return None
        return value

    def flag(self, name: str) -> bool | None:
        """Return yes or no; None for neither."""
        value = self._value(name)
        if isinstance(value, str):
            return {"true": True, "false": False}.get(value.strip().lower())
        return value if isinstance(value, bool) else None

    def many(self, name: str, entity: Entity) -> Iterator["Row"]:
        """Yield what belongs to this row and was not deleted, each once."""
        value = self._value(name)
        seen: set[str] = set()
        for content in value if isinstance(value, list) else [value]:
            if not isinstance(content, Mapping):
                continue
            row = Row(content, entity, self._dialect)
            if row.deleted or (row.id and row.id in seen):
                continue
            seen.add(row.id)
            yield row

    def _value(self, name: str) -> Any:
        return self.content.get(self._dialect.named(self._entity, name))

    def _moment(self, name: str) -> datetime | None:
        value = self._value(name)
        if not isinstance(value, str):
            return None
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
        return moment if moment.year in _YEARS else None


def guid(value: Any) -> str:
    """Return an identifier as the source writes it, empty for what is none."""
    try:
        return str(UUID(value.strip())) if isinstance(value, str) else ""
    except ValueError:
        return ""


def plain_text(value: Any) -> str:
    """Return words that any database and page can hold."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    sound = value.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in sound if sign.isprintable() or sign in "\n\t\u00a0\u00ad")
    return kept.strip()[:MOST_SIGNS]
