"""Reading requests to change a maatregel, within the networks one may read them of."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.changes import ChangeState
from portal.models import ChangeRequest, Maatregel, Network


@dataclass(frozen=True)
class ChangeFilter:
    """Which requests are wanted; `networks` are those one may read of, None stands for all."""

    networks: frozenset[int] | None
    state: ChangeState | None = None
    network_code: str = ""
    maatregel_id: int | None = None

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on requests, joined with their maatregel and its network."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.networks is not None:
            conditions.append(Maatregel.network_id.in_(sorted(self.networks)))
        if self.state is not None:
            conditions.append(ChangeRequest.state == self.state)
        if self.network_code:
            conditions.append(Network.code == self.network_code)
        if self.maatregel_id is not None:
            conditions.append(ChangeRequest.maatregel_id == self.maatregel_id)
        return sa.and_(sa.true(), *conditions)


def count_requests(session: Session, wanted: ChangeFilter) -> int:
    """Return how many requests there are."""
    count = (
        sa.select(sa.func.count(ChangeRequest.id))
        .join(ChangeRequest.maatregel)
        .join(Maatregel.network)
        .where(wanted.clause())
    )
    return session.scalar(count) or 0


def requests(
    session: Session, wanted: ChangeFilter, limit: int | None = None, offset: int = 0
) -> Sequence[ChangeRequest]:
    """Return requests, what waits for a decision first, then the newest."""
    return session.scalars(
        _wanted(wanted)
        .order_by(
            sa.case((ChangeRequest.state == ChangeState.REQUESTED, 0), else_=1), ChangeRequest.id.desc()
        )
        .limit(limit)
        .offset(offset)
    ).all()


def request_by_id(session: Session, wanted: ChangeFilter, request_id: int) -> ChangeRequest | None:
    """Return one request when it is among the wanted ones."""
    return session.scalar(_wanted(wanted).where(ChangeRequest.id == request_id))


def _wanted(wanted: ChangeFilter) -> sa.Select[ChangeRequest]:
    return (
        sa.select(ChangeRequest)
        .join(ChangeRequest.maatregel)
        .join(Maatregel.network)
        .where(wanted.clause())
        .options(
            contains_eager(ChangeRequest.maatregel).contains_eager(Maatregel.network),
            joinedload(ChangeRequest.requested_by),
            joinedload(ChangeRequest.decided_by),
        )
    )
