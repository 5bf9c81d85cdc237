"""Indicators with values for tests, made with the real services in the world of builders.house."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.indicators import Direction
from portal.domain.programme import KnooppuntKind
from portal.models import Indicator, Knooppunt, Network, Observation
from portal.services import indicators, observations
from portal.services.indicators import IndicatorContent
from portal.services.observations import ObservationContent

FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 6, 30)


def knooppunt(session: Session, code: str, network: Network | None = None) -> Knooppunt:
    """Make a place, on which a network may report."""
    made = Knooppunt(code=code, title=f"Knooppunt {code}", kind=next(iter(KnooppuntKind)))
    session.add(made)
    session.flush()
    if network is not None:
        network.knooppunt_id = made.id
        session.flush()
    return made


def indicator(session: Session, actor: Actor, code: str = "ind-01") -> Indicator:
    """Make an indicator with a definition from 2024."""
    content = IndicatorContent(
        code,
        f"Indicator {code}",
        "meldingen",
        Direction.DOWN,
        "Opgave van de partners",
        "Na ieder halfjaar",
        "aantal controles",
    )
    return indicators.add_indicator(session, actor, content, "Alle meldingen.", date(2024, 1, 1))


def content(
    of: Indicator,
    place: Knooppunt,
    value: str = "12.5",
    source: str = "Partner A",
    audience: Audience = Audience.ALL_NETWORKS,
) -> ObservationContent:
    """Return a value for the first half of 2025."""
    return ObservationContent(
        of.id, place.id, FIRST_DAY, LAST_DAY, Decimal(value), Decimal(100), source, audience=audience
    )


def observe(
    session: Session,
    actor: Actor,
    of: Indicator,
    place: Knooppunt,
    value: str = "12.5",
    source: str = "Partner A",
    audience: Audience = Audience.ALL_NETWORKS,
) -> Observation:
    """Record a value for the first half of 2025."""
    return observations.record_observation(session, actor, content(of, place, value, source, audience))
