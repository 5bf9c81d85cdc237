"""Two who plan or postpone at the same moment, each with an own connection."""

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.domain.dates import DatePrecision, ImpreciseDate
from portal.domain.errors import DomainError
from portal.domain.legislation import track_code
from portal.domain.parliament import LegislationStage
from portal.domain.roles import Role
from portal.domain.terms import Recurrence
from portal.models import Ask, AskOccurrence, AuditEvent, LegislationStep, LegislationTrack, Postponement
from portal.services.deadlines import PostponementContent, make_occurrences, postpone
from portal.services.legislation import StepContent, TrackContent, start_track, take_step
from tests.builders import person
from tests.conftest import NOW
from tests.deadlines import ask, office


class World:
    """Two asks and a duty, in a database that several connections use."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        with Session(engine, expire_on_commit=False) as session:
            person(session, "een", Role.PROGRAMME_OFFICER)
            self.actor = office(session)
            self.duty = ask(session, "mot-plicht", date(2025, 1, 31), recurs=Recurrence.MONTHLY).id
            self.asks = [ask(session, f"mot-{n}", date(2026, 1, 31)).id for n in (1, 2)]
            self.version = session.get_one(Ask, self.asks[0]).version
            session.commit()

    def both(self, *jobs: Callable[[Session], object]) -> list[str]:
        """Run jobs at once, each in a transaction of its own, and return how each ended."""
        barrier, ends = threading.Barrier(len(jobs)), [""] * len(jobs)

        def run(place: int, job: Callable[[Session], object]) -> None:
            with clock.at(NOW), Session(self.engine) as session:
                barrier.wait()
                try:
                    job(session)
                    session.commit()
                    ends[place] = "done"
                except DomainError as refusal:
                    ends[place] = type(refusal).__name__

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return ends

    def all(self, wanted: sa.Select[object]) -> list[object]:
        with Session(self.engine) as session:
            return list(session.scalars(wanted))


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: sa.Engine) -> World:
    with clock.at(NOW):
        return World(engine)


def test_two_who_plan_at_once_plan_each_time_once(world: World) -> None:
    def plan(session: Session) -> None:
        make_occurrences(session, clock.today())

    assert world.both(plan, plan, plan) == ["done"] * 3
    days = world.all(sa.select(AskOccurrence.due_on).order_by(AskOccurrence.number))
    assert len(days) == len(set(days)) == 15
    planned = sa.select(AuditEvent.id).where(AuditEvent.action == AuditAction.OCCURRENCES_MADE)
    assert len(world.all(planned)) == 1


def later(world: World, number: int, latest: date) -> Callable[[Session], object]:
    def job(session: Session) -> None:
        one = session.get_one(Ask, world.asks[number])
        content = PostponementContent(ImpreciseDate(DatePrecision.DAY, latest, ""), "Meer tijd.")
        postpone(session, world.actor, one, world.version, content)

    return job


def test_two_who_postpone_differently(world: World) -> None:
    ends = world.both(later(world, 0, date(2026, 6, 1)), later(world, 0, date(2026, 7, 1)))
    assert sorted(ends) == ["StaleVersionError", "done"]
    assert len(world.all(sa.select(Postponement.id).where(Postponement.ask_id == world.asks[0]))) == 1


def test_a_form_that_was_sent_twice_at_once(world: World) -> None:
    same = later(world, 1, date(2026, 6, 1))
    assert world.both(same, same) == ["done", "done"]
    assert len(world.all(sa.select(Postponement.id).where(Postponement.ask_id == world.asks[1]))) == 1


def start(world: World, title: str) -> Callable[[Session], object]:
    step = StepContent(LegislationStage.EXPLORATION, date(2026, 1, 1), "Kamerbrief")
    return lambda session: start_track(session, world.actor, TrackContent(title), step)


def test_two_laws_at_once_have_two_codes_and_one_law_one(world: World) -> None:
    assert world.both(*(start(world, title) for title in ("Een", "Twee", "Een"))) == ["done"] * 3
    codes = world.all(sa.select(LegislationTrack.code).order_by(LegislationTrack.id))
    assert codes == [track_code(1), track_code(2)]
    assert len(world.all(sa.select(LegislationStep.id))) == 2


def test_a_step_that_was_sent_twice_at_once(world: World) -> None:
    assert world.both(start(world, "Een")) == ["done"]
    content = StepContent(LegislationStage.CONSULTATION, date(2026, 2, 1), "Kamerbrief")
    (seen,) = world.all(sa.select(LegislationTrack.version).order_by(LegislationTrack.id).limit(1))

    def step(session: Session) -> None:
        track = session.scalars(sa.select(LegislationTrack).order_by(LegislationTrack.id).limit(1)).one()
        assert track.steps
        take_step(session, world.actor, track, int(str(seen)), content)

    assert world.both(step, step) == ["done", "done"]
    first = sa.select(LegislationStep.stage).order_by(LegislationStep.track_id, LegislationStep.id)
    assert world.all(first.limit(3)).count(LegislationStage.CONSULTATION) == 1
