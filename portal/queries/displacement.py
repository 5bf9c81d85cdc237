"""Reading what the screening for displacement compares: only values that are for this reader."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.displacement_series import Point, Series, rhythm
from portal.models import Indicator, Knooppunt, Maatregel, Network, Observation, Underpinning
from portal.models.maatregel import maatregel_knooppunt
from portal.queries.audience import AudienceScope
from portal.queries.observations import readable, standing_observations


@dataclass(frozen=True)
class Place:
    """A knooppunt as a row, a column or a point on the map."""

    id: int
    code: str
    title: str
    name: str
    """Short enough for a map: that of its network where it has one."""


@dataclass(frozen=True)
class OperationalMoment:
    """That a maatregel became operational at a knooppunt."""

    place: str
    day: date
    code: str
    title: str


def places(session: Session) -> list[Place]:
    """Return the knooppunten of today in the order of the plan."""
    rows = session.execute(
        sa.select(Knooppunt.id, Knooppunt.code, Knooppunt.title, Network.short_title)
        .outerjoin(Network, Network.knooppunt_id == Knooppunt.id)
        .where(Knooppunt.retired_on.is_(None))
        .order_by(Knooppunt.position, Knooppunt.id)
    )
    return [Place(id_, code, title, short or title) for id_, code, title, short in rows]


def observed_indicators(session: Session, words: AudienceScope) -> Sequence[Indicator]:
    """Return the indicators in use with at least one value for this reader."""
    with_values = (
        sa.select(Observation.indicator_id)
        .join(Knooppunt, Knooppunt.id == Observation.knooppunt_id)
        .outerjoin(Network, Network.knooppunt_id == Knooppunt.id)
        .where(readable(words), Observation.withdrawn_at.is_(None), Knooppunt.retired_on.is_(None))
    )
    return session.scalars(
        sa.select(Indicator)
        .where(Indicator.retired_on.is_(None), Indicator.id.in_(with_values))
        .order_by(Indicator.position, Indicator.id)
    ).all()


def series_of_indicator(session: Session, words: AudienceScope, indicator_id: int) -> list[Series]:
    """Return the values for this reader by place (in the order of the plan), source and length of period."""
    rows = [
        row for row in standing_observations(session, words, indicator_id) if row.knooppunt.retired_on is None
    ]
    rows.sort(key=lambda row: (row.knooppunt.position, row.knooppunt_id, row.source, row.observed_from))
    groups: dict[tuple[str, str, int], list[Point]] = {}
    for row in rows:
        key = (row.knooppunt.code, row.source, rhythm(row.observed_from, row.observed_until))
        groups.setdefault(key, []).append(_point(row))
    return [Series(place, source, tuple(points)) for (place, source, _days), points in groups.items()]


def operational_moments(session: Session, today: date) -> list[OperationalMoment]:
    """Return when maatregelen became operational: at the knooppunt of the network, or where they are for."""
    rows = session.execute(
        sa.select(Knooppunt.code, Underpinning.operational_on, Maatregel.code, Maatregel.title)
        .join(Maatregel, Maatregel.id == Underpinning.maatregel_id)
        .join(Network, Network.id == Maatregel.network_id)
        .outerjoin(maatregel_knooppunt, maatregel_knooppunt.c.maatregel_id == Maatregel.id)
        .join(
            Knooppunt,
            sa.or_(Knooppunt.id == Network.knooppunt_id, Knooppunt.id == maatregel_knooppunt.c.knooppunt_id),
        )
        .where(Underpinning.operational_on <= today, Knooppunt.retired_on.is_(None))
        .order_by(Knooppunt.position, Underpinning.operational_on, Maatregel.code)
        .distinct()
        .add_columns(Knooppunt.position)
    )
    return [OperationalMoment(*row[:4]) for row in rows]


def _point(row: Observation) -> Point:
    return Point(
        row.observed_from,
        row.observed_until,
        row.value,
        row.exposure,
        row.definition.number,
        row.lower,
        row.upper,
        row.id,
    )


def audiences_of(session: Session, observation_ids: Collection[int]) -> frozenset[Audience]:
    """Return for whom these values are."""
    rows = session.scalars(sa.select(Observation.audience).where(Observation.id.in_(sorted(observation_ids))))
    return frozenset(rows)
