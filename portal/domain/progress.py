"""The scales on which progress is told, and how many judgements become one."""

from collections.abc import Iterable
from enum import StrEnum


class ProgressStatus(StrEnum):
    """Where a maatregel stands; the order of the members is the order on screen."""

    NOT_STARTED = "not_started"
    ON_SCHEDULE = "on_schedule"
    NEEDS_ATTENTION = "needs_attention"
    BEHIND = "behind"
    COMPLETED = "completed"
    STOPPED = "stopped"


class Trend(StrEnum):
    """How the state moved since the previous period, in the reporter's own judgement."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class DelayReason(StrEnum):
    """Why a maatregel is not on schedule (nota 4.5: labour market first)."""

    LABOUR_MARKET = "labour_market"
    DELIVERY = "delivery"
    LEGAL = "legal"
    DECISION = "decision"
    DEPENDENCY = "dependency"
    PARTNER = "partner"
    BUDGET = "budget"
    OTHER = "other"


class Proactivity(StrEnum):
    """Whether a maatregel mostly disturbs beforehand or reacts to what happened (nota 4.2-5)."""

    PROACTIVE = "proactive"
    BOTH = "both"
    REACTIVE = "reactive"


class Aspect(StrEnum):
    """The four judgements a network gives about itself."""

    PROGRESS = "progress"
    MEANS = "means"
    COOPERATION = "cooperation"
    RISKS = "risks"


class Rating(StrEnum):
    """The value of one judgement."""

    GOOD = "good"
    ATTENTION = "attention"
    CRITICAL = "critical"


OFF_SCHEDULE = frozenset({ProgressStatus.NEEDS_ATTENTION, ProgressStatus.BEHIND})
"""States that ask for a reason and for what it takes to get back."""

SEVERITY: dict[ProgressStatus, int] = {
    ProgressStatus.COMPLETED: 0,
    ProgressStatus.STOPPED: 0,
    ProgressStatus.ON_SCHEDULE: 1,
    ProgressStatus.NOT_STARTED: 2,
    ProgressStatus.NEEDS_ATTENTION: 3,
    ProgressStatus.BEHIND: 4,
}
"""How much a state asks for attention; a stopped maatregel was decided upon and asks for none."""

RATING_ORDER: dict[Rating, int] = {Rating.GOOD: 0, Rating.ATTENTION: 1, Rating.CRITICAL: 2}


def worst_status(statuses: Iterable[ProgressStatus | None]) -> ProgressStatus | None:
    """Return the state that asks most attention; unreported (None) counts for nothing, never as good."""
    reported = [status for status in statuses if status is not None]
    return max(reported, key=lambda status: SEVERITY[status], default=None)


def rating_change(previous: Rating | None, current: Rating | None) -> Trend | None:
    """Return how a judgement moved between two periods, None where one of the two is missing."""
    if previous is None or current is None:
        return None
    difference = RATING_ORDER[current] - RATING_ORDER[previous]
    if difference == 0:
        return Trend.SAME
    return Trend.WORSE if difference > 0 else Trend.BETTER
