"""The tables of displacement: signals from place to place, and changes side by side."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from portal.domain.displacement import Outcome
from portal.domain.displacement_series import Change, JudgedSeries, Silence
from portal.queries.displacement import Place
from portal.queries.signals import SignalFlow
from portal.web.displacement_figures import change_cell, changes_by_point
from portal.web.displacement_words import short_period


@dataclass(frozen=True)
class FlowRow:
    """From one place, or from where nobody said, how many signals towards each column."""

    place: Place | None
    counts: Sequence[int]
    total: int
    """All signals from here, also towards places that have no column."""


@dataclass(frozen=True)
class FlowTable:
    """The matrix from → towards; the last row and column are for signals that name no place."""

    columns: Sequence[Place | None]
    rows: Sequence[FlowRow]
    totals: Sequence[int]
    """All signals towards each column, also from places that have no row."""
    total: int


def flow_table(places: Sequence[Place], flows: Sequence[SignalFlow], known: Collection[int]) -> FlowTable:
    """Put the counts in a matrix of some places; `known` are the ids of all places there are."""
    columns: list[Place | None] = [*places, None]
    counts: Counter[tuple[int | None, int | None]] = Counter()
    starts: Counter[int | None] = Counter()
    ends: Counter[int | None] = Counter()
    for flow in flows:
        start, end = (each if each in known else None for each in (flow.from_id, flow.to_id))
        counts[start, end] += flow.count
        starts[start] += flow.count
        ends[end] += flow.count
    ids = [place.id if place else None for place in columns]
    rows = [
        FlowRow(place, [counts[id_, towards] for towards in ids], starts[id_])
        for place, id_ in zip(columns, ids, strict=True)
    ]
    return FlowTable(columns, rows, [ends[id_] for id_ in ids], starts.total())


@dataclass(frozen=True)
class ChangeColumn:
    """One series at the head of a column."""

    name: str
    source: str
    """Empty where the place has one source."""


@dataclass(frozen=True)
class ChangeCell:
    """A change in words, and whether it is that of a giver or a receiver by the limits."""

    text: str
    mark: str


@dataclass(frozen=True)
class ChangeTable:
    """Changes by period, with a column for each series."""

    columns: Sequence[ChangeColumn]
    rows: Sequence[tuple[str, Sequence[ChangeCell]]]


def change_table(outcome: Outcome, places: Sequence[Place]) -> ChangeTable:
    """Put all changes side by side, the newest period first."""
    names = {place.code: place.name for place in places}
    found = [(each, changes_by_point(each)) for each in outcome.series]
    stretches = sorted(
        {(point.first, point.last) for _each, between in found for point in between}, reverse=True
    )
    rows = []
    by_stretch = [
        {(point.first, point.last): each for point, each in between.items()} for _each, between in found
    ]
    for first, last in stretches:
        cells = []
        for (judged, _between), at in zip(found, by_stretch, strict=True):
            change = at.get((first, last))
            cells.append(ChangeCell(change_cell(change), _mark(judged, change, outcome)))
        rows.append((short_period(first, last), cells))
    places_named = [each.series.place for each in outcome.series]
    columns = [
        ChangeColumn(
            names[each.series.place], each.series.source if places_named.count(each.series.place) > 1 else ""
        )
        for each in outcome.series
    ]
    return ChangeTable(columns, rows)


def _mark(judged: JudgedSeries, change: Change | Silence | None, outcome: Outcome) -> str:
    if not isinstance(change, Change) or judged.insufficient is not None or change not in judged.usable:
        return ""
    limits = outcome.parameters
    if change.size <= limits.giver_change:
        return "giver"
    if change.size >= limits.receiver_change and change.after.value >= limits.floor:
        return "receiver"
    return ""
