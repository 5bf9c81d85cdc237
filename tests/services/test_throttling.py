"""Counters in the database: waits that double up to a cap, end by themselves, and are shared."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.throttling import Limit
from portal.models import Throttle
from portal.services.throttling import bucket_of, clear, failures, forget_old, note_failure, take_back, wait
from tests.conftest import NOW

LIMIT = Limit("proef", free=3, first=timedelta(seconds=10), longest=timedelta(minutes=1))
KEY = "sleutel-van-de-proef"
BUCKET = bucket_of(LIMIT, KEY, "iemand@toets.example")


def fail(session: Session, times: int = 1) -> timedelta | None:
    pause = None
    for _time in range(times):
        pause = note_failure(session, LIMIT, BUCKET)
    return pause


def test_the_first_failures_bring_no_wait(bare_session: Session) -> None:
    assert wait(bare_session, BUCKET) is None
    assert fail(bare_session, 2) is None
    assert wait(bare_session, BUCKET) is None


def test_waits_double_up_to_the_cap_and_no_further(bare_session: Session) -> None:
    fail(bare_session, 2)
    seconds = [pause.total_seconds() for _n in range(6) if (pause := fail(bare_session))]
    assert seconds == [10, 20, 40, 60, 60, 60]
    assert fail(bare_session, 100) == LIMIT.longest


def test_a_wait_ends_by_itself(bare_session: Session) -> None:
    fail(bare_session, 3)
    assert wait(bare_session, BUCKET) == timedelta(seconds=10)
    with clock.at(NOW + timedelta(seconds=9)):
        assert wait(bare_session, BUCKET) == timedelta(seconds=1)
    with clock.at(NOW + timedelta(seconds=10)):
        assert wait(bare_session, BUCKET) is None


def test_asking_how_long_to_wait_makes_it_no_longer(bare_session: Session) -> None:
    fail(bare_session, 3)
    for _time in range(50):
        assert wait(bare_session, BUCKET) == timedelta(seconds=10)


def test_counting_begins_anew_after_an_hour_without_failures(bare_session: Session) -> None:
    fail(bare_session, 5)
    with clock.at(NOW + LIMIT.window):
        assert fail(bare_session, 2) is None
        assert fail(bare_session) == timedelta(seconds=10)


def test_what_many_share_begins_anew_an_hour_after_the_first_failure(bare_session: Session) -> None:
    shared = Limit("samen", 3, timedelta(seconds=10), timedelta(minutes=1), shared=True)
    for minute in (0, 30):
        with clock.at(NOW + timedelta(minutes=minute)):
            assert note_failure(bare_session, shared, BUCKET) is None
    with clock.at(NOW + timedelta(minutes=59)):
        assert note_failure(bare_session, shared, BUCKET) == timedelta(seconds=10)
    with clock.at(NOW + timedelta(minutes=60)):
        assert note_failure(bare_session, shared, BUCKET) is None
        assert failures(bare_session, shared, BUCKET) == 1


def test_failures_are_taken_back_as_many_as_there_were(bare_session: Session) -> None:
    fail(bare_session, 4)
    take_back(bare_session, BUCKET, 3)
    assert failures(bare_session, LIMIT, BUCKET) == 1
    take_back(bare_session, BUCKET, 3)
    assert failures(bare_session, LIMIT, BUCKET) == 0


def test_clearing_forgets_one_counter_and_leaves_others(bare_session: Session) -> None:
    other = bucket_of(LIMIT, KEY, "ander@toets.example")
    fail(bare_session, 3)
    for _time in range(3):
        note_failure(bare_session, LIMIT, other)
    clear(bare_session, BUCKET)
    assert wait(bare_session, BUCKET) is None
    assert wait(bare_session, other) == timedelta(seconds=10)


def test_a_counter_does_not_tell_who_is_counted(bare_session: Session) -> None:
    fail(bare_session)
    kept = bare_session.scalars(sa.select(Throttle.bucket)).one()
    assert kept.startswith("proef:")
    assert "iemand" not in kept
    assert bucket_of(LIMIT, "een andere sleutel", "iemand@toets.example") != kept
    assert bucket_of(LIMIT, KEY, "a", "b") != bucket_of(LIMIT, KEY, "ab")


def test_old_counters_are_removed_and_recent_ones_stay(bare_session: Session) -> None:
    fail(bare_session, 3)
    with clock.at(NOW + timedelta(minutes=59)):
        note_failure(bare_session, LIMIT, "proef:recent")
    with clock.at(NOW + timedelta(minutes=60)):
        assert forget_old(bare_session) == 1
        assert forget_old(bare_session) == 0
    assert bare_session.scalars(sa.select(Throttle.bucket)).all() == ["proef:recent"]


@pytest.fixture
def engines(new_database: Callable[[], str]) -> Iterator[tuple[sa.Engine, sa.Engine]]:
    """Two engines on one database, as two processes have."""
    url = new_database()
    pair = sa.create_engine(url), sa.create_engine(url)
    yield pair
    for engine in pair:
        engine.dispose()


def test_two_processes_share_a_counter(engines: tuple[sa.Engine, sa.Engine]) -> None:
    with clock.at(NOW):
        for turn in range(3):
            with Session(engines[turn % 2]) as session:
                assert wait(session, BUCKET) is None
                fail(session)
                session.commit()
        for engine in engines:
            with Session(engine) as session:
                assert wait(session, BUCKET) == timedelta(seconds=10)


def test_many_at_once_get_no_more_tries_than_one_after_another(engines: tuple[sa.Engine, sa.Engine]) -> None:
    tried = []
    barrier = threading.Barrier(8)

    def attempt(engine: sa.Engine) -> None:
        with clock.at(NOW), Session(engine) as session:
            barrier.wait()
            if wait(session, BUCKET) is None:
                tried.append(1)
                fail(session)
            session.commit()

    threads = [threading.Thread(target=attempt, args=(engines[n % 2],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(tried) == LIMIT.free
