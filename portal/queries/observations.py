"""Reading values of indicators, only those that are for this reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain import clock
from portal.domain.observation_import import KEPT_FOR
from portal.models import Indicator, Knooppunt, Network, Observation, ObservationUpload
from portal.queries.audience import AudienceScope

_AT_ONCE = 500
"""Values of an export that are in memory together."""


@dataclass(frozen=True)
class Place:
    """A knooppunt where something can be observed, with the network that reports on it, if any."""

    id: int
    code: str
    title: str
    network_id: int | None


def places(session: Session) -> list[Place]:
    """Return the knooppunten of today: those with a network first, each in the order of the plan."""
    rows = session.execute(
        sa.select(Knooppunt.id, Knooppunt.code, Knooppunt.title, Network.id)
        .outerjoin(Network, Network.knooppunt_id == Knooppunt.id)
        .where(Knooppunt.retired_on.is_(None))
        .order_by(Network.id.is_(None), Knooppunt.position, Knooppunt.id)
    )
    return [Place(*row) for row in rows]


def place_of(session: Session, knooppunt_id: int) -> Place:
    """Return one place, retired or not."""
    rows = session.execute(
        sa.select(Knooppunt.id, Knooppunt.code, Knooppunt.title, Network.id)
        .outerjoin(Network, Network.knooppunt_id == Knooppunt.id)
        .where(Knooppunt.id == knooppunt_id)
    )
    return Place(*rows.one())


def readable(words: AudienceScope) -> sa.ColumnElement[bool]:
    """Return the condition on values, outer joined with the network of their knooppunt."""
    return words.clause(Observation.audience, Network.id)


def standing_observations(
    session: Session, words: AudienceScope, indicator_id: int | None = None
) -> Sequence[Observation]:
    """Return the values that were not withdrawn and are for this reader, in the order of time."""
    return session.scalars(_standing(words, indicator_id)).all()


def exported_observations(
    session: Session, words: AudienceScope, indicator_id: int | None
) -> Iterator[Observation]:
    """Return the same values straight from a cursor of the database."""
    yield from session.scalars(_standing(words, indicator_id), execution_options={"yield_per": _AT_ONCE})


def withdrawn_observations(
    session: Session, words: AudienceScope, indicator_id: int
) -> Sequence[Observation]:
    """Return the values of an indicator that were withdrawn, the last first."""
    return session.scalars(
        _joined(words)
        .where(Observation.indicator_id == indicator_id, Observation.withdrawn_at.is_not(None))
        .options(
            joinedload(Observation.definition),
            joinedload(Observation.recorded_by),
            joinedload(Observation.withdrawn_by),
        )
        .order_by(Observation.withdrawn_at.desc(), Observation.id.desc())
    ).all()


def observation_by_id(session: Session, words: AudienceScope, observation_id: int) -> Observation | None:
    """Return one value, withdrawn or not, when it is for this reader."""
    return session.scalar(
        _joined(words)
        .where(Observation.id == observation_id)
        .options(
            joinedload(Observation.definition),
            joinedload(Observation.indicator),
            joinedload(Observation.recorded_by),
            joinedload(Observation.withdrawn_by),
        )
    )


def counts_by_indicator(session: Session, words: AudienceScope) -> dict[int, int]:
    """Return how many standing values for this reader each indicator has."""
    rows = session.execute(
        sa.select(Observation.indicator_id, sa.func.count(Observation.id))
        .outerjoin(Network, Network.knooppunt_id == Observation.knooppunt_id)
        .where(readable(words), Observation.withdrawn_at.is_(None))
        .group_by(Observation.indicator_id)
    )
    return dict(rows.all())


def standing_count(words: AudienceScope) -> sa.ScalarSelect[int]:
    """Return, for a question about indicators, how many standing values for this reader one has."""
    return (
        sa.select(sa.func.count(Observation.id))
        .outerjoin(Network, Network.knooppunt_id == Observation.knooppunt_id)
        .where(Observation.indicator_id == Indicator.id, readable(words), Observation.withdrawn_at.is_(None))
        .correlate(Indicator)
        .scalar_subquery()
    )


def pending_upload(session: Session, account_id: int | None) -> ObservationUpload | None:
    """Return the file this person sent that still waits to be processed."""
    return session.scalar(
        sa.select(ObservationUpload)
        .where(
            ObservationUpload.account_id == account_id,
            ObservationUpload.processed_at.is_(None),
            ObservationUpload.uploaded_at >= clock.now() - KEPT_FOR,
        )
        .order_by(ObservationUpload.id.desc())
        .limit(1)
    )


def _standing(words: AudienceScope, indicator_id: int | None) -> sa.Select[Observation]:
    query = (
        _joined(words)
        .where(Observation.withdrawn_at.is_(None))
        .options(joinedload(Observation.definition), joinedload(Observation.indicator))
        .order_by(Observation.indicator_id, Observation.observed_from, Knooppunt.position, Observation.source)
    )
    return query if indicator_id is None else query.where(Observation.indicator_id == indicator_id)


def _joined(words: AudienceScope) -> sa.Select[Observation]:
    return (
        sa.select(Observation)
        .join(Observation.knooppunt)
        .outerjoin(Network, Network.knooppunt_id == Observation.knooppunt_id)
        .where(readable(words))
        .options(contains_eager(Observation.knooppunt))
    )
