"""A change of the law that maatregelen wait for: its stages, and when it comes too late (ADR 0033)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.parliament import LegislationStage

Stage = LegislationStage

ORDER = tuple(stage for stage in Stage if stage is not Stage.DROPPED)
"""The stages from the first thought to the day the law holds."""

STAGES_AFTER: Mapping[Stage, Sequence[Stage]] = {
    **{stage: (*ORDER, Stage.DROPPED) for stage in ORDER if stage is not Stage.IN_FORCE},
    Stage.IN_FORCE: (),
    Stage.DROPPED: (Stage.EXPLORATION, Stage.PREPARATION),
}
"""Where a track can go. On to any later stage: not every law is put out to consultation. Back as well, and
nowhere new (with news only), until it is in force; what was dropped begins again or stays dropped."""


class LawRisk(StrEnum):
    """Why a maatregel that waits for the law is in danger."""

    DROPPED = "dropped"
    TOO_LATE = "too_late"
    NOT_THERE = "not_there"


@dataclass(frozen=True)
class LawFacts:
    """A track as far as its risk goes: its stage, and what the newest step expects."""

    stage: Stage
    expected_on: date | None
    """The day on which it is expected to hold; of a law in force the day since when it does."""
    needed_on: date | None
    """Last day on which it must hold, inclusive."""


def needs_explanation(former: Stage, new: Stage) -> bool:
    """Return whether a step asks for an explanation: back, dropped, or begun again."""
    if Stage.DROPPED in {former, new}:
        return True
    return ORDER.index(new) < ORDER.index(former)


def law_risk(law: LawFacts, today: date) -> LawRisk | None:
    """Return why work that waits for this law is in danger; None while it is not."""
    if law.stage is Stage.IN_FORCE:
        return None
    if law.stage is Stage.DROPPED:
        return LawRisk.DROPPED
    if law.needed_on is None:
        return None
    if law.needed_on < today:
        return LawRisk.NOT_THERE
    return LawRisk.TOO_LATE if law.expected_on is not None and law.expected_on > law.needed_on else None


def track_code(number: int) -> str:
    """Return how people call a track, such as wet-03."""
    return f"wet-{number:02}"
