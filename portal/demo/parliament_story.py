"""What the programme office of the demonstration does with moties and promises, read and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from portal.demo.story import TEXTS, merged
from portal.domain.parliament import Appreciation, AskState, RegisterKind, Vote
from portal.domain.programme import Basis
from portal.domain.terms import Recurrence


@dataclass(frozen=True)
class ToldPassage:
    """Words of a letter and the asks they speak of."""

    section: str
    text: str
    asks: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Told:
    """Something that happened so many days ago, or so many days after the first time of the yearly duty."""

    ago: int = 0
    after_budget: int | None = None


@dataclass(frozen=True, kw_only=True)
class ToldLetter(Told):
    """A letter that was sent."""

    title: str
    reference: str
    passages: Sequence[ToldPassage]


@dataclass(frozen=True)
class ToldAsk:
    """An ask that the office adds; due in so many days, or every so often from the first time on."""

    key: str
    text: str
    source_words: str
    due_in: int | None = None
    recurrence: Recurrence | None = None


@dataclass(frozen=True, kw_only=True)
class ToldItem(Told):
    """An item that the office registers, or to which it adds asks."""

    asks: Sequence[ToldAsk]
    part_of: str = ""
    """Code of the item of the plan that the asks belong to; empty where the item is new."""
    kind: RegisterKind = RegisterKind.MOTIE
    title: str = ""
    submitters: tuple[str, ...] = ()
    date_words: str = ""
    source_words: str = ""
    vote: Vote | None = None
    appreciation: Appreciation | None = None


@dataclass(frozen=True, kw_only=True)
class ToldStep(Told):
    """What was done about an ask, by the first or the second officer."""

    do: Literal[
        "start", "call_partly", "set_back", "link", "refer", "propose", "approve", "refuse", "postpone"
    ]
    reason: str
    by: Literal[1, 2] = 1
    maatregel: str = ""
    basis: Basis = Basis.DERIVED
    outcome: AskState = AskState.FULFILLED
    letter: str = ""
    """Code of a letter of the plan, or the key of one of the demonstration."""
    passage: str = ""
    """Words that stand in the passage."""
    first_time: bool = False
    """That it is about the first time of a duty that comes back."""
    due_in: int = 0


@cache
def read_letters() -> Mapping[str, ToldLetter]:
    """Return the letters by key."""
    return TypeAdapter(dict[str, ToldLetter]).validate_python(merged(TEXTS / "kamer" / "brieven"))


@cache
def read_items() -> Mapping[str, ToldItem]:
    """Return what the office registers, by key."""
    return TypeAdapter(dict[str, ToldItem]).validate_python(merged(TEXTS / "kamer" / "register"))


@cache
def read_courses() -> Mapping[str, Sequence[ToldStep]]:
    """Return what is done about each ask, by its code or by the key of one that the office added."""
    return TypeAdapter(dict[str, list[ToldStep]]).validate_python(merged(TEXTS / "kamer" / "verloop"))
