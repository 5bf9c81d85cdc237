"""The facts of the demonstration beside its texts: milestones, people, partners and answers, per round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from portal.demo.moments import HALF_YEAR, Round
from portal.demo.story import OTHER, TEXTS, merged
from portal.domain.details import MilestoneContent
from portal.domain.progress import Proactivity
from portal.domain.questionnaires import Answer, AnswerContent, Question

_DAYS_IN_MONTH = 30.44
_SATURDAY = 5
SAME = "same"


@dataclass(frozen=True)
class PlannedMilestone:
    """A milestone with the months, after the first day of the oldest round, in which things happen."""

    title: str
    planned: float
    since: int = 0
    """Number of the round in which the network first named it."""
    expected: tuple[float, ...] = ()
    """What was expected in each round; empty where the plan held."""
    done: float | None = None

    def content(self, this_round: Round, key: str) -> MilestoneContent:
        """Return what was said of it in a round."""
        done = self.done is not None and self.done <= HALF_YEAR * (this_round.number + 1)
        expected = self.expected[this_round.number] if self.expected else self.planned
        return MilestoneContent(
            self.title,
            story_day(this_round, self.planned),
            None if done else story_day(this_round, expected),
            story_day(this_round, self.done or 0) if done else None,
            key,
        )


@dataclass(frozen=True)
class Planning:
    """Everything but the words that is said of a maatregel."""

    proactivity: Proactivity
    fte: Sequence[tuple[Decimal, Decimal]]
    """Planned and filled, for each round."""
    partners: Sequence[str]
    milestones: Sequence[PlannedMilestone]
    requires: Mapping[str, str] = field(default_factory=dict)


_Said = Answer | tuple[Answer, str] | Literal["same"] | None


@dataclass(frozen=True)
class Questionnaire:
    """What a network says of itself and of sharing data."""

    covenant: str
    ends: float
    answers: Mapping[Question, Sequence[_Said]]

    def in_round(self, number: int) -> dict[Question, AnswerContent]:
        """Return the answers in a round; "same" is what was last answered before."""
        return {question: _answer(said[: number + 1]) for question, said in self.answers.items()}


@dataclass(frozen=True)
class Facts:
    """All facts, by code of the maatregel and of the network."""

    plannings: Mapping[str, Planning]
    questionnaires: Mapping[str, Questionnaire]

    def planning(self, code: str) -> Planning:
        """Return the facts of a maatregel."""
        return self.plannings.get(code, self.plannings[OTHER])


@cache
def read_facts() -> Facts:
    """Read all facts; a mistake in a file is raised here, not half-way a world."""
    return Facts(
        TypeAdapter(dict[str, Planning]).validate_python(merged(TEXTS / "planning")),
        TypeAdapter(dict[str, Questionnaire]).validate_python(merged(TEXTS / "vragen")),
    )


def story_day(this_round: Round, months: float) -> date:
    """Return the working day so many months after the first day of the oldest round."""
    first = this_round.dates.observes_from
    month = first.year * 12 + first.month - 1 - HALF_YEAR * this_round.number
    day = date(month // 12, month % 12 + 1, 1) + timedelta(days=round(months * _DAYS_IN_MONTH))
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def _answer(said: Sequence[_Said]) -> AnswerContent:
    last = next((each for each in reversed(said) if each is not None and each != SAME), None)
    if last is None or said[-1] is None:
        return AnswerContent()
    if isinstance(last, tuple):
        return AnswerContent(*last)
    return AnswerContent(Answer(last))
