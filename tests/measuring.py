"""Indicators for tests with everything an underpinning asks of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.indicators import Direction, NormKind
from portal.models import (
    Goal,
    Indicator,
    IndicatorDefinition,
    IndicatorNorm,
    Knooppunt,
    Maatregel,
    Observation,
)

VALUE = Decimal(10)
WAIVED = None


def measure(
    session: Session,
    actor: Actor,
    code: str,
    *,
    goals: Sequence[Goal] = (),
    maatregelen: Sequence[Maatregel] = (),
    norms: dict[NormKind, Decimal | None] | None = None,
) -> Indicator:
    """Make an indicator with norms; a norm without a value was waived."""
    assert actor.account_id
    made = {"made_at": clock.now(), "made_by_id": actor.account_id}
    indicator = Indicator(
        code=code,
        title=f"Indicator {code}",
        unit="meldingen",
        direction=Direction.DOWN,
        source="Opgave van de partners",
        moment="Na ieder halfjaar",
        goals=list(goals),
        maatregelen=list(maatregelen),
        definitions=[IndicatorDefinition(number=1, text="Alles.", valid_from=date(2024, 1, 1), **made)],
        norms=[
            IndicatorNorm(
                kind=kind,
                value=value,
                waived_because="" if value else "Te duur om te meten.",
                set_at=clock.now(),
                set_by_id=actor.account_id,
            )
            for kind, value in (norms or {}).items()
        ],
    )
    session.add(indicator)
    session.flush()
    return indicator


def observed(
    session: Session,
    actor: Actor,
    indicator: Indicator,
    place: Knooppunt,
    number: int = 1,
    audience: Audience = Audience.ALL_NETWORKS,
    *,
    withdrawn: bool = False,
) -> None:
    """Record values of so many days in a row, after those that there are."""
    assert actor.account_id
    there = session.scalar(sa.select(sa.func.count(Observation.id))) or 0
    for place_in_row in range(number):
        day = date(2025, 1, 1) + timedelta(days=there + place_in_row)
        session.add(
            Observation(
                indicator_id=indicator.id,
                definition_id=indicator.definitions[0].id,
                knooppunt_id=place.id,
                observed_from=day,
                observed_until=day,
                value=VALUE,
                source="Partner A",
                audience=audience,
                recorded_at=clock.now(),
                recorded_by_id=actor.account_id,
                withdrawn_at=clock.now() if withdrawn else None,
                withdrawn_by_id=actor.account_id if withdrawn else None,
                withdrawn_because="Verkeerd overgenomen." if withdrawn else "",
            )
        )
    session.flush()
