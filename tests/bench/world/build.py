"""Loading the world: the plan by the portal itself, all else in bulk and in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.models import Network, Period, RegisterItem
from portal.services import full_text, schema
from portal.services.audit_chain import use_key
from portal.services.maatregel_status import keep_statuses
from portal.services.plan import check_plan, load_plan
from tests.bench.world.bulk import Bulk
from tests.bench.world.days import rounds
from tests.bench.world.observing import Observing
from tests.bench.world.parliament import Parliament
from tests.bench.world.people import DOMAIN, add_people
from tests.bench.world.places import add_places
from tests.bench.world.reporting import Reporting
from tests.bench.world.signals import Signals
from tests.bench.world.steering import Steering
from tests.bench.world.trail import Trail
from tests.bench.world.words import Words
from tests.bench.yardstick import add_rows
from tests.conftest import ROOT

SEED = 2022
AUDIT_KEY = "zegel-van-een-wereld-om-in-te-meten"


@dataclass(frozen=True)
class World:
    """What the journeys have to know of the world."""

    period: str
    networks: list[str]
    """Codes, in order: of the first the report is half written, of the second it is complete."""
    motie: str

    def email(self, local_part: str) -> str:
        """Return the address of somebody."""
        return f"{local_part}@{DOMAIN}"


def build(engine: sa.Engine, networks: int, say: Callable[[str], None] = lambda _words: None) -> World:
    """Make a world with so many networks, ready to be used."""
    load(engine, networks, say)
    derive(engine)
    return known(engine)


def load(engine: sa.Engine, networks: int, say: Callable[[str], None] = lambda _words: None) -> None:
    """Make the tables, and load what people wrote."""
    use_key(AUDIT_KEY)
    schema.migrate(engine)
    with Session(engine) as session:
        load_plan(session, check_plan(ROOT / "config" / "plan"), SYSTEM)
        session.commit()
    with engine.begin() as connection:
        _fill(connection, networks, say)
        add_rows(connection)


def known(engine: sa.Engine) -> World:
    """Return what the journeys have to know of a world that was loaded before."""
    with engine.connect() as connection:
        period = connection.scalar(sa.select(Period.code).order_by(Period.id.desc()).limit(1))
        codes = connection.scalars(sa.select(Network.code).order_by(Network.id)).all()
        motie = connection.scalar(
            sa.select(RegisterItem.code)
            .where(RegisterItem.code.like("mot-0%"))
            .order_by(RegisterItem.id.desc())
        )
    assert period is not None
    assert motie is not None
    return World(period, list(codes), motie)


def _fill(connection: sa.Connection, networks: int, say: Callable[[str], None]) -> None:
    chance = Random(SEED)  # noqa: S311 - the same world every time
    today = clock.today()
    bulk, words, the_rounds = Bulk(connection), Words(chance), rounds(today)
    places = add_places(bulk, chance, words, networks, today)
    people = add_people(bulk, words, places, the_rounds[0].moment(-200))
    trail = Trail(bulk, people.names)
    reported = Reporting(bulk, chance, words, people, trail, places, the_rounds).play(say)
    Signals(bulk, chance, words, people, places).add(today)
    Observing(bulk, chance, words, people, places, reported).add(today)
    Steering(bulk, chance, words, people, places, reported).add(today)
    Parliament(bulk, chance, words, people, places, reported).add(today)
    trail.finish()
    bulk.finish()
    say(f"{bulk.rows:,} rijen".replace(",", "."))


def derive(engine: sa.Engine) -> None:
    """Make what the portal keeps beside other tables, as its own commands do it."""
    with Session(engine) as session:
        keep_statuses(session)
        full_text.rebuild(session)
        session.commit()
    settle(engine)


def settle(engine: sa.Engine) -> None:
    """Let the database learn what it holds, as it does by itself in a night."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
