"""The scaled world: the portal itself finds nothing wrong with it, and every journey can be made in it."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.settings import DEMO_AUDIT_KEY
from portal.domain.workflow import PeriodState
from portal.models import Account, MaatregelProgress, Network, Period, Report
from portal.queries.checks import findings_of
from portal.queries.worklist import worklist
from portal.services.audit_chain import use_key
from portal.services.audit_verifying import verify
from tests.bench.accounting import Backends
from tests.bench.journeys import BARE, JOURNEYS
from tests.bench.measuring import Desk, Effort
from tests.bench.serving import Server
from tests.bench.world import World, build
from tests.bench.world.build import AUDIT_KEY
from tests.conftest import NewDatabase

# The world that they share is loaded once.
pytestmark = pytest.mark.xdist_group("bench-world")
ONCE = Effort(rounds=1, seconds=0, steps=1, few=1, together=0, cold=1)


@pytest.fixture(scope="module")
def loaded(empty_database: NewDatabase) -> Iterator[tuple[sa.Engine, World]]:
    """The smallest world: the six networks of the plan."""
    engine = sa.create_engine(empty_database())
    yield engine, build(engine, 6)
    use_key(DEMO_AUDIT_KEY)
    engine.dispose()


@pytest.fixture
def session(loaded: tuple[sa.Engine, World]) -> Iterator[Session]:
    """A session on that world."""
    with Session(loaded[0]) as session:
        yield session


def test_the_world_is_as_large_as_it_says(session: Session) -> None:
    def count(what: sa.orm.InstrumentedAttribute[int], *where: sa.ColumnElement[bool]) -> int | None:
        return session.scalar(sa.select(sa.func.count(what)).where(*where))

    assert count(Network.id) == 6
    assert count(Account.id) == 50
    assert count(Period.id, Period.state == PeriodState.ADOPTED) == 7
    assert count(Period.id, Period.state == PeriodState.OPEN) == 1
    assert count(MaatregelProgress.id) == 6 * 12 * 8


def test_its_audit_trail_is_sealed_as_the_portal_seals_it(session: Session) -> None:
    use_key(AUDIT_KEY)
    found = verify(session, ())
    assert found.is_sound, found.findings
    assert found.lines > 6 * 12 * 8


def test_a_complete_draft_can_be_submitted(session: Session, loaded: tuple[sa.Engine, World]) -> None:
    world = loaded[1]
    report = session.scalars(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(Period.code == world.period, Network.code == world.networks[1])
    ).one()
    assert worklist(report).complete
    assert [each for each in findings_of(session, report) if each.stands] == []


def test_every_journey_is_made_on_a_server_in_earnest(loaded: tuple[sa.Engine, World]) -> None:
    engine, world = loaded
    url, backends = engine.url.render_as_string(hide_password=False), Backends(engine)
    found = {}
    for kind, journeys in (("bare", BARE), ("portal", JOURNEYS)):
        with Server(kind, url) as server:
            for journey in journeys:
                desk = Desk(server, backends, journey, world)
                desk.sit()
                desk.round(ONCE)
                desk.leave()
                found[journey.key] = desk.result
    faults = {key: each.fault for key, each in found.items() if each.fault not in {"", "nog niet"}}
    assert faults == {}
    assert all(each.cpu[0] > 0 for each in found.values() if not each.fault)
