"""What a file with values would do, row by row, before anything of it is written."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.domain.audience import Audience
from portal.domain.observations import ObservationContent

MOST_ROWS = 1_000
KEPT_FOR = timedelta(days=7)
"""How long a file that nobody processed is kept."""


class RowOutcome(StrEnum):
    """What one row of a file would do."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True)
class ImportRow:
    """One row of a file, with its number there."""

    number: int
    content: ObservationContent

    def as_json(self) -> dict[str, Any]:
        """Return the row as it is kept."""
        said = self.content
        return {
            "number": self.number,
            "indicator_id": said.indicator_id,
            "knooppunt_id": said.knooppunt_id,
            "observed_from": said.observed_from.isoformat(),
            "observed_until": said.observed_until.isoformat(),
            "value": str(said.value),
            "exposure": _text(said.exposure),
            "source": said.source,
            "lower": _text(said.lower),
            "upper": _text(said.upper),
            "uncertainty": said.uncertainty,
            "audience": said.audience.value,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ImportRow":
        """Return a row that was kept."""
        return cls(
            kept["number"],
            ObservationContent(
                kept["indicator_id"],
                kept["knooppunt_id"],
                date.fromisoformat(kept["observed_from"]),
                date.fromisoformat(kept["observed_until"]),
                Decimal(kept["value"]),
                _number(kept["exposure"]),
                kept["source"],
                _number(kept["lower"]),
                _number(kept["upper"]),
                kept["uncertainty"],
                Audience(kept["audience"]),
            ),
        )


@dataclass(frozen=True)
class Compared:
    """A row beside what stands for the same indicator, place, days and source."""

    row: ImportRow
    outcome: RowOutcome
    current: ObservationContent | None = None
    """What stands now, where that is something else."""


def compare(
    rows: Iterable[ImportRow],
    standing: Mapping[tuple[object, ...], ObservationContent],
    allowed: Collection[int],
) -> list[Compared]:
    """Return what each row would do; `allowed` are the places for which this person records values."""
    return [_compared(row, standing, allowed) for row in rows]


def fingerprint(compared: Sequence[Compared]) -> str:
    """Return a mark of exactly this comparison."""
    told = [
        [each.row.as_json(), each.outcome.value, _told(each.current) if each.current else None]
        for each in compared
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def repeated(rows: Sequence[ImportRow]) -> dict[int, int]:
    """Return for each row that says something of the same place, days and source as an earlier one, which."""
    first: dict[tuple[object, ...], int] = {}
    found = {}
    for row in rows:
        earlier = first.setdefault(row.content.place, row.number)
        if earlier != row.number:
            found[row.number] = earlier
    return found


def _compared(
    row: ImportRow, standing: Mapping[tuple[object, ...], ObservationContent], allowed: Collection[int]
) -> Compared:
    # Of a place that is not theirs nobody learns whether something stands there.
    if row.content.knooppunt_id not in allowed:
        return Compared(row, RowOutcome.NOT_ALLOWED)
    current = standing.get(row.content.place)
    if current is None:
        return Compared(row, RowOutcome.NEW)
    if current == replace(row.content, source=current.source):
        return Compared(row, RowOutcome.SAME)
    return Compared(row, RowOutcome.DIFFERS, current)


def _told(content: ObservationContent) -> dict[str, Any]:
    return ImportRow(0, content).as_json()


def _text(number: Decimal | None) -> str:
    return "" if number is None else str(number)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
