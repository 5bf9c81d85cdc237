"""Checks on what a report says of one maatregel: its words, its people and its milestones."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.domain.checks import CheckCode, Fact, Finding, personal_data, told
from portal.domain.details import MilestoneContent, only_sector
from portal.domain.programme import PartnerSector
from portal.domain.progress import SEVERITY, ProgressStatus, Trend
from portal.domain.reports import ProgressContent

MOST_FTE = Decimal(10_000)
"""More people than that no maatregel has; it is a slip of the keys."""
PLAN_STARTED_ON = date(2021, 1, 1)
"""The first year for which the letters set money apart; nothing of the plan happened before."""
SMALL_SHIFT = 30
"""Days that a milestone may move while its maatregel is still on schedule."""
SHORT = 40
"""Characters below which a text hardly says anything."""
OVER = frozenset({ProgressStatus.COMPLETED, ProgressStatus.STOPPED})


@dataclass(frozen=True)
class Situation:
    """What a report says is held against: the days it looks at, today, and the former adopted report."""

    observes_from: date
    observes_until: date
    today: date
    former: ProgressContent | None = None
    former_milestones: Mapping[str, MilestoneContent] = field(default_factory=dict)
    unchanged: bool = False
    """Whether the network itself said that nothing changed."""


def progress_findings(
    content: ProgressContent,
    milestones: Sequence[MilestoneContent],
    sectors: Collection[PartnerSector],
    situation: Situation,
) -> list[Finding]:
    """Return everything remarkable about one maatregel in a report."""
    return [
        *_people(content),
        *_course(content, situation),
        *(found for each in milestones for found in _milestone(content, each, situation)),
        *personal_data({**words_of(content), **{milestone_field(each): each.title for each in milestones}}),
        *_words(content, situation),
        *_partners(sectors),
    ]


def words_of(content: ProgressContent) -> dict[str, str]:
    """Return the texts about a maatregel, by field."""
    return {
        "done": content.done,
        "result": content.result,
        "next_step": content.next_step,
        "recovery": content.recovery,
        "decision_question": content.decision_question,
    }


def milestone_field(milestone: MilestoneContent) -> str:
    """Return how findings name a milestone."""
    return f"milestone:{milestone.key}"


def _partners(sectors: Collection[PartnerSector]) -> Iterator[Finding]:
    sector = only_sector(sectors)
    if sector is not None:
        yield Finding("partners", CheckCode.ONE_SECTOR, {"sector": sector.value})


def _people(content: ProgressContent) -> Iterator[Finding]:
    for name, fte in (("fte_planned", content.fte_planned), ("fte_filled", content.fte_filled)):
        if fte is not None and fte > MOST_FTE:
            yield Finding(name, CheckCode.FTE_IMPOSSIBLE, {"fte": told(fte)})
    planned, filled = content.fte_planned, content.fte_filled
    if planned is not None and filled is not None and planned < filled <= MOST_FTE:
        facts = {"fte": told(filled), "planned_fte": told(planned)}
        yield Finding("fte_filled", CheckCode.FTE_OVER_PLANNED, facts)


def _course(content: ProgressContent, situation: Situation) -> Iterator[Finding]:
    former = situation.former
    if former is None or former.status is None or content.status is None:
        return
    if former.status in OVER and content.status not in OVER:
        facts: dict[str, Fact] = {"status": content.status.value, "former": former.status.value}
        yield Finding("status", CheckCode.REOPENED, facts)
    change = SEVERITY[content.status] - SEVERITY[former.status]
    if (change > 0 and content.trend is Trend.BETTER) or (change < 0 and content.trend is Trend.WORSE):
        yield Finding("trend", CheckCode.TREND_CONTRADICTS)


def _milestone(
    content: ProgressContent, milestone: MilestoneContent, situation: Situation
) -> Iterator[Finding]:
    name, facts = milestone_field(milestone), {"milestone": milestone.title}
    former = situation.former_milestones.get(milestone.key)
    if milestone.actual_on:
        known = former is not None and former.actual_on == milestone.actual_on
        code = None if known else _odd_day(milestone.actual_on, situation)
        if code:
            yield Finding(name, code, {**facts, "day": told(milestone.actual_on)})
        return
    expected = milestone.expected_on or milestone.planned_on
    if content.status is ProgressStatus.COMPLETED:
        yield Finding(name, CheckCode.COMPLETED_WITH_OPEN_MILESTONE, facts)
    elif content.status is not ProgressStatus.STOPPED and expected <= situation.observes_until:
        yield Finding(name, CheckCode.EXPECTED_PASSED, {**facts, "day": told(expected)})
    shift = milestone.shift
    if content.status is ProgressStatus.ON_SCHEDULE and shift is not None and shift > SMALL_SHIFT:
        yield Finding(name, CheckCode.ON_SCHEDULE_BUT_LATER, {**facts, "days": shift})


def _odd_day(actual: date, situation: Situation) -> CheckCode | None:
    """Return what is odd about the day on which a milestone is now said to have been reached."""
    if actual > situation.today:
        return CheckCode.ACTUAL_IN_FUTURE
    if actual < PLAN_STARTED_ON:
        return CheckCode.ACTUAL_BEFORE_PLAN
    return CheckCode.ACTUAL_BEFORE_PERIOD if actual < situation.observes_from else None


def _words(content: ProgressContent, situation: Situation) -> Iterator[Finding]:
    if situation.unchanged:
        return
    former = words_of(situation.former) if situation.former else {}
    for name, text in words_of(content).items():
        words = text.strip()
        if words and words == former.get(name, "").strip():
            yield Finding(name, CheckCode.SAME_TEXT)
        elif words and name in {"done", "result"} and len(words) < SHORT:
            yield Finding(name, CheckCode.SHORT_TEXT)
