"""Who can be given an action about some networks: those who report for them, and the programme office."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.roles import NETWORK_ROLES, Role
from portal.models import Account, Appointment, Network
from portal.queries.accounts import holds_on


@dataclass(frozen=True)
class PossibleOwner:
    """Somebody with the role for which the action would be theirs."""

    account: Account
    role: Role
    network_id: int | None
    network_title: str
    """Empty for the programme office."""

    @property
    def value(self) -> str:
        """How a form tells the choice: one person may hold a role in two networks."""
        return f"{self.account.id}-{self.network_id or 0}"


def possible_owners(session: Session, network_codes: Collection[str], today: date) -> list[PossibleOwner]:
    """Return the active people of these networks and of the programme office, each with the first role."""
    rows = session.execute(
        sa.select(Account, Appointment.role, Appointment.network_id, Network.short_title)
        .join(Appointment, Appointment.account_id == Account.id)
        .outerjoin(Network, Network.id == Appointment.network_id)
        .where(
            Account.active.is_(True),
            holds_on(today),
            sa.or_(
                Appointment.role == Role.PROGRAMME_OFFICER,
                sa.and_(Appointment.role.in_(sorted(NETWORK_ROLES)), Network.code.in_(sorted(network_codes))),
            ),
        )
        .order_by(Network.position, Account.name, Account.id, Appointment.id)
    ).all()
    found: dict[str, PossibleOwner] = {}
    for account, role, network_id, title in rows:
        owner = PossibleOwner(account, role, network_id, title or "")
        found.setdefault(owner.value, owner)
    # Databases differ in where they put people without a network.
    return sorted(found.values(), key=lambda owner: owner.network_id is None)
