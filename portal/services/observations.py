"""Recording values of indicators and withdrawing them; a value is never edited."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import DuplicateError, ObservationWithdrawnError, ReasonRequiredError
from portal.domain.observations import (
    Fault,
    InvalidObservationError,
    ObservationContent,
    definition_on,
    faults_of,
)
from portal.models import Indicator, Network, Observation
from portal.services import audit

__all__ = [
    "ObservationContent",
    "content_of",
    "hold_indicators",
    "record_export",
    "record_observation",
    "record_observations",
    "standing_values",
    "withdraw_observation",
]


def record_observation(session: Session, actor: Actor, content: ObservationContent) -> Observation:
    """Record one value; the same one again is the row there was.

    Raises InvalidObservationError, and DuplicateError where another value stands for the place, the days
    and the source.
    """
    return record_observations(session, actor, [content])[0]


def record_observations(
    session: Session, actor: Actor, contents: Sequence[ObservationContent]
) -> list[Observation]:
    """Record many values, all or none, in a fixed number of queries for reading; raises what one raises."""
    if actor.account_id is None:
        raise ReasonRequiredError
    indicators = hold_indicators(session, {content.indicator_id for content in contents})
    standing = standing_values(session, indicators)
    networks = _networks(session)
    recorded, added = [], []
    for each in contents:
        content = replace(each, source=each.source.strip(), uncertainty=each.uncertainty.strip())
        row = standing.get(content.place)
        if row is None:
            row = _row(actor.account_id, indicators[content.indicator_id], content)
            standing[content.place] = row
            added.append(row)
        elif content_of(row) != content:
            raise DuplicateError
        recorded.append(row)
    session.add_all(added)
    session.flush()
    for row in added:
        _record(session, actor, AuditAction.OBSERVATION_RECORDED, row, networks)
    return recorded


def withdraw_observation(session: Session, actor: Actor, observation: Observation, reason: str) -> None:
    """Take a value back; it stays in the database and counts no more.

    Raises ReasonRequiredError and ObservationWithdrawnError.
    """
    if actor.account_id is None or not reason.strip():
        raise ReasonRequiredError
    session.refresh(observation, ["withdrawn_at"], with_for_update=True)
    if observation.withdrawn_at is not None:
        raise ObservationWithdrawnError
    observation.withdrawn_at = clock.now()
    observation.withdrawn_by_id = actor.account_id
    observation.withdrawn_because = reason.strip()
    session.flush()
    _record(session, actor, AuditAction.OBSERVATION_WITHDRAWN, observation, _networks(session))


def record_export(session: Session, actor: Actor, indicator: Indicator | None, form: str, count: int) -> None:
    """Write in the audit trail that somebody took values along, and in which form."""
    audit.record(
        session,
        actor,
        AuditAction.EXPORTED,
        SubjectKind.INDICATOR,
        indicator.id if indicator else None,
        indicator.title if indicator else "",
        details={"form": form, "observations": count},
    )


def content_of(row: Observation) -> ObservationContent:
    """Return what a row says."""
    return ObservationContent(
        row.indicator_id,
        row.knooppunt_id,
        row.observed_from,
        row.observed_until,
        row.value,
        row.exposure,
        row.source,
        row.lower,
        row.upper,
        row.uncertainty,
        row.audience,
    )


def hold_indicators(session: Session, ids: Collection[int]) -> dict[int, Indicator]:
    """Return indicators with their definitions; nobody else records values of them meanwhile."""
    found = session.scalars(
        sa.select(Indicator)
        .where(Indicator.id.in_(sorted(ids)))
        .options(selectinload(Indicator.definitions))
        .order_by(Indicator.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {indicator.id: indicator for indicator in found}


def standing_values(session: Session, ids: Collection[int]) -> dict[tuple[object, ...], Observation]:
    """Return the values of indicators that were not withdrawn, by what can hold one only."""
    rows = session.scalars(
        sa.select(Observation).where(
            Observation.indicator_id.in_(sorted(ids)), Observation.withdrawn_at.is_(None)
        )
    )
    return {content_of(row).place: row for row in rows}


def _networks(session: Session) -> dict[int | None, int]:
    """Return which network reports on a knooppunt, for those that have one."""
    rows = session.execute(
        sa.select(Network.knooppunt_id, Network.id).where(Network.knooppunt_id.is_not(None))
    )
    return dict(rows.all())


def _row(account_id: int, indicator: Indicator, content: ObservationContent) -> Observation:
    definition = definition_on(indicator.definitions, content.observed_until)
    fault = next(faults_of(content, clock.today()), None)
    if indicator.retired_on is not None:
        fault = Fault.RETIRED
    if fault is not None or definition is None:
        raise InvalidObservationError(fault or Fault.NO_DEFINITION)
    return Observation(
        indicator_id=indicator.id,
        indicator=indicator,
        definition_id=definition.id,
        definition=definition,
        knooppunt_id=content.knooppunt_id,
        observed_from=content.observed_from,
        observed_until=content.observed_until,
        value=content.value,
        exposure=content.exposure,
        source=content.source,
        lower=content.lower,
        upper=content.upper,
        uncertainty=content.uncertainty,
        audience=content.audience,
        recorded_at=clock.now(),
        recorded_by_id=account_id,
    )


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    row: Observation,
    networks: Mapping[int | None, int],
) -> None:
    """Write that there is a value, never the value itself: it may be for few."""
    audit.record(
        session,
        actor,
        action,
        SubjectKind.OBSERVATION,
        row.id,
        row.indicator.title,
        network_id=networks.get(row.knooppunt_id),
        reason=row.withdrawn_because,
        details={"from": row.observed_from.isoformat(), "until": row.observed_until.isoformat()},
    )
