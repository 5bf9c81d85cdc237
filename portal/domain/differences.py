"""What differs between two texts, word by word, and between two submissions, part by part."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from portal.domain.audience import Audience

_TOKEN = re.compile(r"\s*\w+(?:[’'-]\w+)*|\s*[^\w\s]|\s+")
_TOO_MUCH = 2_000_000
"""Pairs of equal words in two texts above which comparing them takes too long for a page."""

WORDS = frozenset({"done", "result", "next_step", "recovery", "decision_question"})
"""Fields of a maatregel that are for its audience only."""

MONEY_LINE = "line:"
"""How fields with amounts of public money begin."""


class RunKind(StrEnum):
    """What became of a run of words."""

    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Run:
    """Words that stayed, came or went together."""

    kind: RunKind
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field of a part with its former and its present value, as submissions keep them."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class PartChange:
    """One part of a report that is not what it was."""

    key: str
    title: str
    fields: Sequence[FieldChange]
    hidden: int = 0
    """How many changed texts are not for who asks."""

    @property
    def count(self) -> int:
        """How many fields changed, with those that are not shown."""
        return len(self.fields) + self.hidden


def word_differences(old: str, new: str) -> list[Run]:
    """Return the runs of words that stayed, went and came; together they are both texts to the letter."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[Run] = []
    for tag, low, high, start, end in _steps(before, after):
        if tag == "equal":
            runs.append(Run(RunKind.EQUAL, "".join(after[start:end])))
            continue
        if high > low:
            runs.append(Run(RunKind.DELETED, "".join(before[low:high])))
        if end > start:
            runs.append(Run(RunKind.INSERTED, "".join(after[start:end])))
    return runs


def part_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], audiences: Collection[Audience], *, money: bool = False
) -> list[PartChange]:
    """Return what differs between two submissions, in the order of the newer one.

    Words that either of the two keeps from these audiences are counted, not shown; so are amounts of public
    money, unless who asks reads `money`.
    """
    before, after = old["parts"], new["parts"]
    titles = old["titles"] | new["titles"]
    changes = []
    for key in dict.fromkeys([*after, *before]):
        former, present = before.get(key, {}), after.get(key, {})
        changed = [
            FieldChange(field, former.get(field), present.get(field))
            for field in dict.fromkeys([*present, *former])
            if former.get(field) != present.get(field)
        ]
        hidden = {
            change.field
            for change in changed
            if (change.field.startswith(MONEY_LINE) and not money)
            or any(not _is_for(change.field, part, audiences) for part in (former, present))
        }
        shown = [change for change in changed if change.field not in hidden]
        if changed:
            changes.append(PartChange(key, titles.get(key, ""), shown, len(hidden)))
    return changes


def _is_for(field: str, part: Mapping[str, Any], audiences: Collection[Audience]) -> bool:
    """Return whether a field of one part of a submission is for any of these audiences."""
    if field in WORDS:
        return part.get("audience") is None or part["audience"] in audiences
    if field == "developments":
        return part.get("developments_audience") is None or part["developments_audience"] in audiences
    if field == "contributions":
        return all(item["audience"] in audiences for item in part.get(field) or ())
    return True


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Return the steps from one text to the other; texts that are too alike to compare count as replaced."""
    there = Counter(after)
    if sum(number * there[word] for word, number in Counter(before).items()) > _TOO_MUCH:
        yield "replace", 0, len(before), 0, len(after)
        return
    yield from SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
