"""The texts of the meetings of the demonstration, read and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter

from portal.demo.story import TEXTS, merged
from portal.domain.actions import ActionState
from portal.domain.meetings import AgendaKind


@dataclass(frozen=True)
class ToldStep:
    """What the owner said so many days after the meeting; `by` is somebody else, where that was so."""

    on: int
    state: ActionState
    words: str
    by: str = ""


@dataclass(frozen=True)
class ToldAction:
    """What somebody was asked to do within so many days."""

    what: str
    owner: str
    due: int
    network: str = ""
    steps: Sequence[ToldStep] = ()


@dataclass(frozen=True)
class ToldDecision:
    """What was decided about the first item of this kind."""

    item: AgendaKind
    text: str
    reason: str
    revises: str = ""
    maatregelen: Sequence[str] = ()
    actions: Sequence[ToldAction] = ()


@dataclass(frozen=True)
class ToldItem:
    """An item of the programme office's own."""

    title: str
    annotation: str = ""


@dataclass(frozen=True)
class ToldRemark:
    """What a member said beforehand of the first item of this kind."""

    who: str
    item: AgendaKind
    text: str


@dataclass(frozen=True)
class ToldMeeting:
    """Everything that people wrote around one meeting."""

    annotations: Mapping[AgendaKind, str]
    """What the programme office says of each kind it takes on the agenda; other kinds stay away."""
    free: Sequence[ToldItem]
    remarks: Sequence[ToldRemark]
    absent: Mapping[str, str] = field(default_factory=dict)
    """Members who were replaced, with the function of who came."""
    notes: str = ""
    decisions: Sequence[ToldDecision] = ()


@cache
def read_meetings() -> Mapping[str, ToldMeeting]:
    """Return the meetings by number of the round, and the one that is still to come."""
    return TypeAdapter(dict[str, ToldMeeting]).validate_python(merged(TEXTS / "vergaderingen"))
