"""Series of observations, and the changes between their values (design: product, sections 4 and 6).

A series is one place, one source and one rhythm (the length of its periods). A change is the natural
logarithm of the value over the value of the period right before it, both divided by their exposure where
both exposures are known, in two decimals: what is shown is what is compared.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise

DAYS_IN_MONTH = 30.4375


class NoChange(StrEnum):
    """Why there is no change between two values that follow each other."""

    BREAK = "break"
    MISSING = "missing"
    OVERLAP = "overlap"
    ZERO = "zero"


class Insufficiency(StrEnum):
    """Why the rule says nothing about a series: there is not enough to go by."""

    TOO_FEW = "too_few"
    BROKEN = "broken"
    NO_CHANGE = "no_change"


@dataclass(frozen=True)
class Point:
    """One observation: the first and last day it is about, and its value."""

    first: date
    last: date
    value: Decimal
    exposure: Decimal | None = None
    definition: int = 1
    lower: Decimal | None = None
    upper: Decimal | None = None
    observation_id: int = 0

    @property
    def rate(self) -> Fraction | None:
        """The value for one unit of exposure."""
        return None if self.exposure is None else Fraction(self.value) / Fraction(self.exposure)


@dataclass(frozen=True)
class Series:
    """The observations of one place from one source, all about equally long periods, oldest first."""

    place: str
    source: str
    points: tuple[Point, ...]

    @property
    def rhythm(self) -> int:
        """How many days one period of the series takes."""
        return rhythm(self.points[0].first, self.points[0].last)


@dataclass(frozen=True)
class Change:
    """How much a value differs from that of the period before."""

    before: Point
    after: Point
    size: Decimal
    normalised: bool


@dataclass(frozen=True)
class Silence:
    """Two values that follow each other, between which there is no change, and why."""

    before: Point
    after: Point
    reason: NoChange


@dataclass(frozen=True)
class JudgedSeries:
    """A series with its changes, and whether the rule may go by them."""

    series: Series
    changes: tuple[Change, ...]
    silences: tuple[Silence, ...]
    usable: tuple[Change, ...]
    """The changes within a run of enough values under one definition."""
    insufficient: Insufficiency | None


def rhythm(first: date, last: date) -> int:
    """Return the length of a period in days, the same for a half-year of 181 and one of 184 days."""
    days = (last - first).days + 1
    months = round(days / DAYS_IN_MONTH)
    return round(months * DAYS_IN_MONTH) if months else days


def steps(earlier: date, later: date, length: int) -> int:
    """Return how many periods of this length lie between the first days of two periods."""
    return round((later - earlier).days / length)


def log_change(before: Fraction, after: Fraction) -> Decimal:
    """Return the natural logarithm of the ratio of two positive values, in two decimals."""
    return Decimal(f"{math.log(after / before):.2f}") + 0


def judge(series: Series, fewest: int) -> JudgedSeries:
    """Compute the changes of a series and say whether there is enough to go by."""
    between = [_between(before, after, series.rhythm) for before, after in pairwise(series.points)]
    changes = tuple(each for each in between if isinstance(each, Change))
    silences = tuple(each for each in between if isinstance(each, Silence))
    long_enough = [run for run in runs(series.points) if len(run) >= fewest]
    trusted = {point for run in long_enough for point in run}
    usable = tuple(each for each in changes if each.before in trusted)
    insufficient = None
    if len(series.points) < fewest:
        insufficient = Insufficiency.TOO_FEW
    elif not long_enough:
        insufficient = Insufficiency.BROKEN
    elif not usable:
        insufficient = Insufficiency.NO_CHANGE
    return JudgedSeries(series, changes, silences, usable, insufficient)


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """Cut the points where the definition changes."""
    return [list(run) for _definition, run in groupby(points, key=lambda point: point.definition)]


def _between(before: Point, after: Point, length: int) -> Change | Silence:
    apart = steps(before.first, after.first, length)
    if before.definition != after.definition:
        return Silence(before, after, NoChange.BREAK)
    if apart < 1 or after.first <= before.last:
        return Silence(before, after, NoChange.OVERLAP)
    if apart > 1:
        return Silence(before, after, NoChange.MISSING)
    if before.value <= 0 or after.value <= 0:
        return Silence(before, after, NoChange.ZERO)
    rates = before.rate, after.rate
    if rates[0] is not None and rates[1] is not None:
        return Change(before, after, log_change(rates[0], rates[1]), normalised=True)
    raw = log_change(Fraction(before.value), Fraction(after.value))
    return Change(before, after, raw, normalised=False)
