"""How the states of many maatregelen become one cell of the coherence matrix."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.progress import OFF_SCHEDULE, ProgressStatus, worst_status


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


def coverage(statuses: Collection[ProgressStatus | None]) -> Coverage:
    """Return what these maatregelen, None for each without an accepted report, say together."""
    reported = sum(status is not None for status in statuses)
    return Coverage(len(statuses), reported, worst_status(statuses))
