"""A link used twice at the same moment, and guesses at the same moment, each on an own connection."""

import threading
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import TokenPurpose
from portal.domain.audit import SYSTEM, AuditAction
from portal.domain.errors import LinkUsedError
from portal.domain.roles import Role
from portal.domain.visitors import origin_of
from portal.models import Account, AccountToken, AuditEvent
from portal.services import password_links, passwords, tokens
from portal.services.sign_in import sign_in
from tests.builders import person
from tests.conftest import NOW

CHOICES = ("zeven blauwe stoeptegels", "acht rode dakpannen!")


@pytest.fixture
def engines(new_database: Callable[[], str]) -> Iterator[list[sa.Engine]]:
    """Two engines on one database with one account, as two processes have."""
    url = new_database()
    pair = [sa.create_engine(url), sa.create_engine(url)]
    with clock.at(NOW), Session(pair[0]) as session:
        person(session, "lezer", Role.READER)
        session.commit()
    yield pair
    for engine in pair:
        engine.dispose()


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Run jobs at once and return what each gave."""
    barrier, given = threading.Barrier(len(jobs)), [object()] * len(jobs)

    def run(place: int, job: Callable[[], object]) -> None:
        with clock.at(NOW):
            barrier.wait()
            given[place] = job()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given


def test_a_link_that_two_use_at_once_works_for_one(engines: list[sa.Engine]) -> None:
    with clock.at(NOW), Session(engines[0]) as session:
        account = session.scalars(sa.select(Account)).one()
        number = tokens.issue(session, SYSTEM, account, TokenPurpose.PASSWORD_RESET).id
        session.commit()

    def use(engine: sa.Engine, new: str) -> str:
        with Session(engine) as session:
            token = session.get_one(AccountToken, number)
            try:
                password_links.choose(session, token, new)
            except LinkUsedError:
                return ""
            session.commit()
            return new

    ends = at_once([lambda pair=pair: use(*pair) for pair in zip(engines, CHOICES, strict=True)])  # type: ignore[misc]
    chosen = [end for end in ends if end]
    assert len(chosen) == 1
    with Session(engines[0]) as session:
        account = session.scalars(sa.select(Account)).one()
        assert passwords.verify(account, str(chosen[0]))
        resets = session.scalars(
            sa.select(AuditEvent.id).where(AuditEvent.action == AuditAction.PASSWORD_RESET)
        ).all()
        assert len(resets) == 1


def test_guesses_at_once_by_two_processes_are_not_compared_more_often(engines: list[sa.Engine]) -> None:
    def guess(engine: sa.Engine) -> bool:
        with Session(engine) as session:
            place = origin_of("198.51.100.7")
            outcome = sign_in(session, "lezer@toets.example", "gok", place, key="k", demonstration=False)
            session.commit()
            return outcome.pause is None

    compared = at_once([lambda n=n: guess(engines[n % 2]) for n in range(10)])  # type: ignore[misc]
    assert sorted(compared, key=bool) == [False] * 5 + [True] * 5
    with Session(engines[0]) as session:
        refused = session.scalars(
            sa.select(AuditEvent.id).where(AuditEvent.action == AuditAction.SIGN_IN_REFUSED)
        ).all()
        assert len(refused) == 5
