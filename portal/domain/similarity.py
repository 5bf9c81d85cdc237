"""Which maatregelen are alike: how much of what they are about they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.domain.flag_facts import Label, MaatregelFacts

MOST_COMPARED = 4
"""So many fit beside each other on paper and on a screen."""
MOST_SUGGESTED = 8


@dataclass(frozen=True)
class Likeness:
    """A maatregel that shares entries with others, and which ones."""

    maatregel: MaatregelFacts
    shared: frozenset[Label]
    total: int
    """How many different entries they have together."""


def similar_to(chosen: Sequence[MaatregelFacts], others: Iterable[MaatregelFacts]) -> list[Likeness]:
    """Return active maatregelen that share entries with all chosen ones, most alike first.

    Alike is: shared entries divided by all entries they have together. It only decides the order; what is
    told is what they share.
    """
    if not chosen:
        return []
    common = frozenset.intersection(*(each.labels for each in chosen))
    everything = frozenset.union(*(each.labels for each in chosen))
    taken = {each.code for each in chosen}
    found = [
        Likeness(other, other.labels & common, len(other.labels | everything))
        for other in others
        if other.active and other.code not in taken and other.labels & common
    ]
    return sorted(found, key=lambda each: (-len(each.shared) / each.total, each.maatregel.code))


def shared_by_all(chosen: Sequence[MaatregelFacts]) -> frozenset[Label]:
    """Return the entries that every one of these has."""
    return frozenset.intersection(*(each.labels for each in chosen)) if chosen else frozenset()
