"""Maatregelen side by side with the state that counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.models import Maatregel, Network
from portal.queries.latest_progress import LatestProgress, latest_progress, state_columns, told
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class MaatregelState:
    """A maatregel with its network, and what the newest report says that counts and may be read."""

    code: str
    title: str
    network_id: int
    network_code: str
    network_title: str
    latest: LatestProgress | None


def states_of(session: Session, visibility: Visibility, codes: Collection[str]) -> Sequence[MaatregelState]:
    """Return these maatregelen in the order of the plan, in one query; none where nothing is asked."""
    if not codes:
        return []
    latest = latest_progress(visibility)
    rows = session.execute(
        sa.select(
            Maatregel.code,
            Maatregel.title,
            Maatregel.network_id,
            Network.code,
            Network.short_title,
            *state_columns(latest),
        )
        .join(Network, Network.id == Maatregel.network_id)
        .outerjoin(latest, latest.c.maatregel_id == Maatregel.id)
        .where(Maatregel.code.in_(sorted(codes)))
        .order_by(Network.position, Maatregel.position)
    )
    return [state_of_row(row) for row in rows]


def state_of_row(values: Sequence[Any]) -> MaatregelState:
    """Return what a row says: the maatregel and its network, then the columns of its latest progress."""
    code, title, network_id, network_code, network_title, *state = values
    return MaatregelState(code, title, network_id, network_code, network_title, told(state))
