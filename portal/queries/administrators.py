"""Reading who administers the accounts today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.roles import Role
from portal.models import Account, Appointment
from portal.queries.accounts import holds_on
from portal.queries.identities import can_enter


@dataclass(frozen=True)
class Administrator:
    """Somebody who administers accounts today, by which appointment, and whether that has a last day."""

    account_id: int
    appointment_id: int
    ends_on: date | None


def administrators(session: Session, today: date) -> list[Administrator]:
    """Return who administers accounts today; who has nothing to sign in with does not count."""
    rows = session.execute(
        sa.select(Account.id, Appointment.id, Appointment.ends_on)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(
            Account.active.is_(True),
            can_enter(),
            Appointment.role == Role.ADMINISTRATOR,
            holds_on(today),
        )
        .order_by(Appointment.id)
    )
    return [Administrator(*row) for row in rows]


def none_lasts(found: Sequence[Administrator]) -> bool:
    """Return whether each administrator has a last day: after the last of them nobody administers."""
    return all(each.ends_on is not None for each in found)
