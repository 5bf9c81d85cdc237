"""A small world in which pressure moves: a giver, a receiver, places that stay flat, and one outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.indicators import Direction
from portal.domain.programme import KnooppuntKind
from portal.domain.roles import Role
from portal.models import Indicator, IndicatorDefinition, Knooppunt, Observation, Underpinning
from tests import browsing
from tests.builders import House, house, person

HALVES = [
    (date(2024, 1, 1), date(2024, 6, 30)),
    (date(2024, 7, 1), date(2024, 12, 31)),
    (date(2025, 1, 1), date(2025, 6, 30)),
    (date(2025, 7, 1), date(2025, 12, 31)),
]
SOURCE = "Opgave van de partners"
GIVER, RECEIVER, FLAT = (80, 80, 52, 52), (20, 20, 20, 39), (30, 30, 31, 30)


@dataclass(frozen=True)
class Shifted:
    """What stands in this world."""

    built: House
    places: Sequence[Knooppunt]
    indicators: Sequence[Indicator]


def shifted(
    session: Session,
    networks: int = 3,
    *,
    receiver_for: Audience = Audience.ALL_NETWORKS,
    observed: bool = True,
) -> Shifted:
    """Make places with networks and one without, an indicator that shifts, and one that is flat."""
    built = house(session, networks)
    places = [
        Knooppunt(code=f"plaats-{n}", position=n, title=f"Haven {n}", kind=KnooppuntKind.SEAPORT)
        for n in range(1, networks + 2)
    ]
    session.add_all(places)
    session.flush()
    for network, place in zip(built.networks, places, strict=False):
        network.knooppunt_id = place.id
    person(session, "lid", Role.STEERING_MEMBER)
    person(session, "lezer", Role.READER)
    person(session, "beheerder", Role.ADMINISTRATOR)
    made = [indicator(session, built, "ind-01", "Vondsten"), indicator(session, built, "ind-02", "Stiltes")]
    for number, place in enumerate(places if observed else []):
        values = {0: GIVER, 1: RECEIVER}.get(number, FLAT)
        audience = receiver_for if number == 1 else Audience.ALL_NETWORKS
        observe(session, built, made[0], place, values, exposure=1_000, audience=audience)
        observe(session, built, made[1], place, FLAT)
    session.commit()
    return Shifted(built, places, made)


def signed_in(app: Flask, name: str) -> FlaskClient:
    """Return a browser in which somebody of this world is signed in."""
    return browsing.signed_in(app, f"{name}@toets.example")


def indicator(session: Session, built: House, code: str, title: str) -> Indicator:
    """Make an indicator with a first definition."""
    made = Indicator(
        code=code,
        title=title,
        unit="vondsten",
        direction=Direction.NEUTRAL,
        exposure="controles",
        source=SOURCE,
        moment="Na ieder halfjaar",
    )
    session.add(made)
    session.flush()
    define(session, built, made, 1)
    return made


def define(session: Session, built: House, made: Indicator, number: int) -> IndicatorDefinition:
    """Give an indicator another definition."""
    definition = IndicatorDefinition(
        indicator_id=made.id,
        number=number,
        text=f"Definitie {number}",
        valid_from=HALVES[0][0],
        made_at=clock.now(),
        made_by_id=built.officer.account_id or 0,
    )
    session.add(definition)
    session.flush()
    session.expire(made, ["definitions"])
    return definition


def observe(
    session: Session,
    built: House,
    made: Indicator,
    place: Knooppunt,
    values: Sequence[int | None],
    *,
    exposure: int | None = None,
    source: str = SOURCE,
    audience: Audience = Audience.ALL_NETWORKS,
    definitions: Sequence[IndicatorDefinition] = (),
) -> None:
    """Fill in a value for each half-year; None is a half-year without one."""
    for index, value in enumerate(values):
        if value is None:
            continue
        definition = definitions[index] if definitions else made.definitions[0]
        session.add(
            Observation(
                indicator_id=made.id,
                definition_id=definition.id,
                knooppunt_id=place.id,
                observed_from=HALVES[index][0],
                observed_until=HALVES[index][1],
                value=Decimal(value),
                exposure=None if exposure is None else Decimal(exposure),
                source=source,
                audience=audience,
                recorded_at=clock.now(),
                recorded_by_id=built.officer.account_id or 0,
            )
        )
    session.flush()


def operational(session: Session, built: House, maatregel_id: int, day: date) -> None:
    """Say since when a maatregel works."""
    session.add(
        Underpinning(
            maatregel_id=maatregel_id,
            operational_on=day,
            written_at=clock.now(),
            written_by_id=built.officer.account_id or 0,
        )
    )
    session.flush()
