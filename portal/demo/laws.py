"""The changes of the law that maatregelen of the demonstration wait for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cache, partial

import sqlalchemy as sa
from pydantic import TypeAdapter

from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.moments import working_moment
from portal.demo.stage import Stage
from portal.demo.story import TEXTS, merged
from portal.domain import clock
from portal.domain.dates import local_date
from portal.domain.parliament import LegislationStage
from portal.models import LegislationTrack, Maatregel
from portal.services.legislation import StepContent, TrackContent, start_track, take_step


@dataclass(frozen=True)
class ToldLawStep:
    """A stage that was reached so many days ago, with when the law is expected to hold."""

    ago: int
    stage: LegislationStage
    source: str
    expected_in: int | None = None


@dataclass(frozen=True)
class ToldLaw:
    """A change of the law, what waits for it and within how many days it is needed."""

    title: str
    description: str
    maatregelen: Sequence[str]
    needed_in: int
    steps: Sequence[ToldLawStep]


@cache
def read_laws() -> Mapping[str, ToldLaw]:
    """Return the laws by key."""
    return TypeAdapter(dict[str, ToldLaw]).validate_python(merged(TEXTS / "kamer" / "wetten"))


@dataclass
class LawDiary:
    """What the programme office notes of the laws, and the tracks so far by key."""

    stage: Stage
    today: date
    tracks: dict[str, LegislationTrack] = field(default_factory=dict)

    def plan(self, diary: Agenda) -> None:
        """Write every step in the agenda of the demonstration."""
        for key, law in read_laws().items():
            for step in law.steps:
                moment = working_moment(self.today - timedelta(days=step.ago), time(14, 20), forward=True)
                diary.note(moment, partial(self._take, key, law, step))

    def _take(self, key: str, law: ToldLaw, told: ToldLawStep) -> None:
        session, officer = self.stage.session, self.stage.cast.officers()[0]
        actor = self.stage.cast.act(officer, Permission.KEEP_LEGISLATION)
        expected = None if told.expected_in is None else self.today + timedelta(days=told.expected_in)
        step = StepContent(told.stage, local_date(clock.now()), told.source, expected)
        track = self.tracks.get(key)
        if track is not None:
            take_step(session, actor, track, track.version, step)
            return
        waiting = sa.select(Maatregel.id).where(Maatregel.code.in_(law.maatregelen))
        content = TrackContent(
            law.title,
            law.description,
            self.today + timedelta(days=law.needed_in),
            frozenset(session.scalars(waiting)),
        )
        self.tracks[key] = start_track(session, actor, content, step)
