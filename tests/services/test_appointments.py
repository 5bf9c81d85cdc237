"""Appointments: given, ended at once, never brought back, never one's own."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.policy import Permission
from portal.domain import clock
from portal.domain.audit import SYSTEM, Actor
from portal.domain.errors import AppointmentEndedError, DuplicateError, OwnAppointmentError
from portal.domain.roles import Role
from portal.models import Account
from portal.services.accounts import end_appointment, give_appointment, set_active


def account(session: Session, local_part: str) -> Account:
    return session.scalars(sa.select(Account).where(Account.email.startswith(f"{local_part}@"))).one()


def may(session: Session, person: Account, permission: Permission) -> bool:
    principal = identify(session, person.id)
    return principal is not None and principal.allows(permission)


@pytest.mark.parametrize("starts_in", [-10, 0], ids=["begun before", "begun today"])
def test_rights_end_at_the_moment_itself(db_session: Session, starts_in: int) -> None:
    person = account(db_session, "lezer.programma")
    begins = clock.today() + timedelta(days=starts_in)
    given = give_appointment(db_session, SYSTEM, person, Role.ADMINISTRATOR, None, begins)
    assert may(db_session, person, Permission.MANAGE_ACCOUNTS)
    end_appointment(db_session, SYSTEM, given)
    assert not may(db_session, person, Permission.MANAGE_ACCOUNTS)


def test_what_was_ended_before_it_began_never_begins(db_session: Session) -> None:
    person = account(db_session, "lezer.programma")
    first_day = clock.today() + timedelta(days=5)
    given = give_appointment(db_session, SYSTEM, person, Role.ADMINISTRATOR, None, first_day)
    end_appointment(db_session, SYSTEM, given)
    assert not given.is_current(first_day)


def test_the_past_is_not_rewritten(db_session: Session) -> None:
    former = account(db_session, "oud-partner.noordzeekanaalgebied").appointments[0]
    with pytest.raises(AppointmentEndedError):
        end_appointment(db_session, SYSTEM, former)


def test_an_ended_appointment_can_be_given_again_the_same_day(db_session: Session) -> None:
    person = account(db_session, "lezer.programma")
    given = give_appointment(db_session, SYSTEM, person, Role.STEERING_MEMBER, None, clock.today())
    with pytest.raises(DuplicateError):
        give_appointment(db_session, SYSTEM, person, Role.STEERING_MEMBER, None, clock.today())
    end_appointment(db_session, SYSTEM, given)
    give_appointment(db_session, SYSTEM, person, Role.STEERING_MEMBER, None, clock.today())
    assert may(db_session, person, Permission.READ_SUBMITTED)


def test_nobody_touches_the_own_appointments_or_account(db_session: Session) -> None:
    admin = account(db_session, "beheerder")
    me = Actor(admin.id, admin.name)
    with pytest.raises(OwnAppointmentError):
        give_appointment(db_session, me, admin, Role.PROGRAMME_OFFICER, None, clock.today())
    with pytest.raises(OwnAppointmentError):
        end_appointment(db_session, me, admin.appointments[0])
    with pytest.raises(OwnAppointmentError):
        set_active(db_session, me, admin, active=False)
