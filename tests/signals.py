"""Signals for tests: places, words, and one of them filed with the real service."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.programme import KnooppuntKind
from portal.domain.signals import Confidence, SignalKind, SignalState, SourceType
from portal.models import Knooppunt, Network, Signal
from portal.services.signals import SignalContent, file_signal, move_signal

WAYS = {
    SignalState.NEW: (),
    SignalState.INTERPRETING: (SignalState.INTERPRETING,),
    SignalState.PLAUSIBLE: (SignalState.INTERPRETING, SignalState.PLAUSIBLE),
    SignalState.REFUTED: (SignalState.INTERPRETING, SignalState.REFUTED),
    SignalState.MONITORING: (SignalState.INTERPRETING, SignalState.MONITORING),
    SignalState.ANSWERED: (SignalState.INTERPRETING, SignalState.PLAUSIBLE, SignalState.ANSWERED),
}
"""The steps that lead to a state."""


def add_places(session: Session, number: int = 2) -> list[Knooppunt]:
    """Make places that no network reports on."""
    made = [
        Knooppunt(code=f"plaats-{n}", position=n, title=f"Plaats {n}", kind=KnooppuntKind.SEAPORT)
        for n in range(1, number + 1)
    ]
    session.add_all(made)
    session.flush()
    return made


def place_id(session: Session, code: str) -> int:
    """Return the number of a place."""
    return session.scalars(sa.select(Knooppunt.id).where(Knooppunt.code == code)).one()


def content(title: str = "Er valt iets op", **changes: Any) -> SignalContent:
    """Return a complete signal about no place, with what a test wants otherwise."""
    values: dict[str, Any] = {
        "kind": SignalKind.DEVELOPMENT,
        "title": title,
        "description": f"{title}, toelichting",
        "noticed_on": clock.today() - timedelta(days=3),
        "from_knooppunt_id": None,
        "to_knooppunt_id": None,
        "place_words": "",
        "source_type": SourceType.PARTNER,
        "confidence": Confidence.MEDIUM,
        "audience": Audience.STEERING,
    }
    return SignalContent(**{**values, **changes})


def bring_to(session: Session, officer: Actor, signal: Signal, state: SignalState) -> Signal:
    """Let the office take the steps that lead to a state."""
    for target in WAYS[state]:
        move_signal(session, officer, signal, signal.version, target, f"Naar {target.value}.")
    return signal


def filed(
    session: Session, actor: Actor, network: Network | None, title: str = "Er valt iets op", **changes: Any
) -> Signal:
    """File a signal."""
    return file_signal(session, actor, content(title, **changes), network)
