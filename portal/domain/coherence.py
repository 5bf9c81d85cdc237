"""How the states of many maatregelen become one cell of the coherence matrix."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.progress import OFF_SCHEDULE, SEVERITY, ProgressStatus, worst_status


class Axis(StrEnum):
    """What the networks are set against."""

    THEMES = "themes"
    GOALS = "goals"
    CHAIN_STAGES = "chain_stages"


@dataclass(frozen=True)
class Coverage:
    """What is done somewhere: how many maatregelen, how many of them reported, and the worst state told."""

    maatregelen: int
    reported: int
    worst: ProgressStatus | None

    @property
    def unreported(self) -> int:
        """Number of maatregelen of which nothing is known."""
        return self.maatregelen - self.reported

    @property
    def conclusive(self) -> bool:
        """Whether the worst state may colour the cell: what is unreported could only hide behind calm."""
        return self.worst is not None and (self.unreported == 0 or self.worst in OFF_SCHEDULE)


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: what is done there, the state told most often, and the age of what is told."""

    coverage: Coverage
    modal: ProgressStatus | None
    oldest: date | None
    newest: date | None
    """First and last of the days the reports look at; None where nothing is reported."""


def cell(told: Collection[tuple[ProgressStatus, date] | None]) -> Cell:
    """Return what the newest reports on these maatregelen, None for each without one, say together."""
    known = [each for each in told if each is not None]
    days = [day for _status, day in known]
    return Cell(
        coverage([each and each[0] for each in told]),
        modal_status(status for status, _day in known),
        min(days, default=None),
        max(days, default=None),
    )


def modal_status(statuses: Iterable[ProgressStatus]) -> ProgressStatus | None:
    """Return the state told most often; of two as often the worse one, and stopped over completed."""
    counted = Counter(statuses)
    order = list(ProgressStatus)
    return max(counted, key=lambda each: (counted[each], SEVERITY[each], order.index(each)), default=None)


def coverage(statuses: Collection[ProgressStatus | None]) -> Coverage:
    """Return what these maatregelen, None for each without an accepted report, say together."""
    reported = sum(status is not None for status in statuses)
    return Coverage(len(statuses), reported, worst_status(statuses))
