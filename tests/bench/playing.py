"""Playing all journeys on one world, and gathering what they cost."""

import statistics
import time
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from tests.bench.accounting import Backends, memory_mib
from tests.bench.changing import Change
from tests.bench.crowd import Crowd
from tests.bench.journeys import BARE, Journey, arrive
from tests.bench.measuring import Desk, Effort, measure
from tests.bench.questions import count_questions
from tests.bench.result import Result, row_of, together
from tests.bench.serving import Server
from tests.bench.world import World

Say = Callable[[str], None]


def play(url: str, world: World, journeys: Sequence[Journey], effort: Effort, say: Say) -> Result:
    """Return everything that is measured of one world."""
    engine = sa.create_engine(url)
    change = Change(engine)
    backends = Backends(engine)
    began = time.monotonic()
    with Server("bare", url) as bare_server, Server("portal", url) as server:
        bare = [Desk(bare_server, backends, journey, world) for journey in BARE]
        desks = [Desk(server, backends, journey, world) for journey in journeys]
        measure([*bare, *desks], effort, say)
        say("na een wijziging")
        for desk in desks:
            desk.cold(effort, change)
        for desk in (*bare, *desks):
            desk.leave()
        rows = {desk.journey.key: row_of(desk.result, bare[-1].result) for desk in (*bare, *desks)}
        _weigh(server, journeys, world, rows)
        say("met zestien tegelijk")
        crowd = Crowd(server.port, world)
        for journey in journeys:
            if journey.together and "fault" not in rows[journey.key]:
                rows[journey.key] |= together(crowd.do(journey, effort.together))
        crowd.leave()
        resident, shared = memory_mib(server.workers)
    say("vragen aan de database")
    for key, (usual, changed) in count_questions(url, journeys, world, change).items():
        rows[key] |= {"queries": usual, "cold_queries": changed}
    engine.dispose()
    return {
        "networks": len(world.networks),
        "journeys": rows,
        "bare_ms": round(statistics.median(bare[-1].result.cpu), 2),
        "worker_rss_mib": [round(each) for each in resident],
        "worker_pss_mib": [round(each) for each in shared],
        "measured_seconds": round(time.monotonic() - began),
    }


def _weigh(server: Server, journeys: Sequence[Journey], world: World, rows: dict[str, Result]) -> None:
    """Note how much comes over the wire: a page alone, and with all that a browser fetches the first time."""
    for journey in journeys:
        if "fault" in rows[journey.key] or not journey.page:
            continue
        visitor = arrive(server.port, journey, world)
        reply = journey.step(visitor, world)
        assets = visitor.assets(reply.text)
        rows[journey.key] |= {
            "first_visit_bytes": len(reply.raw) + sum(assets.values()),
            "first_visit_requests": 1 + len(assets),
        }
        visitor.close()
