"""The demonstration of what underpins the programme: networks fill it in, the office assesses the goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

import sqlalchemy as sa
from pydantic import TypeAdapter

from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.facts import story_day
from portal.demo.moments import Round, working_moment
from portal.demo.stage import Stage
from portal.demo.story import TEXTS, merged
from portal.domain.goals import AssessmentContent
from portal.domain.roles import Role
from portal.domain.underpinning import UnderpinningContent
from portal.models import Goal, Maatregel, Period
from portal.services.goal_assessments import assess_goal
from portal.services.underpinning import write_underpinning

_AFTER_OPENING = timedelta(days=5)
_AFTER_DUE = 24
"""Days after the due date: the period is closed by then, and the stuurgroep has not adopted it."""


@dataclass(frozen=True)
class Told:
    """What a network fills in, with months after the first day of the oldest round."""

    mechanism: str = ""
    since: float | None = None
    evaluation: float | None = None
    written: int = 1
    """Number of the round in which it does so."""

    def content(self, this_round: Round) -> UnderpinningContent:
        """Return it with real days."""
        return UnderpinningContent(
            self.mechanism,
            None if self.since is None else story_day(this_round, self.since),
            None if self.evaluation is None else story_day(this_round, self.evaluation),
        )


@cache
def read_underpinnings() -> Mapping[str, Told]:
    """Read what networks fill in, by code of the maatregel."""
    return TypeAdapter(dict[str, Told]).validate_python(merged(TEXTS / "onderbouwing"))


@cache
def read_assessments() -> Mapping[str, Sequence[AssessmentContent | None]]:
    """Read what the office says of each goal, one for each round."""
    kind = TypeAdapter(dict[str, list[AssessmentContent | None]])
    return kind.validate_python(merged(TEXTS / "beoordelingen"))


@dataclass(frozen=True)
class UnderpinningDiary:
    """When all of it happens."""

    stage: Stage

    def plan(self, agenda: Agenda, rounds: Sequence[Round]) -> None:
        """Write everything in the agenda."""
        for this_round in rounds:
            written = working_moment(this_round.dates.submit_from + _AFTER_OPENING, time(11, 10))
            for number, (code, told) in enumerate(sorted(read_underpinnings().items())):
                if told.written == this_round.number:
                    self._plan_writing(agenda, written + timedelta(minutes=number), this_round, code)
            assessed = _assessing(this_round)
            for number, (code, said) in enumerate(sorted(read_assessments().items())):
                content = said[this_round.number] if this_round.number < len(said) else None
                if content is not None:
                    moment = assessed + timedelta(minutes=4 * number)
                    self._plan_assessing(agenda, moment, this_round, code, content)

    def _plan_writing(self, agenda: Agenda, moment: datetime, this_round: Round, code: str) -> None:
        agenda.note(moment, lambda: self._write(this_round, code))

    def _plan_assessing(
        self, agenda: Agenda, moment: datetime, this_round: Round, code: str, content: AssessmentContent
    ) -> None:
        agenda.note(moment, lambda: self._assess(this_round, code, content))

    def _write(self, this_round: Round, code: str) -> None:
        session, cast = self.stage.session, self.stage.cast
        found = session.scalars(sa.select(Maatregel).where(Maatregel.code == code)).one_or_none()
        # A plan that no longer has this maatregel still makes a demonstration.
        if found is None:
            return
        coordinator = cast.account(Role.COORDINATOR, found.network.code)
        actor = cast.act(coordinator, Permission.WRITE_UNDERPINNING, found.network)
        write_underpinning(session, actor, found, 0, read_underpinnings()[code].content(this_round))

    def _assess(self, this_round: Round, code: str, content: AssessmentContent) -> None:
        session, cast = self.stage.session, self.stage.cast
        goal = session.scalars(sa.select(Goal).where(Goal.code == code)).one_or_none()
        if goal is None:
            return
        period = session.scalars(sa.select(Period).where(Period.code == this_round.code)).one()
        actor = cast.act(cast.officers()[1], Permission.ASSESS_GOALS)
        assess_goal(session, actor, goal, period, 0, content)


def _assessing(this_round: Round) -> datetime:
    """Return when the office assesses: after closing, or of the open round in the last week."""
    if this_round.is_open:
        return working_moment(this_round.day(-1), time(15, 5))
    return working_moment(this_round.day(_AFTER_DUE), time(10, 15), forward=True)
