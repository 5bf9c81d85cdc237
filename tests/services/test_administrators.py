"""Somebody is always left who administers the accounts, whoever acts and however many at once."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd, SignInMethod
from portal.domain.audit import SYSTEM, Actor
from portal.domain.errors import DomainError, LastAdministratorError
from portal.domain.roles import Role
from portal.models import Account, ExternalIdentity, SignInSession
from portal.queries.administrators import administrators, none_lasts
from portal.services.account_changes import change_email
from portal.services.accounts import add_account, end_appointment, give_appointment, set_active
from portal.services.inviting import Guest, invite
from portal.services.sessions import Visitor, begin
from tests.builders import BEGINNING, person
from tests.conftest import NOW


@pytest.fixture
def admin(bare_session: Session) -> Account:
    return person(bare_session, "een", Role.ADMINISTRATOR)


def test_the_last_administrator_cannot_be_switched_off(bare_session: Session, admin: Account) -> None:
    with pytest.raises(LastAdministratorError):
        set_active(bare_session, SYSTEM, admin, active=False)
    assert admin.active


def test_the_last_administrator_keeps_the_appointment(bare_session: Session, admin: Account) -> None:
    with pytest.raises(LastAdministratorError):
        end_appointment(bare_session, SYSTEM, admin.appointments[0])


def test_another_administrator_makes_room(bare_session: Session, admin: Account) -> None:
    person(bare_session, "twee", Role.ADMINISTRATOR)
    end_appointment(bare_session, SYSTEM, admin.appointments[0])
    assert [each.account_id for each in administrators(bare_session, clock.today())] != [admin.id]


@pytest.mark.parametrize("state", ["off", "invited", "forgotten", "to come", "over", "for a while"])
def test_who_cannot_administer_today_makes_no_room(bare_session: Session, admin: Account, state: str) -> None:
    other = add_account(
        bare_session,
        SYSTEM,
        email="twee@toets.example",
        name="Twee",
        password_hash="" if state in {"invited", "forgotten"} else "x",
    )
    other.last_signed_in_at = NOW if state == "forgotten" else None
    starts_on = clock.today() + timedelta(days=1) if state == "to come" else BEGINNING
    ends_on = {
        "over": clock.today() - timedelta(days=1),
        "for a while": clock.today() + timedelta(days=90),
    }.get(state)
    give_appointment(bare_session, SYSTEM, other, Role.ADMINISTRATOR, None, starts_on, ends_on)
    other.active = state != "off"
    bare_session.flush()
    with pytest.raises(LastAdministratorError):
        set_active(bare_session, SYSTEM, admin, active=False)


def test_who_signs_in_with_an_organisation_makes_room(bare_session: Session, admin: Account) -> None:
    other = person(bare_session, "twee", Role.ADMINISTRATOR)
    other.password_hash = ""
    bare_session.add(
        ExternalIdentity(account_id=other.id, issuer="https://sso.example", subject="2", linked_at=NOW)
    )
    bare_session.flush()
    set_active(bare_session, SYSTEM, admin, active=False)
    assert not admin.active


def test_a_temporary_administrator_can_go_while_another_lasts(bare_session: Session, admin: Account) -> None:
    other = add_account(bare_session, SYSTEM, email="twee@toets.example", name="Twee", password_hash="x")
    last = clock.today() + timedelta(days=5)
    given = give_appointment(bare_session, SYSTEM, other, Role.ADMINISTRATOR, None, BEGINNING, last)
    end_appointment(bare_session, SYSTEM, given)
    assert given.ended_at == NOW


def test_others_come_and_go_where_nobody_administers(bare_session: Session) -> None:
    someone = person(bare_session, "lezer", Role.READER)
    set_active(bare_session, SYSTEM, someone, active=False)
    assert not someone.active


def test_an_appointment_with_a_last_day_does_not_last(bare_session: Session) -> None:
    other = add_account(bare_session, SYSTEM, email="twee@toets.example", name="Twee", password_hash="x")
    last = clock.today() + timedelta(days=5)
    give_appointment(bare_session, SYSTEM, other, Role.ADMINISTRATOR, None, BEGINNING, last)
    assert none_lasts(administrators(bare_session, clock.today()))
    person(bare_session, "een", Role.ADMINISTRATOR)
    assert not none_lasts(administrators(bare_session, clock.today()))


def test_going_off_ends_sessions_the_same_moment(bare_session: Session, admin: Account) -> None:
    someone = person(bare_session, "lezer", Role.READER)
    begin(bare_session, someone, SignInMethod.PASSWORD, Visitor())
    set_active(bare_session, Actor(admin.id, admin.name), someone, active=False)
    ended = bare_session.scalars(sa.select(SignInSession)).one()
    assert (ended.ended_at, ended.end_reason) == (NOW, SessionEnd.DEACTIVATED)


class AtOnce:
    """A database that several connections use, with two administrators."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        with Session(engine) as session:
            people = [person(session, name, Role.ADMINISTRATOR) for name in ("een", "twee")]
            self.ids = [each.id for each in people]
            session.commit()

    def both(self, job: Callable[[Session, int, int], None]) -> list[str]:
        """Let each administrator do something to the other, at the same moment; return how each ended."""
        barrier, ends = threading.Barrier(2), ["", ""]

        def run(place: int) -> None:
            with clock.at(NOW), Session(self.engine) as session:
                barrier.wait()
                try:
                    job(session, self.ids[place], self.ids[1 - place])
                    session.commit()
                    ends[place] = "done"
                except DomainError as refusal:
                    ends[place] = type(refusal).__name__

        threads = [threading.Thread(target=run, args=(place,)) for place in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return sorted(ends)


@pytest.fixture
def at_once(new_database: Callable[[], str]) -> Iterator[AtOnce]:
    engine = sa.create_engine(new_database())
    with clock.at(NOW):
        yield AtOnce(engine)
    engine.dispose()


def actor(session: Session, account_id: int) -> Actor:
    return Actor(account_id, session.get_one(Account, account_id).name, (Role.ADMINISTRATOR,))


def switch_off(session: Session, who: int, whom: int) -> None:
    set_active(session, actor(session, who), session.get_one(Account, whom), active=False)


def dismiss(session: Session, who: int, whom: int) -> None:
    end_appointment(session, actor(session, who), session.get_one(Account, whom).appointments[0])


def mixed(session: Session, who: int, whom: int) -> None:
    (switch_off if who < whom else dismiss)(session, who, whom)


@pytest.mark.parametrize("job", [switch_off, dismiss, mixed])
def test_two_who_remove_each_other_at_once(at_once: AtOnce, job: Callable[[Session, int, int], None]) -> None:
    assert at_once.both(job) == ["LastAdministratorError", "done"]
    with clock.at(NOW), Session(at_once.engine) as session:
        assert len(administrators(session, clock.today())) == 1


def ask_in(session: Session, who: int, _whom: int) -> None:
    guest = Guest("Noor", "noor@toets.example", "Gemeente", Role.READER, None, clock.today())
    invite(session, actor(session, who), guest)


def test_two_who_invite_the_same_person_at_once(at_once: AtOnce) -> None:
    assert at_once.both(ask_in) == ["DuplicateError", "done"]
    with Session(at_once.engine) as session:
        found = sa.select(sa.func.count(Account.id)).where(Account.name == "Noor")
        assert session.scalar(found) == 1


def move_in(session: Session, who: int, whom: int) -> None:
    account = session.get_one(Account, whom)
    change_email(session, actor(session, who), account, "samen@toets.example", "Zelfde adres.")


def test_two_accounts_that_get_the_same_address_at_once(at_once: AtOnce) -> None:
    assert at_once.both(move_in) == ["DuplicateError", "done"]
