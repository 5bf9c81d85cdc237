"""Two people with one code, one challenge or one account at the same moment, each with an own connection."""

import threading
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SignInMethod
from portal.domain.audit import Actor
from portal.domain.errors import DomainError
from portal.domain.roles import Role
from portal.models import Account, SecondFactor
from portal.queries.factors import factors_of, recovery_codes_left
from portal.services import own_factors, passkeys, recovery_codes
from portal.services.factors import check_code
from portal.services.own_factors import Owner
from tests.builders import person
from tests.conftest import NOW
from tests.factoring import code, with_app, with_codes

KEY = "een-sleutel-voor-deze-proeven-van-ruim-32-tekens"
AT_ONCE = 6


class World:
    """Somebody with two apps and recovery codes, in a database that several connections use."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        with clock.at(NOW), Session(engine) as session:
            account = person(session, f"anna.{NAMES.pop()}", Role.PROGRAMME_OFFICER)
            self.apps = [with_app(session, account, KEY, name).id for name in ("Een", "Twee")]
            self.codes = with_codes(session, account)
            session.commit()
            self.account_id = account.id

    def all(self, *jobs: Callable[[Session, Account], object]) -> list[object]:
        """Run jobs at once, each in a transaction of its own, and return what each said or refused with."""
        barrier, ends = threading.Barrier(len(jobs)), [object() for _job in jobs]

        def run(place: int, job: Callable[[Session, Account], object]) -> None:
            with clock.at(NOW), Session(self.engine) as session:
                barrier.wait()
                try:
                    ends[place] = job(session, session.get_one(Account, self.account_id))
                    session.commit()
                except DomainError as refusal:
                    ends[place] = type(refusal).__name__

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return ends


NAMES = list(range(100))


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: sa.Engine) -> World:
    return World(engine)


def test_one_code_of_an_app_lets_one_in(world: World) -> None:
    with clock.at(NOW):
        typed = code()
    # One app: with two that share a secret, which no two real ones do, each would take it once.
    with Session(world.engine) as session:
        session.delete(session.get_one(SecondFactor, world.apps[1]))
        session.commit()
    ends = world.all(*[lambda session, account: check_code(session, account, typed, KEY)] * AT_ONCE)
    assert sorted(map(str, ends)) == sorted([*["None"] * (AT_ONCE - 1), SignInMethod.PASSWORD_TOTP.value])


def test_one_recovery_code_lets_one_in(world: World) -> None:
    typed = world.codes[0]
    ends = world.all(*[lambda session, account: check_code(session, account, typed, KEY)] * AT_ONCE)
    assert ends.count(SignInMethod.PASSWORD_RECOVERY) == 1
    assert ends.count(None) == AT_ONCE - 1
    with Session(world.engine) as session:
        assert recovery_codes_left(session, world.account_id) == 9


def test_one_challenge_is_answered_once(world: World) -> None:
    challenge = passkeys.new_challenge()
    ends = world.all(*[lambda session, _account: passkeys.use_up(session, challenge)] * AT_ONCE)
    assert ends.count(None) == 1
    assert ends.count("PasskeyRefusedError") == AT_ONCE - 1


def test_of_the_last_two_factors_one_stays(world: World) -> None:
    def removing(number: int) -> Callable[[Session, Account], object]:
        def remove(session: Session, account: Account) -> None:
            owner = Owner(account, Actor(account.id, account.name), 0)
            own_factors.remove(session, owner, session.get_one(SecondFactor, number), obliged=True)

        return remove

    ends = world.all(*map(removing, world.apps))
    assert sorted(map(str, ends)) == ["LastFactorError", "None"]
    with Session(world.engine) as session:
        assert len(factors_of(session, world.account_id)) == 1


def test_of_two_who_make_recovery_codes_one_set_stays(world: World) -> None:
    def make(session: Session, account: Account) -> object:
        return recovery_codes.make(session, Actor(account.id, account.name), account)

    ends = world.all(*[make] * AT_ONCE)
    assert all(isinstance(end, list) for end in ends)
    with Session(world.engine) as session:
        assert recovery_codes_left(session, world.account_id) == 10
