"""Accounts, passwords and appointments."""

from datetime import date

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import AppointmentEndedError, DuplicateError, OwnAppointmentError
from portal.domain.roles import Role, check_appointment
from portal.models import Account, Appointment, Network
from portal.services import audit

MINIMUM_PASSWORD_LENGTH = 12
_hasher = PasswordHasher()
_NOBODYS_HASH = _hasher.hash("geen enkel account heeft dit wachtwoord")
"""Checked for unknown addresses, so that they take as long as known ones (security R04, R07)."""


class WeakPasswordError(ValueError):
    """Raised when a password is shorter than MINIMUM_PASSWORD_LENGTH."""


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
    """Create an account; raises DuplicateError (known address) or WeakPasswordError (too short)."""
    if len(password) < MINIMUM_PASSWORD_LENGTH:
        raise WeakPasswordError
    return add_account(
        session,
        actor,
        email=email,
        name=name,
        password_hash=_hasher.hash(password),
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
    account = Account(
        email=address,
        name=name.strip(),
        organisation=organisation.strip(),
        password_hash=password_hash,
        demonstration=demonstration,
        created_at=clock.now(),
    )
    session.add(account)
    session.flush()
    audit.record(session, actor, AuditAction.ACCOUNT_CREATED, SubjectKind.ACCOUNT, account.id, account.name)
    return account


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password."""
    return _hasher.hash(password)


def verify_password(account: Account | None, password: str) -> bool:
    """Return whether the password fits; takes as long when there is no such account."""
    stored = account.password_hash if account else _NOBODYS_HASH
    try:
        _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
    return account is not None


def give_appointment(
    session: Session,
    actor: Actor,
    account: Account,
    role: Role,
    network: Network | None,
    starts_on: date,
    ends_on: date | None = None,
) -> Appointment:
    """Give an appointment (dates inclusive).

    Raises InvalidAppointmentError, DuplicateError or, for one's own account, OwnAppointmentError.
    """
    if actor.account_id == account.id:
        raise OwnAppointmentError
    network_id = network.id if network else None
    check_appointment(role, network_id, starts_on, ends_on)
    if any(
        held.role is role and held.network_id == network_id and _overlaps(held, starts_on, ends_on)
        for held in account.appointments
    ):
        raise DuplicateError(role.value)
    appointment = Appointment(
        account=account, role=role, network=network, starts_on=starts_on, ends_on=ends_on
    )
    session.add(appointment)
    session.flush()
    _record_appointment(session, actor, AuditAction.APPOINTMENT_GIVEN, appointment)
    return appointment


def end_appointment(session: Session, actor: Actor, appointment: Appointment) -> None:
    """End an appointment at this moment, begun or not.

    Raises AppointmentEndedError or, for one's own, OwnAppointmentError.
    """
    if appointment.is_over(clock.today()):
        raise AppointmentEndedError
    if appointment.account_id == actor.account_id:
        raise OwnAppointmentError
    appointment.ended_at = clock.now()
    session.flush()
    _record_appointment(session, actor, AuditAction.APPOINTMENT_ENDED, appointment)


def set_active(session: Session, actor: Actor, account: Account, *, active: bool) -> None:
    """Deactivate or reactivate an account; raises OwnAppointmentError, so that an administrator remains."""
    if actor.account_id == account.id:
        raise OwnAppointmentError
    if account.active == active:
        return
    account.active = active
    session.flush()
    action = AuditAction.ACCOUNT_REACTIVATED if active else AuditAction.ACCOUNT_DEACTIVATED
    audit.record(session, actor, action, SubjectKind.ACCOUNT, account.id, account.name)


def _record_appointment(
    session: Session, actor: Actor, action: AuditAction, appointment: Appointment
) -> None:
    details = {
        "role": appointment.role.value,
        "network": appointment.network.code if appointment.network else "",
        "from": appointment.starts_on.isoformat(),
        "until": appointment.ends_on.isoformat() if appointment.ends_on else "",
    }
    audit.record(
        session,
        actor,
        action,
        SubjectKind.ACCOUNT,
        appointment.account_id,
        appointment.account.name,
        network_id=appointment.network_id,
        details=details,
    )


def _overlaps(held: Appointment, starts_on: date, ends_on: date | None) -> bool:
    if held.ended_at is not None:
        return False
    begins_before_end = held.ends_on is None or starts_on <= held.ends_on
    ends_after_begin = ends_on is None or held.starts_on <= ends_on
    return begins_before_end and ends_after_begin
