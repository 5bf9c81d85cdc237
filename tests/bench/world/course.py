"""How a maatregel fares over the periods, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from portal.domain.progress import OFF_SCHEDULE, SEVERITY, DelayReason, Proactivity, ProgressStatus, Trend
from tests.bench.world.words import Words

_STEPS = (
    ProgressStatus.NOT_STARTED,
    ProgressStatus.ON_SCHEDULE,
    ProgressStatus.NEEDS_ATTENTION,
    ProgressStatus.BEHIND,
)
_MOVES = (0, 0, 0, 0, 0, 1, -1, -1)
_WITH_MILESTONE = 2
_REACHED = 4
_ASKS = 6


@dataclass(frozen=True)
class Milestone:
    """A milestone that a maatregel keeps over the periods until it was reached."""

    key: str
    title: str
    planned_on: date
    reached_in: int | None
    """Number of the period in which it was reached."""


@dataclass(frozen=True)
class Course:
    """What a maatregel goes through."""

    statuses: Sequence[ProgressStatus]
    milestone: Milestone | None
    fte: Decimal


def course(chance: Random, words: Words, code: str, ends: Sequence[date]) -> Course:
    """Draw a course; `ends` are the last days that the periods look at."""
    place = 1 if chance.randrange(5) else 0
    statuses = []
    for _end in ends:
        statuses.append(_STEPS[place])
        # What was begun never becomes "not started" again.
        place = min(len(_STEPS) - 1, max(1, place + chance.choice(_MOVES)))
    return Course(statuses, _milestone(chance, words, code, ends), Decimal(chance.randrange(4, 40)) / 4)


def _milestone(chance: Random, words: Words, code: str, ends: Sequence[date]) -> Milestone | None:
    if chance.randrange(_WITH_MILESTONE):
        return None
    title = words.line()[:120]
    if chance.randrange(_REACHED) == 0:
        period = chance.randrange(len(ends) - 1)
        return Milestone(f"{code}-1", title, ends[period] - timedelta(days=20), period)
    return Milestone(f"{code}-1", title, ends[-1] + timedelta(days=chance.randrange(90, 700)), None)


def said(chance: Random, words: Words, fared: Course, period: int) -> dict[str, Any]:
    """Return what a complete report says of a maatregel in a period."""
    status = fared.statuses[period]
    before = fared.statuses[period - 1] if period else status
    change = SEVERITY[status] - SEVERITY[before]
    late = status in OFF_SCHEDULE
    return {
        "status": status,
        "trend": Trend.WORSE if change > 0 else Trend.BETTER if change < 0 else Trend.SAME,
        "done": words.text(4),
        "result": words.text(3),
        "next_step": words.text(2),
        "delay_reason": chance.choice(list(DelayReason)) if late else None,
        "recovery": words.text(2) if late else "",
        "proactivity": chance.choice(list(Proactivity)),
        "fte_planned": fared.fte,
        "fte_filled": max(Decimal(1), fared.fte - Decimal(chance.randrange(0, 4)) / 4),
        "decision_question": words.text(1) if late and chance.randrange(_ASKS) == 0 else "",
    }


NOTHING_SAID: dict[str, Any] = {
    "status": None,
    "trend": None,
    "done": "",
    "result": "",
    "next_step": "",
    "delay_reason": None,
    "recovery": "",
    "proactivity": None,
    "fte_planned": None,
    "fte_filled": None,
    "decision_question": "",
}
