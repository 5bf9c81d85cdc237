"""Reading what a signal is linked to, as far as each may be read."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.models import ActionItem, Decision, Indicator, Maatregel, Network, Observation, Signal
from portal.models.meeting import decision_signal
from portal.models.signal import signal_maatregel, signal_observation
from portal.queries.audience import AudienceScope
from portal.queries.signals import FACTS, SignalScope

MOST_OBSERVATIONS = 40
"""So many recent values can be chosen from."""


def maatregelen_of_signal(session: Session, signal: Signal) -> Sequence[Maatregel]:
    """Return the linked maatregelen with their network, in the order of the plan."""
    return session.scalars(
        sa.select(Maatregel)
        .join(signal_maatregel, signal_maatregel.c.maatregel_id == Maatregel.id)
        .join(Maatregel.network)
        .where(signal_maatregel.c.signal_id == signal.id)
        .options(contains_eager(Maatregel.network))
        .order_by(Network.position, Maatregel.position)
    ).all()


def linkable_maatregelen(session: Session, signal: Signal) -> Sequence[Maatregel]:
    """Return the maatregelen of today and those already linked, with their network."""
    linked = sa.select(signal_maatregel.c.maatregel_id).where(signal_maatregel.c.signal_id == signal.id)
    return session.scalars(
        sa.select(Maatregel)
        .join(Maatregel.network)
        .where(sa.or_(Maatregel.retired_on.is_(None), Maatregel.id.in_(linked)))
        .options(contains_eager(Maatregel.network))
        .order_by(Network.position, Maatregel.position)
    ).all()


def observations_of_signal(session: Session, words: AudienceScope, signal: Signal) -> Sequence[Observation]:
    """Return the linked observations that are for this reader, the newest first."""
    linked = _observations(words).join(
        signal_observation, signal_observation.c.observation_id == Observation.id
    )
    return session.scalars(linked.where(signal_observation.c.signal_id == signal.id)).all()


def linkable_observations(session: Session, words: AudienceScope, signal: Signal) -> Sequence[Observation]:
    """Return recent values at the places of a signal, or anywhere when it names none."""
    places = [place for place in (signal.from_knooppunt_id, signal.to_knooppunt_id) if place is not None]
    query = _observations(words).where(Observation.withdrawn_at.is_(None))
    if places:
        query = query.where(Observation.knooppunt_id.in_(places))
    return session.scalars(query.limit(MOST_OBSERVATIONS)).all()


def decisions_of_signal(session: Session, signal: Signal) -> Sequence[Decision]:
    """Return the decisions about a signal with their meeting, the newest first; for who reads meetings."""
    return session.scalars(
        sa.select(Decision)
        .join(decision_signal, decision_signal.c.decision_id == Decision.id)
        .where(decision_signal.c.signal_id == signal.id)
        .options(joinedload(Decision.meeting))
        .order_by(Decision.id.desc())
    ).all()


def actions_of_signal(session: Session, signal: Signal) -> Sequence[ActionItem]:
    """Return the actions that followed from a signal, by due day; for who reads meetings."""
    return session.scalars(
        sa.select(ActionItem)
        .where(ActionItem.signal_id == signal.id)
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.due_on, ActionItem.id)
    ).all()


def signals_of_maatregel(session: Session, scope: SignalScope, maatregel_id: int) -> Sequence[Signal]:
    """Return the signals linked to a maatregel that may be read, the newest first."""
    return session.scalars(
        sa.select(Signal)
        .join(signal_maatregel, signal_maatregel.c.signal_id == Signal.id)
        .where(scope.clause(), signal_maatregel.c.maatregel_id == maatregel_id)
        .options(*FACTS[:3])
        .order_by(Signal.noticed_on.desc(), Signal.id.desc())
    ).all()


def signal_ids_of_maatregel(session: Session, scope: SignalScope, maatregel_id: int) -> tuple[int, ...]:
    """Return which signals linked to a maatregel may be read, by number."""
    query = (
        sa.select(Signal.id)
        .join(signal_maatregel, signal_maatregel.c.signal_id == Signal.id)
        .where(scope.clause(), signal_maatregel.c.maatregel_id == maatregel_id)
        .order_by(Signal.id)
    )
    return tuple(session.scalars(query))


def _observations(words: AudienceScope) -> sa.Select[Observation]:
    """Select observations for this reader, by the network of their place."""
    return (
        sa.select(Observation)
        .join(Observation.indicator)
        .join(Observation.knooppunt)
        .outerjoin(Network, Network.knooppunt_id == Observation.knooppunt_id)
        .where(words.clause(Observation.audience, Network.id))
        .options(contains_eager(Observation.indicator), contains_eager(Observation.knooppunt))
        .order_by(Observation.observed_until.desc(), Indicator.position, Indicator.id, Observation.id.desc())
    )
