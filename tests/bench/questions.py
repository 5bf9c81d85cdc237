"""How many questions a journey asks of the database: as a rule, and right after something changed."""

from collections.abc import Callable, Sequence
from contextlib import closing

from tests.bench.counting import ASKED
from tests.bench.journeys import Journey, arrive
from tests.bench.serving import Server
from tests.bench.visitor import Visitor
from tests.bench.world import World


def count_questions(
    url: str, journeys: Sequence[Journey], world: World, change: Callable[[], None]
) -> dict[str, tuple[int, int]]:
    """Return the number of questions of each journey, on a server that does one thing at a time."""
    found = {}
    with Server("counted", url) as server:
        for journey in journeys:
            try:
                found[journey.key] = _count(server.port, journey, world, change)
            except (LookupError, RuntimeError, AssertionError):
                # What is not there yet, or goes wrong, is told where it is measured.
                continue
    return found


def _count(port: int, journey: Journey, world: World, change: Callable[[], None]) -> tuple[int, int]:
    with closing(arrive(port, journey, world)) as visitor:
        _ask(visitor, journey, world)
        usual = _ask(visitor, journey, world)
        change()
        return usual, _ask(visitor, journey, world)


def _ask(visitor: Visitor, journey: Journey, world: World) -> int:
    if journey.before:
        journey.before(visitor, world)
    if journey.page:
        # The same page each time: another one would be new to the process.
        visitor.turn = 0
    reply = journey.step(visitor, world)
    number = int(visitor.get(ASKED).text)
    if reply.status != journey.expects:
        raise RuntimeError(reply.status)
    if journey.after:
        journey.after(visitor, world)
    return number
