"""The screening rule that points at possible displacement (source: product.md, section 4).

A giver falls (its own logarithmic change is at or below `giver_change`), and in the same period or at most
`most_lag` periods later a receiver, another place, rises (at or above `receiver_change`) to a value of at
least `floor`. Both need `fewest_observations` values under one definition. Where two places have a source in
common, only values of the same source are compared; where they have none, any two sources are, and that is
said. Of several falls before one rise the nearest counts. The outcome is a list of what to look into, with
other explanations beside each: never a score, never proof.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.displacement_explanations import Explanation, Finding, Neighbours, explain
from portal.domain.displacement_parameters import Parameters
from portal.domain.displacement_series import Change, JudgedSeries, Series, judge, steps


@dataclass(frozen=True)
class Hit:
    """A fall in one place and a rise in another that are worth looking into."""

    giver: Finding
    receiver: Finding
    lag: int
    likely: tuple[Explanation, ...]
    """Other explanations that the values themselves make likely."""
    possible: tuple[Explanation, ...]
    """Other explanations that can never be excluded."""

    def key(self, indicator: str) -> str:
        """Return a name for this outcome that stays the same when limits change or the newest value does."""
        giver, receiver = self.giver.judged.series, self.receiver.judged.series
        after = self.receiver.change.after
        parts = (
            indicator,
            giver.place,
            giver.source,
            receiver.place,
            receiver.source,
            after.first.isoformat(),
            after.last.isoformat(),
        )
        return f"{indicator}:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]}"


@dataclass(frozen=True)
class Outcome:
    """What the rule finds in the series of one indicator."""

    series: tuple[JudgedSeries, ...]
    hits: tuple[Hit, ...]
    parameters: Parameters

    @property
    def conclusive(self) -> bool:
        """Whether there are two places with enough values to compare at all."""
        return len({each.series.place for each in self.series if each.insufficient is None}) > 1


@dataclass(frozen=True)
class _Candidate:
    judged: JudgedSeries
    by_step: Mapping[int, Change]
    """Its usable changes by the number of the period in which they end."""

    @property
    def series(self) -> Series:
        return self.judged.series


def screen(series: Sequence[Series], parameters: Parameters) -> Outcome:
    """Compare every place with every other one; the newest rise comes first."""
    judged = tuple(judge(each, parameters.fewest_observations) for each in series)
    by_rhythm: dict[int, list[JudgedSeries]] = {}
    for each in judged:
        by_rhythm.setdefault(each.series.rhythm, []).append(each)
    hits = [hit for group in by_rhythm.values() for hit in _hits(group, parameters)]
    hits.sort(key=lambda hit: (hit.receiver.change.after.first, -hit.lag), reverse=True)
    return Outcome(judged, tuple(hits), parameters)


def _hits(group: Sequence[JudgedSeries], parameters: Parameters) -> Iterator[Hit]:
    """Yield the hits among series of one rhythm."""
    epoch = min(each.series.points[0].first for each in group)
    candidates = [_Candidate(each, _by_step(each, epoch)) for each in group if each.insufficient is None]
    sources: dict[str, set[str]] = {}
    for each in candidates:
        sources.setdefault(each.series.place, set()).add(each.series.source)
    around = Neighbours(group, parameters)
    for receiver in candidates:
        givers = [each for each in candidates if _comparable(each.series, receiver.series, sources)]
        for step, rise in receiver.by_step.items():
            if rise.size < parameters.receiver_change or rise.after.value < parameters.floor:
                continue
            for giver in givers:
                found = _nearest_fall(giver.by_step, step, parameters)
                if found is not None:
                    fall, lag = found
                    sides = Finding(giver.judged, fall), Finding(receiver.judged, rise)
                    yield Hit(*sides, lag, *explain(*sides, around))


def _by_step(judged: JudgedSeries, epoch: date) -> dict[int, Change]:
    return {steps(epoch, each.after.first, judged.series.rhythm): each for each in judged.usable}


def _comparable(giver: Series, receiver: Series, sources: Mapping[str, set[str]]) -> bool:
    if giver.place == receiver.place:
        return False
    shared = sources[giver.place] & sources[receiver.place]
    return giver.source == receiver.source or not shared


def _nearest_fall(
    changes: Mapping[int, Change], step: int, parameters: Parameters
) -> tuple[Change, int] | None:
    for lag in range(parameters.most_lag + 1):
        fall = changes.get(step - lag)
        if fall is not None and fall.size <= parameters.giver_change:
            return fall, lag
    return None
