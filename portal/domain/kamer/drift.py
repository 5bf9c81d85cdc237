"""Whether the source still speaks the words we know: how often each value occurs, and which are new."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.kamer.statuses import APPRECIATIONS, DECISION_KINDS, TOEZEGGING_STATUSES


class Watched(StrEnum):
    """The fields whose values we translate or rely on."""

    TOEZEGGING_STATUS = "toezegging_status"
    MOTIE_DECISION = "motie_decision"
    MOTIE_APPRECIATION = "motie_appreciation"


KNOWN_VALUES: Mapping[Watched, Collection[str]] = {
    Watched.TOEZEGGING_STATUS: TOEZEGGING_STATUSES.keys(),
    Watched.MOTIE_DECISION: DECISION_KINDS.keys(),
    Watched.MOTIE_APPRECIATION: APPRECIATIONS.keys(),
}


@dataclass(frozen=True)
class ValueCount:
    """One value of the source, how often it occurs, and whether we know it."""

    value: str
    """Empty where the source says nothing."""
    count: int
    known: bool


@dataclass(frozen=True)
class DriftReport:
    """All values of one field."""

    watched: Watched
    values: Sequence[ValueCount]

    @property
    def unknown(self) -> list[ValueCount]:
        """The values that we can not translate."""
        return [each for each in self.values if not each.known]

    @property
    def total(self) -> int:
        """How many records were counted."""
        return sum(each.count for each in self.values)


def drift(watched: Watched, counts: Mapping[str, int]) -> DriftReport:
    """Compare what the source counts with what we know; nothing said is no unknown value."""
    known = KNOWN_VALUES[watched]
    rows = [ValueCount(value, count, not value or value in known) for value, count in counts.items()]
    rows += [ValueCount(value, 0, known=True) for value in known if value not in counts]
    return DriftReport(watched, sorted(rows, key=lambda each: (each.known, -each.count, each.value)))
