"""Who is to be told something: by role and network, as appointments hold today."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.roles import NETWORK_ROLES, Role
from portal.models import Account, Appointment
from portal.queries.accounts import holds_on


def reporters(session: Session, network_ids: Collection[int]) -> Mapping[int, Sequence[Account]]:
    """Return for each of these networks everybody who reports for it."""
    return _by_network(session, network_ids, NETWORK_ROLES)


def coordinators(session: Session, network_ids: Collection[int]) -> Mapping[int, Sequence[Account]]:
    """Return for each of these networks its coordinators."""
    return _by_network(session, network_ids, frozenset({Role.COORDINATOR}))


def officers(session: Session) -> Sequence[Account]:
    """Return the people of the programme office."""
    return session.scalars(_holding(frozenset({Role.PROGRAMME_OFFICER}))).all()


def account_administrators(session: Session) -> Sequence[Account]:
    """Return the people who administer accounts."""
    return session.scalars(_holding(frozenset({Role.ADMINISTRATOR}))).all()


def _by_network(
    session: Session, network_ids: Collection[int], roles: frozenset[Role]
) -> Mapping[int, Sequence[Account]]:
    found = (
        sa.select(Appointment.network_id, Account)
        .join(Appointment.account)
        .where(
            Appointment.network_id.in_(sorted(network_ids)),
            Appointment.role.in_(sorted(roles)),
            Account.active.is_(True),
            holds_on(clock.today()),
        )
        .order_by(Account.id)
    )
    people: dict[int, dict[int, Account]] = {network_id: {} for network_id in network_ids}
    for network_id, account in session.execute(found):
        if network_id is not None:
            people[network_id][account.id] = account
    return {network_id: list(found.values()) for network_id, found in people.items()}


def _holding(roles: frozenset[Role]) -> sa.Select[Account]:
    return (
        sa.select(Account)
        .where(
            Account.active.is_(True),
            sa.exists().where(
                Appointment.account_id == Account.id,
                Appointment.role.in_(sorted(roles)),
                holds_on(clock.today()),
            ),
        )
        .order_by(Account.id)
    )
