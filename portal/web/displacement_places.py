"""Which knooppunten fit on the page about displacement: all of them, or the ones that tell most (ADR 46)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from portal.domain.displacement import Outcome
from portal.queries.displacement import Place
from portal.queries.signals import SignalFlow

MOST_PLACES = 20
"""More rows, columns or figures than this nobody reads side by side."""


def busiest(places: Sequence[Place], flows: Sequence[SignalFlow]) -> Sequence[Place]:
    """Return all places, or of many those with the most signals, in the order of the plan."""
    if len(places) <= MOST_PLACES:
        return places
    signals: Counter[int | None] = Counter()
    for flow in flows:
        signals[flow.from_id] += flow.count
        signals[flow.to_id] += flow.count
    kept = {place.id for place in sorted(places, key=lambda place: -signals[place.id])[:MOST_PLACES]}
    return [place for place in places if place.id in kept]


def telling(places: Sequence[Place], outcome: Outcome) -> Sequence[Place]:
    """Return all places, or of many those of the newest outcomes, then those with the most values."""
    if len(places) <= MOST_PLACES:
        return places
    newest = outcome.hits[:MOST_PLACES]
    hit = [side.judged.series.place for each in newest for side in (each.giver, each.receiver)]
    values: Counter[str] = Counter()
    for each in outcome.series:
        values[each.series.place] += len(each.series.points)
    by_values = sorted((place.code for place in places), key=lambda code: -values[code])
    kept = set(list(dict.fromkeys([*hit, *by_values]))[:MOST_PLACES])
    return [place for place in places if place.code in kept]


def outcome_of(outcome: Outcome, places: Sequence[Place]) -> Outcome:
    """Return the outcome with the series of these places only; outcomes keep their numbers."""
    known = {place.code for place in places}
    series = tuple(each for each in outcome.series if each.series.place in known)
    return replace(outcome, series=series)
