"""Adding money up: what is left, in euros and per cent; funding sources never mix (nota 4.2-3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Group = TypeVar("Group")


@dataclass(frozen=True)
class Figures:
    """What one network has from one funding source in one year, and what it says is spent of it."""

    source: str
    budget: int
    committed: int | None = None
    realised: int | None = None
    forecast: int | None = None

    @property
    def left_now(self) -> int | None:
        """What is not spent yet; negative is more spent than there was."""
        return None if self.realised is None else self.budget - self.realised

    @property
    def left_at_end(self) -> int | None:
        """What is expected to be left at the end of the year; negative is a shortage."""
        return None if self.forecast is None else self.budget - self.forecast


class MixedSourcesError(ValueError):
    """Raised when money of different funding sources would be added up."""


@dataclass(frozen=True)
class Total:
    """The sum over rows of one funding source; what nobody reported is missing, never zero."""

    source: str
    rows: Sequence[Figures]

    @property
    def budget(self) -> int:
        """Everything there is, reported or not."""
        return sum(row.budget for row in self.rows)

    @property
    def reported(self) -> int:
        """Number of rows that were reported in full."""
        return sum(None not in (row.committed, row.realised, row.forecast) for row in self.rows)

    @property
    def committed(self) -> int | None:
        """The sum of what was committed."""
        return _sum(row.committed for row in self.rows)

    @property
    def realised(self) -> int | None:
        """The sum of what was spent."""
        return _sum(row.realised for row in self.rows)

    @property
    def forecast(self) -> int | None:
        """The sum of what is expected for the year."""
        return _sum(row.forecast for row in self.rows)

    @property
    def left_now(self) -> int | None:
        """What is not spent yet of the rows that say what was spent."""
        return _sum(row.left_now for row in self.rows)

    @property
    def left_at_end(self) -> int | None:
        """What is expected to be left of the rows that expect something."""
        return _sum(row.left_at_end for row in self.rows)

    @property
    def share_now(self) -> float | None:
        """Per cent not spent yet, of the budget of the rows that say what was spent."""
        return percentage(self.left_now, sum(row.budget for row in self.rows if row.realised is not None))

    @property
    def share_at_end(self) -> float | None:
        """Per cent expected to be left, of the budget of the rows that expect something."""
        return percentage(self.left_at_end, sum(row.budget for row in self.rows if row.forecast is not None))


def total(rows: Iterable[Figures]) -> Total:
    """Add rows of one funding source up; raises MixedSourcesError for rows of several, or for none."""
    kept = tuple(rows)
    sources = {row.source for row in kept}
    if len(sources) != 1:
        raise MixedSourcesError(sorted(sources))
    return Total(sources.pop(), kept)


def totals_by(rows: Iterable[tuple[Group, Figures]]) -> Mapping[tuple[Group, str], Total]:
    """Return a total for each group (a network, a year) and funding source: the source is always apart."""
    grouped: dict[tuple[Group, str], list[Figures]] = {}
    for group, row in rows:
        grouped.setdefault((group, row.source), []).append(row)
    return {key: total(kept) for key, kept in grouped.items()}


def percentage(part: int | None, whole: int) -> float | None:
    """Return the part in per cent with one decimal; None where there is nothing to divide by."""
    return None if part is None or whole == 0 else round(part / whole * 100, 1)


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
