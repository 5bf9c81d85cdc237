"""Who of a network fills in which maatregel."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain import clock
from portal.domain.roles import Role
from portal.models import Account, Appointment, Maatregel
from portal.queries.accounts import holds_on
from portal.queries.maatregelen import is_active


def divided(session: Session, network_id: int, *, again: bool = False) -> Sequence[Maatregel]:
    """Return the maatregelen of a network with owner and contributors, in the order of the plan.

    `again` reads anew what this session had read before.
    """
    return session.scalars(
        sa.select(Maatregel)
        .where(Maatregel.network_id == network_id, is_active(clock.today()))
        .options(joinedload(Maatregel.owner), selectinload(Maatregel.contributors))
        .order_by(Maatregel.position)
        .execution_options(populate_existing=again)
    ).all()


def contributors_of(session: Session, network_id: int) -> Sequence[Account]:
    """Return the active accounts that are contributors of a network today, by name."""
    holds = sa.exists().where(
        Appointment.account_id == Account.id,
        Appointment.network_id == network_id,
        Appointment.role == Role.CONTRIBUTOR,
        holds_on(clock.today()),
    )
    return session.scalars(
        sa.select(Account).where(Account.active.is_(True), holds).order_by(Account.name, Account.id)
    ).all()


def division_version(maatregelen: Iterable[Maatregel]) -> int:
    """Return a number that differs when the division differs."""
    pairs = sorted((each.id, person.id) for each in maatregelen for person in each.contributors)
    return int(sha256(repr(pairs).encode()).hexdigest()[:7], 16) + 1
