"""Two people with a signal at the same moment, each with an own connection."""

import threading
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.errors import DomainError
from portal.domain.signals import SignalState
from portal.domain.workflow import IllegalTransitionError
from portal.models import Network, Signal, SignalStep
from portal.services.signals import file_signal, merge_signals, move_signal
from tests.builders import House, house
from tests.conftest import NOW
from tests.signals import add_places, content, filed


class World:
    """A house with two signals, in a database that several connections use."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        with Session(engine, expire_on_commit=False) as session:
            self.house: House = house(session, 1)
            self.place = add_places(session, 1)[0].id
            self.ids = [filed(session, self.house.officer, None, title).id for title in ("Een", "Twee")]
            self.version = session.get_one(Signal, self.ids[0]).version
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
                except (DomainError, IllegalTransitionError) as refusal:
                    ends[place] = type(refusal).__name__

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return ends

    def count(self, kind: type[Signal] | type[SignalStep]) -> int:
        with Session(self.engine) as session:
            return session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: sa.Engine) -> World:
    with clock.at(NOW):
        return World(engine)


def test_two_who_move_at_once(world: World) -> None:
    def move(session: Session) -> None:
        signal = session.get_one(Signal, world.ids[0])
        target = SignalState.INTERPRETING
        move_signal(session, world.house.officer, signal, world.version, target, "Wij kijken ernaar.")

    assert sorted(world.both(move, move)) == ["StaleVersionError", "done"]
    assert world.count(SignalStep) == 1


def test_a_form_that_was_sent_twice_at_once(world: World) -> None:
    before = world.count(Signal)

    def file(session: Session) -> None:
        network = session.scalars(sa.select(Network)).one()
        file_signal(session, world.house.coordinators["net-1"], content("Tegelijk"), network)

    assert world.both(file, file) == ["done", "done"]
    assert world.count(Signal) == before + 1


def test_two_who_file_the_same_outcome_of_the_screening(world: World) -> None:
    before = world.count(Signal)
    told = content("Screening", screening_key="x:y", to_knooppunt_id=world.place, noticed_on=NOW.date())

    def by_coordinator(session: Session) -> None:
        file_signal(session, world.house.coordinators["net-1"], told, None)

    def by_officer(session: Session) -> None:
        file_signal(session, world.house.officer, told, None)

    assert world.both(by_coordinator, by_officer) == ["done", "done"]
    assert world.count(Signal) == before + 1


def test_two_who_merge_the_same_pair_crosswise(world: World) -> None:
    def merge(one: int, other: int) -> Callable[[Session], None]:
        def job(session: Session) -> None:
            double, into = session.get_one(Signal, one), session.get_one(Signal, other)
            merge_signals(session, world.house.officer, double, into, double.version, "Zelfde.")

        return job

    ends = world.both(merge(*world.ids), merge(*reversed(world.ids)))
    assert sorted(ends) in (["MergeTargetError", "done"], ["StaleVersionError", "done"])
