"""Reading accounts and appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.domain.roles import NETWORK_ROLES, Duty, Role
from portal.models import Account, Appointment, Network


@dataclass(frozen=True)
class Identity:
    """An active account with the duties that hold on a day."""

    account_id: int
    name: str
    duties: tuple[Duty, ...]
    demonstration: bool


def holds_on(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that an appointment holds on a day; both ends count."""
    return sa.and_(
        Appointment.starts_on <= today,
        sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today),
        Appointment.ended_at.is_(None),
    )


def identity_of(session: Session, account_id: int, today: date) -> Identity | None:
    """Return who this is today, in one query; None for an unknown or deactivated account."""
    rows = session.execute(
        sa.select(Account.name, Appointment, Account.demonstration, Network.short_title)
        .outerjoin(
            Appointment,
            sa.and_(
                Appointment.account_id == Account.id,
                holds_on(today),
            ),
        )
        .outerjoin(Network, Network.id == Appointment.network_id)
        .where(Account.id == account_id, Account.active.is_(True))
        .order_by(Appointment.id)
    ).all()
    if not rows:
        return None
    held: Sequence[tuple[Appointment | None, str | None]] = [(row[1], row[3]) for row in rows]
    duties = tuple(Duty(one.role, one.network_id, title or "") for one, title in held if one is not None)
    return Identity(account_id, rows[0][0], duties, rows[0][2])


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the account with this address, whatever its capitals."""
    return session.scalar(sa.select(Account).where(sa.func.lower(Account.email) == email.strip().lower()))


def demonstration_accounts(session: Session) -> Sequence[Account]:
    """Return the invented persons of a demonstration who can sign in, with their appointments."""
    return session.scalars(
        sa.select(Account)
        .where(Account.demonstration.is_(True), Account.active.is_(True))
        .options(selectinload(Account.appointments).joinedload(Appointment.network))
        .order_by(Account.id)
    ).all()


def all_accounts(session: Session) -> Sequence[Account]:
    """Return every account by name, with its appointments."""
    return session.scalars(
        sa.select(Account)
        .options(selectinload(Account.appointments).joinedload(Appointment.network))
        .order_by(Account.name, Account.id)
    ).all()


def accounts_of_network(session: Session, network_id: int, today: date) -> Sequence[Account]:
    """Return the active accounts that now report for a network, by name."""
    return session.scalars(
        sa.select(Account)
        .where(
            Account.active.is_(True),
            sa.exists().where(
                Appointment.account_id == Account.id,
                Appointment.network_id == network_id,
                Appointment.role.in_(sorted(NETWORK_ROLES)),
                holds_on(today),
            ),
        )
        .order_by(Account.name, Account.id)
    ).all()


def networks_without_coordinator(session: Session, today: date) -> Sequence[str]:
    """Return the titles of networks for which nobody can submit a report."""
    coordinator = (
        sa.exists()
        .where(
            Appointment.network_id == Network.id,
            Appointment.role == Role.COORDINATOR,
            holds_on(today),
            Account.id == Appointment.account_id,
            Account.active.is_(True),
        )
        .correlate(Network)
    )
    return session.scalars(
        sa.select(Network.title).where(Network.retired_on.is_(None), ~coordinator).order_by(Network.position)
    ).all()


def account_by_id(session: Session, account_id: int) -> Account | None:
    """Return the account with its appointments."""
    return session.scalar(
        sa.select(Account)
        .where(Account.id == account_id)
        .options(selectinload(Account.appointments).joinedload(Appointment.network))
    )
