"""Checks on what a report says, in three levels (design: product, section 3).

An error cannot be true. What asks for an explanation is allowed, with a reason that travels with the value.
A hint stops nobody. Each check is one row of the table; the words stand in web/check_words.py.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.domain.personal_data import passages

Fact = str | int | list[str]


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    EXPLAIN = "explain"
    HINT = "hint"


class CheckCode(StrEnum):
    """What was found; once used, a code never changes its meaning: explanations refer to it."""

    FTE_IMPOSSIBLE = "fte_impossible"
    ACTUAL_IN_FUTURE = "actual_in_future"
    PERSONAL_DATA = "personal_data"
    FTE_OVER_PLANNED = "fte_over_planned"
    REOPENED = "reopened"
    ACTUAL_BEFORE_PLAN = "actual_before_plan"
    ACTUAL_BEFORE_PERIOD = "actual_before_period"
    EXPECTED_PASSED = "expected_passed"
    COMPLETED_WITH_OPEN_MILESTONE = "completed_with_open_milestone"
    ON_SCHEDULE_BUT_LATER = "on_schedule_but_later"
    NEGATIVE_AMOUNT = "negative_amount"
    COMMITTED_OVER_BUDGET = "committed_over_budget"
    REALISED_OVER_BUDGET = "realised_over_budget"
    FORECAST_OVER_BUDGET = "forecast_over_budget"
    FORECAST_UNDER_REALISED = "forecast_under_realised"
    REALISED_FELL = "realised_fell"
    SAME_TEXT = "same_text"
    SHORT_TEXT = "short_text"
    TREND_CONTRADICTS = "trend_contradicts"
    ONE_SECTOR = "one_sector"
    COVENANT_ENDED = "covenant_ended"


LEVELS: Mapping[CheckCode, Level] = {
    CheckCode.FTE_IMPOSSIBLE: Level.ERROR,
    CheckCode.ACTUAL_IN_FUTURE: Level.ERROR,
    CheckCode.PERSONAL_DATA: Level.EXPLAIN,
    CheckCode.FTE_OVER_PLANNED: Level.EXPLAIN,
    CheckCode.REOPENED: Level.EXPLAIN,
    CheckCode.ACTUAL_BEFORE_PLAN: Level.EXPLAIN,
    CheckCode.ACTUAL_BEFORE_PERIOD: Level.EXPLAIN,
    CheckCode.EXPECTED_PASSED: Level.EXPLAIN,
    CheckCode.COMPLETED_WITH_OPEN_MILESTONE: Level.EXPLAIN,
    CheckCode.ON_SCHEDULE_BUT_LATER: Level.EXPLAIN,
    CheckCode.NEGATIVE_AMOUNT: Level.EXPLAIN,
    CheckCode.COMMITTED_OVER_BUDGET: Level.EXPLAIN,
    CheckCode.REALISED_OVER_BUDGET: Level.EXPLAIN,
    CheckCode.FORECAST_OVER_BUDGET: Level.EXPLAIN,
    CheckCode.FORECAST_UNDER_REALISED: Level.EXPLAIN,
    CheckCode.REALISED_FELL: Level.EXPLAIN,
    CheckCode.SAME_TEXT: Level.HINT,
    CheckCode.SHORT_TEXT: Level.HINT,
    CheckCode.TREND_CONTRADICTS: Level.HINT,
    CheckCode.ONE_SECTOR: Level.HINT,
    CheckCode.COVENANT_ENDED: Level.HINT,
}


@dataclass(frozen=True)
class Finding:
    """That a field holds something remarkable; `facts` are what makes it so, and what was explained."""

    field: str
    code: CheckCode
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)
    shown: tuple[str, ...] = ()
    """Passages to show to who wrote them; never kept with an explanation."""

    @property
    def level(self) -> Level:
        """How much it matters."""
        return LEVELS[self.code]

    @property
    def value(self) -> str:
        """The facts as text: another value has other facts, and asks for a new explanation."""
        return json.dumps(dict(self.facts), sort_keys=True, ensure_ascii=False)


def told(fact: Decimal | date | int | None) -> Fact:
    """Return an amount, a number of fte or a day as a fact."""
    if isinstance(fact, Decimal):
        return f"{fact.normalize():f}"
    if isinstance(fact, date):
        return fact.isoformat()
    return fact or 0


def facts_in(value: str) -> dict[str, Fact]:
    """Return the facts of a value that was kept."""
    facts: dict[str, Fact] = json.loads(value)
    return facts


def personal_data(texts: Mapping[str, str]) -> list[Finding]:
    """Return which of the texts, by field, hold something that looks like personal data."""
    findings = []
    for name, text in texts.items():
        found = passages(text)
        if found:
            kinds = list(dict.fromkeys(passage.kind.value for passage in found))
            facts: dict[str, Fact] = {"kinds": kinds, "digest": _digest([each.text for each in found])}
            findings.append(Finding(name, CheckCode.PERSONAL_DATA, facts, tuple(e.text for e in found)))
    return findings


def _digest(found: list[str]) -> str:
    """Return what tells passages apart without repeating them: they are not to be kept twice."""
    return hashlib.sha256("\n".join(found).encode()).hexdigest()[:16]
