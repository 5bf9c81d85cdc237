"""Reading PPS-netwerken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.areas import Area
from portal.domain.workflow import ReportState
from portal.models import Knooppunt, Line, Maatregel, Network, Period, Report
from portal.queries.maatregelen import is_active
from portal.queries.remembered import remembered
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class ReportRow:
    """A report that was handed in and may be read."""

    period_code: str
    period_title: str
    observes_from: date
    observes_until: date
    state: ReportState
    submitted_at: datetime | None


@dataclass(frozen=True)
class NetworkLine:
    """A network as other pages name it."""

    id: int
    code: str
    title: str
    short_title: str
    line_title: str


NETWORK_LINES = (
    sa.select(Network.id, Network.code, Network.title, Network.short_title, Line.title)
    .join(Line, Line.id == Network.line_id)
    .order_by(Network.position, Network.id)
)
"""The question for the lines of networks, in the order of the plan."""


@remembered(Area.PLAN)
def network_lines(session: Session) -> Sequence[NetworkLine]:
    """Return the networks of today, in the order of the plan, to read only."""
    return tuple(
        NetworkLine(*row) for row in session.execute(NETWORK_LINES.where(Network.retired_on.is_(None)))
    )


def network_by_code(session: Session, code: str) -> Network | None:
    """Return the network with this code."""
    return session.scalar(sa.select(Network).where(Network.code == code))


def all_networks(session: Session) -> Sequence[Network]:
    """Return the networks of today, in the order of the plan."""
    return session.scalars(
        sa.select(Network).where(Network.retired_on.is_(None)).order_by(Network.position)
    ).all()


def count_networks(session: Session) -> int:
    """Return how many networks there are today."""
    return session.scalar(sa.select(sa.func.count(Network.id)).where(Network.retired_on.is_(None))) or 0


def networks_with_places(session: Session, limit: int, offset: int) -> Sequence[Network]:
    """Return one page of the networks with their line and knooppunt, in the order of the plan."""
    return session.scalars(
        sa.select(Network)
        .where(Network.retired_on.is_(None))
        .options(joinedload(Network.line), joinedload(Network.knooppunt))
        .order_by(Network.position, Network.id)
        .limit(limit)
        .offset(offset)
    ).all()


def whole_network(session: Session, code: str) -> Network | None:
    """Return the network with everything the plan says of it."""
    return session.scalar(
        sa.select(Network)
        .where(Network.code == code)
        .options(
            joinedload(Network.line),
            joinedload(Network.knooppunt).selectinload(Knooppunt.research),
            selectinload(Network.partners),
        )
    )


def places_without_network(session: Session) -> Sequence[Knooppunt]:
    """Return the knooppunten that no network reports on."""
    return session.scalars(
        sa.select(Knooppunt)
        .where(Knooppunt.retired_on.is_(None), ~sa.exists().where(Network.knooppunt_id == Knooppunt.id))
        .order_by(Knooppunt.position)
    ).all()


def active_ids_by_network(
    session: Session, today: date, network_ids: Collection[int]
) -> dict[int, list[int]]:
    """Return the ids of the running maatregelen of each of these networks."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        sa.select(Maatregel.network_id, Maatregel.id).where(
            is_active(today), Maatregel.network_id.in_(sorted(network_ids))
        )
    )
    for network_id, maatregel_id in rows:
        found.setdefault(network_id, []).append(maatregel_id)
    return found


def reports_of_network(session: Session, visibility: Visibility, network_id: int) -> list[ReportRow]:
    """Return the reports of a network that were handed in and may be read, newest period first."""
    rows = session.execute(
        sa.select(
            Period.code,
            Period.title,
            Period.observes_from,
            Period.observes_until,
            Report.state,
            Report.submitted_at,
        )
        .select_from(Report)
        .join(Period, Period.id == Report.period_id)
        .where(Report.network_id == network_id, visibility.handed_in())
        .order_by(Period.observes_from.desc(), Period.id.desc())
    )
    return [ReportRow(*row) for row in rows]


def all_places(session: Session) -> Sequence[tuple[Knooppunt, bool]]:
    """Return the knooppunten of today in the order of the plan, each with whether a network reports on it."""
    has_network = sa.exists().where(Network.knooppunt_id == Knooppunt.id)
    rows = session.execute(
        sa.select(Knooppunt, has_network)
        .where(Knooppunt.retired_on.is_(None))
        .order_by(has_network.desc(), Knooppunt.position)
    )
    return [(place, bool(reported)) for place, reported in rows]
