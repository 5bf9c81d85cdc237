"""What stands out in the coherence of the plans, and what the stuurgroep decides (product, section 4)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from portal.domain.coherence import Axis


class FlagKind(StrEnum):
    """The five things that can stand out."""

    WHITE_SPOT = "white_spot"
    SINGLE_POINT = "single_point"
    OVERLAP = "overlap"
    DEPENDENCY_AT_RISK = "dependency_at_risk"
    NOT_KEPT_UP = "not_kept_up"


class FlagOutcome(StrEnum):
    """What was decided about a flag."""

    ACCEPTED = "accepted"
    ACTION = "action"
    NOT_APPLICABLE = "not_applicable"


class BackBecause(StrEnum):
    """Why a flag is open again after something was decided about it."""

    FACTS_CHANGED = "facts_changed"
    TERM_PASSED = "term_passed"
    ACTION_ENDED = "action_ended"


KEY_LIMIT = 200
"""Longest key that the tables hold."""
MOST_NAMED = 12
"""So many of a kind the facts name one by one; of what is more they hold how many."""

Facts = Mapping[str, Any]
"""Codes, lists of codes and values of enums; all that the sentence about the flag rests on."""

Names = Mapping[tuple[str, str], str]
"""What things are called, by what they are ("networks", "themes", …) and their code."""


@dataclass(frozen=True, order=True)
class Place:
    """One cell of the coherence matrix: an entry of an axis and a network, None for all networks."""

    axis: Axis
    entry: str
    network: str | None


@dataclass(frozen=True)
class Flag:
    """Something that stands out: what it is about, what is true of it, and where it shows."""

    kind: FlagKind
    subject: str
    """The codes of what it is about, joined by colons."""
    facts: Facts
    """What it rests on: when any of it changes, a decision about the flag no longer holds."""
    networks: tuple[str, ...] = ()
    """The networks concerned; none where it is about the programme as a whole."""
    maatregelen: tuple[str, ...] = ()
    """The maatregelen one has to look at to understand it."""
    places: frozenset[Place] = frozenset()
    names: Names = field(default_factory=dict, compare=False, repr=False)
    """What the codes are called now; a new title is no new fact."""

    @cached_property
    def key(self) -> str:
        """What the flag is, the same as long as it is about the same things."""
        key = f"{self.kind}:{self.subject}"
        return key if len(key) <= KEY_LIMIT else f"{self.kind}:{_digest(self.subject)}"

    @cached_property
    def fingerprint(self) -> str:
        """What is true of it; the order in which facts were found makes no difference."""
        return fingerprint(self.facts)

    @cached_property
    def slug(self) -> str:
        """The key as it stands in an address: short, and the same for ever."""
        return _digest(self.key)[:16]


def fingerprint(facts: Facts) -> str:
    """Return the digest of facts in one fixed notation."""
    return _digest(json.dumps(_ordered(facts), sort_keys=True, separators=(",", ":")))


def named(name: str, codes: Sequence[str]) -> dict[str, Any]:
    """Return the facts about these codes: all of them, or the first ones and how many more there are.

    In a programme of hundreds of networks nobody reads hundreds of names, and each flag would hold them all.
    """
    if len(codes) <= MOST_NAMED:
        return {name: list(codes)}
    return {name: list(codes[:MOST_NAMED]), f"{name}_more": len(codes) - MOST_NAMED}


def remembered(key: str, facts: Facts, names: Names) -> Flag:
    """Return a flag as it was when somebody decided about it, for its words."""
    kind, _colon, subject = key.partition(":")
    return Flag(FlagKind(kind), subject, facts, names=names)


def why_back(
    flag: Flag,
    decided_on: str,
    until: date | None,
    today: date,
    *,
    acting: bool = True,
) -> BackBecause | None:
    """Return why a decision no longer holds, None while it does.

    A decision was about facts with the fingerprint `decided_on` and holds up to and including `until`.
    Where it was to act, it holds as long as somebody is `acting`: an action that is done while the flag
    is still there did not help enough.
    """
    if flag.fingerprint != decided_on:
        return BackBecause.FACTS_CHANGED
    if until is not None and until < today:
        return BackBecause.TERM_PASSED
    return None if acting else BackBecause.ACTION_ENDED


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _ordered(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return sorted((_ordered(each) for each in value), key=str)
    return value


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
