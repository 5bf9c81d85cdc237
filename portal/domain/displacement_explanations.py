"""Other explanations for a possible displacement: what the values make likely, and what always may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.domain.displacement_parameters import Parameters
from portal.domain.displacement_series import Change, JudgedSeries, Point, runs, steps


class Explanation(StrEnum):
    """Why two series may move like this without anything being displaced."""

    MORE_CHECKS = "more_checks"
    FEWER_CHECKS = "fewer_checks"
    EXPOSURE_UNKNOWN = "exposure_unknown"
    LARGE_FIND = "large_find"
    DEFINITION_CHANGED = "definition_changed"
    OTHER_SOURCE = "other_source"
    SOURCES_DISAGREE = "sources_disagree"
    FEW_OBSERVATIONS = "few_observations"
    SMALL_NUMBERS = "small_numbers"
    UNCERTAIN = "uncertain"
    RISES_ELSEWHERE = "rises_elsewhere"
    OTHER_FLOWS = "other_flows"
    CHANCE = "chance"


ALWAYS = (
    Explanation.MORE_CHECKS,
    Explanation.LARGE_FIND,
    Explanation.DEFINITION_CHANGED,
    Explanation.OTHER_FLOWS,
    Explanation.CHANCE,
)
"""What no value in a series can exclude."""
MORE, FEWER = Decimal("1.10"), Decimal("0.90")
"""From which ratio on the exposure counts as changed."""
FEWEST_ELSEWHERE = 2


@dataclass(frozen=True)
class Finding:
    """A series, and the change in it that the rule points at."""

    judged: JudgedSeries
    change: Change


@dataclass(frozen=True)
class Neighbours:
    """All series of the same rhythm, and the limits of the rule."""

    group: Sequence[JudgedSeries]
    parameters: Parameters


def explain(
    giver: Finding, receiver: Finding, around: Neighbours
) -> tuple[tuple[Explanation, ...], tuple[Explanation, ...]]:
    """Return what the values make likely, in the order of the enum, and what else can never be excluded."""
    found = {*_about_exposure(giver, receiver), *_about_values(giver, receiver, around)}
    found.update(_about_sources(giver, receiver, around))
    likely = tuple(each for each in Explanation if each in found)
    return likely, tuple(each for each in ALWAYS if each not in found)


def _about_exposure(giver: Finding, receiver: Finding) -> Iterator[Explanation]:
    if not (giver.change.normalised and receiver.change.normalised):
        yield Explanation.EXPOSURE_UNKNOWN
    ratio = _exposure_ratio(receiver.change)
    if ratio is not None and ratio >= MORE:
        yield Explanation.MORE_CHECKS
    ratio = _exposure_ratio(giver.change)
    if ratio is not None and ratio <= FEWER:
        yield Explanation.FEWER_CHECKS


def _exposure_ratio(change: Change) -> Decimal | None:
    before, after = change.before.exposure, change.after.exposure
    return None if before is None or after is None else after / before


def _about_values(giver: Finding, receiver: Finding, around: Neighbours) -> Iterator[Explanation]:
    fewest = around.parameters.fewest_observations
    if _falls_back(receiver):
        yield Explanation.LARGE_FIND
    if any(_definition_changed_near(each) for each in (giver, receiver)):
        yield Explanation.DEFINITION_CHANGED
    if any(_run_length(each) <= fewest for each in (giver, receiver)):
        yield Explanation.FEW_OBSERVATIONS
    if receiver.change.before.value < around.parameters.floor:
        yield Explanation.SMALL_NUMBERS
    if any(_ranges_touch(each.change) for each in (giver, receiver)):
        yield Explanation.UNCERTAIN
    if _rises_elsewhere(giver, receiver, around):
        yield Explanation.RISES_ELSEWHERE


def _about_sources(giver: Finding, receiver: Finding, around: Neighbours) -> Iterator[Explanation]:
    if giver.judged.series.source != receiver.judged.series.source:
        yield Explanation.OTHER_SOURCE
    limits = around.parameters
    fall = [each.size for each in _told_by_others(giver, around)]
    rise = [each.size for each in _told_by_others(receiver, around)]
    if any(size > limits.giver_change / 2 for size in fall) or any(
        size < limits.receiver_change / 2 for size in rise
    ):
        yield Explanation.SOURCES_DISAGREE


def _told_by_others(side: Finding, around: Neighbours) -> Iterator[Change]:
    """Yield the change in the same place and period according to other sources."""
    series = side.judged.series
    for other in around.group:
        if other.series.place == series.place and other.series.source != series.source:
            yield from _at_the_same_time(other, side.change, series.rhythm)


def _rises_elsewhere(giver: Finding, receiver: Finding, around: Neighbours) -> bool:
    """Return whether at least half of the other places rose too, at least half as much as asked."""
    sides = {giver.judged.series.place, receiver.judged.series.place}
    source, length = receiver.judged.series.source, receiver.judged.series.rhythm
    elsewhere = [
        change.size >= around.parameters.receiver_change / 2
        for other in around.group
        if other.series.place not in sides and other.series.source == source
        for change in _at_the_same_time(other, receiver.change, length)
    ]
    return len(elsewhere) >= FEWEST_ELSEWHERE and sum(elsewhere) * 2 >= len(elsewhere)


def _at_the_same_time(other: JudgedSeries, change: Change, length: int) -> Iterator[Change]:
    return (each for each in other.changes if steps(change.after.first, each.after.first, length) == 0)


def _falls_back(side: Finding) -> bool:
    """Return whether the next value lies below the middle of the rise: one find may have made it."""
    change, points = side.change, side.judged.series.points
    following = points[points.index(change.after) + 1 :]
    if not following or following[0].definition != change.after.definition:
        return False
    before, after, then = (_compared(point, change) for point in (change.before, change.after, following[0]))
    return then is not None and before is not None and after is not None and then * 2 < before + after


def _compared(point: Point, change: Change) -> Decimal | None:
    if not change.normalised:
        return point.value
    return None if point.exposure is None else point.value / point.exposure


def _definition_changed_near(side: Finding) -> bool:
    points = side.judged.series.points
    place = points.index(side.change.before)
    near = points[max(place - 1, 0) : place + 3]
    return len({point.definition for point in near}) > 1


def _run_length(side: Finding) -> int:
    return next(len(run) for run in runs(side.judged.series.points) if side.change.before in run)


def _ranges_touch(change: Change) -> bool:
    """Return whether the two values may be the same, as far as their bounds tell."""
    low, high = sorted((change.before, change.after), key=lambda point: point.value)
    return low.upper is not None and high.lower is not None and low.upper >= high.lower
