"""Reading PPS-netwerken."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.models import Network


def network_by_code(session: Session, code: str) -> Network | None:
    """Return the network with this code."""
    return session.scalar(sa.select(Network).where(Network.code == code))


def all_networks(session: Session) -> Sequence[Network]:
    """Return the networks of today, in the order of the plan."""
    return session.scalars(
        sa.select(Network).where(Network.retired_on.is_(None)).order_by(Network.position)
    ).all()
