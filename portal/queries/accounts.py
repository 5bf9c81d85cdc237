"""Reading accounts and appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.roles import NETWORK_ROLES, Duty, Role
from portal.models import Account, Appointment, Network


@dataclass(frozen=True)
class Identity:
    """An active account with the duties that hold on a day."""

    account_id: int
    name: str
    duties: tuple[Duty, ...]
    demonstration: bool


def holds_on(today: date | sa.BindParameter[date]) -> sa.ColumnElement[bool]:
    """Return the condition that an appointment holds on a day; both ends count."""
    return sa.and_(
        Appointment.starts_on <= today,
        sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today),
        Appointment.ended_at.is_(None),
    )


# Asked in every request, so made once.
IDENTITY_ROWS = (
    sa.select(
        Account.id,
        Account.name,
        Account.demonstration,
        Appointment.role,
        Appointment.network_id,
        Network.short_title,
    )
    .select_from(Account)
    .outerjoin(
        Appointment,
        sa.and_(Appointment.account_id == Account.id, holds_on(sa.bindparam("today", type_=sa.Date))),
    )
    .outerjoin(Network, Network.id == Appointment.network_id)
    .where(Account.active.is_(True))
    .order_by(Appointment.id)
)
"""Who somebody is on a day (`today`): a row for each appointment, of active accounts only."""
_OF_ACCOUNT = IDENTITY_ROWS.where(Account.id == sa.bindparam("account_id"))


def identity_in(rows: Sequence[Any]) -> Identity | None:
    """Return who these rows are about; None for no rows."""
    if not rows:
        return None
    account_id, name, demonstration = rows[0][:3]
    held = [row[3:6] for row in rows if row[3] is not None]
    duties = tuple(Duty(role, network_id, title or "") for role, network_id, title in held)
    return Identity(account_id, name, duties, demonstration)


def identity_of(session: Session, account_id: int, today: date) -> Identity | None:
    """Return who this is today, in one query; None for an unknown or deactivated account."""
    return identity_in(session.execute(_OF_ACCOUNT, {"account_id": account_id, "today": today}).all())


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the account with this address, whatever its capitals."""
    return session.scalar(sa.select(Account).where(sa.func.lower(Account.email) == email.strip().lower()))


@dataclass(frozen=True)
class Persona:
    """An invented person who can sign in to a demonstration, with every appointment."""

    name: str
    email: str
    duties: tuple[Duty, ...]


_PERSONAS = (
    sa.select(Account.name, Account.email, Appointment.role, Appointment.network_id, Network.short_title)
    .join(Appointment, Appointment.account_id == Account.id, isouter=True)
    .join(Network, Network.id == Appointment.network_id, isouter=True)
    .where(Account.demonstration.is_(True), Account.active.is_(True), Account.password_hash != "")
    .order_by(Account.id, Appointment.starts_on, Appointment.id)
)


def personas(session: Session) -> Sequence[Persona]:
    """Return the invented persons of a demonstration who can sign in."""
    found: dict[tuple[str, str], list[Duty]] = {}
    for name, email, role, network_id, title in session.connection().execute(_PERSONAS):
        duties = found.setdefault((name, email), [])
        if role is not None:
            duties.append(Duty(role, network_id, title or ""))
    return [Persona(*who, tuple(duties)) for who, duties in found.items()]


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
        .options(
            selectinload(Account.appointments).options(
                joinedload(Appointment.network), joinedload(Appointment.substitute_for)
            )
        )
    )


def substitutes_for(session: Session, account_id: int, today: date) -> Sequence[Appointment]:
    """Return the appointments with which others stand in for somebody, now or soon, by first day."""
    return session.scalars(
        sa.select(Appointment)
        .where(
            Appointment.substitute_for_id == account_id,
            Appointment.ended_at.is_(None),
            Appointment.ends_on >= today,
        )
        .options(joinedload(Appointment.account), joinedload(Appointment.network))
        .order_by(Appointment.starts_on, Appointment.id)
    ).all()


def people_of_network(session: Session, network_id: int, today: date) -> Sequence[Appointment]:
    """Return the running appointments for a network of active accounts, with who stands in for whom."""
    return session.scalars(
        sa.select(Appointment)
        .join(Appointment.account)
        .where(
            Account.active.is_(True),
            Appointment.network_id == network_id,
            Appointment.role.in_(sorted(NETWORK_ROLES)),
            holds_on(today),
        )
        .options(contains_eager(Appointment.account), joinedload(Appointment.substitute_for))
        .order_by(Appointment.role.desc(), Account.name, Appointment.id)
    ).all()


def active_people(session: Session) -> Sequence[Account]:
    """Return everybody whose account is on, by name."""
    return session.scalars(
        sa.select(Account).where(Account.active.is_(True)).order_by(Account.name, Account.id)
    ).all()
