"""Accounts and appointments."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd, TokenPurpose
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import AppointmentEndedError, DuplicateError, OwnAppointmentError
from portal.domain.notices import NoticeKind
from portal.domain.roles import InvalidAppointmentError, Role, check_appointment
from portal.models import Account, Appointment, AuditEvent, Network
from portal.services import audit, passwords, sessions, tokens
from portal.services.administrators import keep_an_administrator
from portal.services.notices import tell


def create_account(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str,
    organisation: str = "",
    demonstration: bool = False,
) -> Account:
    """Create an account; raises DuplicateError (known address) or WeakPasswordError (easy to guess)."""
    passwords.check(session, password, email=email, name=name, organisation=organisation)
    return add_account(
        session,
        actor,
        email=email,
        name=name,
        password_hash=passwords.hash_of(password),
        organisation=organisation,
        demonstration=demonstration,
    )


def add_account(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    password_hash: str,
    organisation: str = "",
    demonstration: bool = False,
) -> Account:
    """Create an account with a password that was hashed before; raises DuplicateError."""
    address = email.strip()
    if session.scalar(sa.select(Account.id).where(sa.func.lower(Account.email) == address.lower())):
        raise DuplicateError(address)
    with _once(session, address):
        account = Account(
            email=address,
            name=name.strip(),
            organisation=organisation.strip(),
            password_hash=password_hash,
            demonstration=demonstration,
            created_at=clock.now(),
        )
        session.add(account)
    audit.record(session, actor, AuditAction.ACCOUNT_CREATED, SubjectKind.ACCOUNT, account.id, account.name)
    return account


def give_appointment(
    session: Session,
    actor: Actor,
    account: Account,
    role: Role,
    network: Network | None,
    starts_on: date,
    ends_on: date | None = None,
    *,
    substitute_for: Account | None = None,
) -> Appointment:
    """Give an appointment (dates inclusive); open sessions end, so that the next one knows it.

    Raises InvalidAppointmentError, DuplicateError or, for one's own account, OwnAppointmentError.
    """
    if actor.account_id == account.id:
        raise OwnAppointmentError
    network_id = network.id if network else None
    check_appointment(role, network_id, starts_on, ends_on)
    if substitute_for is not None:
        _check_substitute(account, substitute_for, role, network_id, starts_on, ends_on)
    if any(_is_for(held, role, network_id, starts_on, ends_on) for held in account.appointments):
        raise DuplicateError(role.value)
    with _once(session, role.value):
        appointment = Appointment(
            account=account,
            role=role,
            network=network,
            starts_on=starts_on,
            ends_on=ends_on,
            substitute_for=substitute_for,
        )
        session.add(appointment)
    event = _record_appointment(session, actor, AuditAction.APPOINTMENT_GIVEN, appointment)
    _make_felt(session, actor, account, event)
    return appointment


def end_appointment(session: Session, actor: Actor, appointment: Appointment, reason: str = "") -> None:
    """End an appointment at this moment, begun or not, and the sessions of who had it.

    Raises AppointmentEndedError, LastAdministratorError or, for one's own, OwnAppointmentError.
    """
    if appointment.account_id == actor.account_id:
        raise OwnAppointmentError
    keep_an_administrator(session, appointment_id=appointment.id)
    session.refresh(appointment, ["ended_at"], with_for_update=True)
    if appointment.is_over(clock.today()):
        raise AppointmentEndedError
    appointment.ended_at = clock.now()
    session.flush()
    event = _record_appointment(session, actor, AuditAction.APPOINTMENT_ENDED, appointment, reason)
    _make_felt(session, actor, appointment.account, event)


def set_active(session: Session, actor: Actor, account: Account, *, active: bool, reason: str = "") -> None:
    """Deactivate or reactivate an account; sessions and links end with it, the same moment.

    Raises LastAdministratorError or, for one's own account, OwnAppointmentError.
    """
    if actor.account_id == account.id:
        raise OwnAppointmentError
    if not active:
        keep_an_administrator(session, account_id=account.id)
    session.refresh(account, ["active"], with_for_update=True)
    if account.active == active:
        return
    account.active = active
    session.flush()
    action = AuditAction.ACCOUNT_REACTIVATED if active else AuditAction.ACCOUNT_DEACTIVATED
    audit.record(session, actor, action, SubjectKind.ACCOUNT, account.id, account.name, reason=reason)
    if not active:
        sessions.end_all(session, account.id, SessionEnd.DEACTIVATED)
        for purpose in TokenPurpose:
            tokens.withdraw(session, account.id, purpose)


@contextmanager
def _once(session: Session, name: str) -> Iterator[None]:
    """Add inside what there is one of; raises DuplicateError when somebody was first at this very moment."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError:
        raise DuplicateError(name) from None


def _make_felt(session: Session, actor: Actor, account: Account, event: AuditEvent) -> None:
    """Let somebody sign in anew with other rights, and tell who was ever here; a command tells nobody."""
    sessions.end_all(session, account.id, SessionEnd.APPOINTMENTS_CHANGED)
    if actor.account_id is not None and account.last_signed_in_at is not None:
        tell(session, NoticeKind.APPOINTMENT_CHANGED, [account], key=f"appointment_changed:{event.id}")


def _check_substitute(
    account: Account,
    other: Account,
    role: Role,
    network_id: int | None,
    starts_on: date,
    ends_on: date | None,
) -> None:
    """Raise InvalidAppointmentError unless the other holds this very post all the time, which ends."""
    if other is account:
        raise InvalidAppointmentError("own_substitute")
    if ends_on is None:
        raise InvalidAppointmentError("end_required")
    # The whole time: a stand-in never has a right that the other does not have.
    if not any(
        _is_for(held, role, network_id, starts_on, ends_on) and _covers(held, starts_on, ends_on)
        for held in other.appointments
    ):
        raise InvalidAppointmentError("nothing_to_substitute")


def _record_appointment(
    session: Session, actor: Actor, action: AuditAction, appointment: Appointment, reason: str = ""
) -> AuditEvent:
    details = {
        "role": appointment.role.value,
        "network": appointment.network.code if appointment.network else "",
        "from": appointment.starts_on.isoformat(),
        "until": appointment.ends_on.isoformat() if appointment.ends_on else "",
    }
    if appointment.substitute_for is not None:
        details["substitute_for"] = appointment.substitute_for.name
    return audit.record(
        session,
        actor,
        action,
        SubjectKind.ACCOUNT,
        appointment.account_id,
        appointment.account.name,
        network_id=appointment.network_id,
        reason=reason,
        details=details,
    )


def _is_for(
    held: Appointment, role: Role, network_id: int | None, starts_on: date, ends_on: date | None
) -> bool:
    """Return whether an appointment is for this role and network, and holds on any of these days."""
    if held.ended_at is not None or held.role is not role or held.network_id != network_id:
        return False
    begins_before_end = held.ends_on is None or starts_on <= held.ends_on
    ends_after_begin = ends_on is None or held.starts_on <= ends_on
    return begins_before_end and ends_after_begin


def _covers(held: Appointment, starts_on: date, ends_on: date) -> bool:
    """Return whether an appointment holds on each of these days."""
    return held.starts_on <= starts_on and (held.ends_on is None or held.ends_on >= ends_on)
