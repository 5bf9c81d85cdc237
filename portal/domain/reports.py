"""When a report, and each maatregel in it, is complete enough to submit."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from portal.domain.audience import Audience
from portal.domain.progress import (
    OFF_SCHEDULE,
    Aspect,
    DelayReason,
    Proactivity,
    ProgressStatus,
    Rating,
    Trend,
)

TEXT_LIMIT = 5_000
"""Characters in one text field of a report; a reader has to get through six of them."""


class Gap(StrEnum):
    """What is still missing before a report can be submitted."""

    STATUS = "status"
    TREND = "trend"
    DONE = "done"
    RESULT = "result"
    NEXT_STEP = "next_step"
    DELAY_REASON = "delay_reason"
    RECOVERY = "recovery"
    SUMMARY = "summary"
    RATING = "rating"
    EXPLANATION = "explanation"
    ANSWER = "answer"
    COMMITTED = "committed"
    REALISED = "realised"
    FORECAST = "forecast"
    UNDERSPEND_REASON = "underspend_reason"


@dataclass(frozen=True)
class ProgressContent:
    """What a network says about one maatregel in one period."""

    status: ProgressStatus | None = None
    trend: Trend | None = None
    done: str = ""
    result: str = ""
    next_step: str = ""
    delay_reason: DelayReason | None = None
    recovery: str = ""
    proactivity: Proactivity | None = None
    fte_planned: Decimal | None = None
    fte_filled: Decimal | None = None
    decision_question: str = ""
    """What the stuurgroep is asked to decide; empty where no decision is needed."""
    audience: Audience = Audience.ALL_NETWORKS


@dataclass(frozen=True)
class JudgementContent:
    """One judgement with its words."""

    aspect: Aspect
    rating: Rating | None = None
    explanation: str = ""


@dataclass(frozen=True)
class Developments:
    """New developments and suspected displacement, and for whom the words are meant."""

    text: str = ""
    audience: Audience = Audience.ALL_NETWORKS


def without_delay(content: ProgressContent) -> ProgressContent:
    """Return the content without the reason of a delay that is over; a missing state keeps it."""
    if content.status is None or content.status in OFF_SCHEDULE:
        return content
    return replace(content, delay_reason=None, recovery="")


def unchanged(previous: ProgressContent) -> ProgressContent:
    """Return the former content for a period in which nothing changed: the trend is then the same.

    A question to the stuurgroep was asked then, and is not asked again.
    """
    return replace(previous, trend=Trend.SAME, decision_question="")


def nothing_said(content: ProgressContent) -> bool:
    """Return whether nobody wrote anything yet; facts that come along from the former report do not count."""
    words = (content.done, content.result, content.next_step, content.recovery)
    return content.status is None and content.trend is None and not any(words)


NEEDS_NEXT_STEP = frozenset(ProgressStatus) - {ProgressStatus.COMPLETED, ProgressStatus.STOPPED}
NEEDS_RESULT = frozenset(ProgressStatus) - {ProgressStatus.NOT_STARTED}


def progress_gaps(content: ProgressContent) -> list[Gap]:
    """Return what is missing for this maatregel; a delay asks for its reason and the way back."""
    gaps = []
    if content.status is None:
        gaps.append(Gap.STATUS)
    if content.trend is None:
        gaps.append(Gap.TREND)
    if not content.done.strip():
        gaps.append(Gap.DONE)
    if (content.status is None or content.status in NEEDS_RESULT) and not content.result.strip():
        gaps.append(Gap.RESULT)
    if (content.status is None or content.status in NEEDS_NEXT_STEP) and not content.next_step.strip():
        gaps.append(Gap.NEXT_STEP)
    if content.status in OFF_SCHEDULE:
        if content.delay_reason is None:
            gaps.append(Gap.DELAY_REASON)
        if not content.recovery.strip():
            gaps.append(Gap.RECOVERY)
    return gaps


def judgement_gaps(content: JudgementContent) -> list[Gap]:
    """Return what is missing for this judgement: a rating never stands without words."""
    gaps = []
    if content.rating is None:
        gaps.append(Gap.RATING)
    if not content.explanation.strip():
        gaps.append(Gap.EXPLANATION)
    return gaps
