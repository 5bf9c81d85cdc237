"""What a network says of one maatregel besides words: milestones, requirements, partners."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.domain.errors import (
    FutureDayError,
    MilestoneFixedError,
    RequirementError,
    TooManyMilestonesError,
)
from portal.domain.programme import PartnerSector

MOST_MILESTONES = 20
"""Milestones of one maatregel; more of them is a planning, not a report."""
MOST_REQUIREMENTS = 10
TITLE_LIMIT = 200


@dataclass(frozen=True)
class MilestoneContent:
    """A milestone; an empty key is a new one. Planned is what was first agreed, expected what holds now."""

    title: str
    planned_on: date
    expected_on: date | None = None
    actual_on: date | None = None
    key: str = ""

    @property
    def shift(self) -> int | None:
        """Days between the day first agreed and the day it happened or is now expected; positive is later."""
        day = self.actual_on or self.expected_on
        return (day - self.planned_on).days if day else None


@dataclass(frozen=True)
class RequirementContent:
    """That this maatregel needs another one first."""

    maatregel_id: int
    explanation: str = ""


@dataclass(frozen=True)
class DetailContent:
    """Milestones, requirements and partners of one maatregel together."""

    milestones: tuple[MilestoneContent, ...] = ()
    requirements: tuple[RequirementContent, ...] = ()
    partner_ids: frozenset[int] = frozenset()


def check_details(content: DetailContent, fixed: Mapping[str, date], maatregel_id: int, today: date) -> None:
    """Raise for what cannot be true: a day to come that has been, a maatregel that needs itself.

    `fixed` are the days first agreed of milestones that stood in an adopted report, by key: what the
    stuurgroep has seen does not move, only the expectation does. Raises TooManyMilestonesError,
    FutureDayError, MilestoneFixedError or RequirementError.
    """
    if len(content.milestones) > MOST_MILESTONES or len(content.requirements) > MOST_REQUIREMENTS:
        raise TooManyMilestonesError
    for milestone in content.milestones:
        if milestone.actual_on and milestone.actual_on > today:
            raise FutureDayError
        if fixed.get(milestone.key, milestone.planned_on) != milestone.planned_on:
            raise MilestoneFixedError
    needed = [requirement.maatregel_id for requirement in content.requirements]
    if maatregel_id in needed or len(set(needed)) < len(needed):
        raise RequirementError


def merged(own: DetailContent, saved: DetailContent) -> DetailContent:
    """Return what somebody typed with, behind it, what others added meanwhile, so that nothing gets lost."""
    keys = {milestone.key for milestone in own.milestones}
    titles = {milestone.title for milestone in own.milestones}
    needed = {requirement.maatregel_id for requirement in own.requirements}
    return replace(
        own,
        milestones=own.milestones
        + tuple(each for each in saved.milestones if each.key not in keys and each.title not in titles),
        requirements=own.requirements
        + tuple(each for each in saved.requirements if each.maatregel_id not in needed),
        partner_ids=own.partner_ids | saved.partner_ids,
    )


def only_sector(sectors: Iterable[PartnerSector]) -> PartnerSector | None:
    """Return the sector where only one takes part; a public-private partner counts for both sides."""
    found = set(sectors)
    return found.pop() if len(found) == 1 and PartnerSector.MIXED not in found else None


def in_a_circle(needs: Mapping[int, Iterable[int]], start: int) -> set[int]:
    """Return which maatregelen that `start` needs directly do, in the end, need `start` themselves."""
    return {first for first in needs.get(start, ()) if start in _reached(needs, first)}


def _reached(needs: Mapping[int, Iterable[int]], start: int) -> set[int]:
    seen: set[int] = set()
    ahead = [start]
    while ahead:
        for following in needs.get(ahead.pop(), ()):
            if following not in seen:
                seen.add(following)
                ahead.append(following)
    return seen
