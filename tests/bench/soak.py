"""Half an hour of sixteen users: no error, flat memory, no connection left in a transaction."""

import os
import random
import statistics
import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from tests.bench import report, tables
from tests.bench.accounting import cpu_seconds, memory_mib
from tests.bench.databases import database
from tests.bench.journeys import ADMINISTRATOR, COORDINATOR, JOURNEYS, MEMBER, OFFICE, Journey, arrive
from tests.bench.measuring import percentile
from tests.bench.run import say
from tests.bench.serving import Server
from tests.bench.visitor import Visitor
from tests.bench.world import World, build, known

ROLES = (MEMBER,) * 8 + (OFFICE,) * 3 + (COORDINATOR,) * 4 + (ADMINISTRATOR,)
"""What the sixteen are, one of each number."""
FULL_LENGTH = 30
"""Minutes from which the outcome goes into the documentation."""
EVERY = 5.0
LONGEST_PAUSE = 1.0
_WARM = 0.2
"""Part of the time in which processes find their size."""
_IDLE = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND state LIKE 'idle in transaction%' AND state_change < now() - :age * interval '1 second'"
)
_LEFT_BEHIND = 15
"""Seconds after which a transaction does not belong to a request any more."""


@dataclass
class Soak:
    """What happened."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    spent: float = 0.0
    """Seconds of processor time of the portal."""
    idle: int = 0
    """Most connections at one moment that were left in a transaction."""

    def outcome(self, minutes: float) -> dict[str, Any]:
        """Return it in figures."""
        return {
            "minutes": minutes,
            "requests": len(self.seconds),
            "faults": len(self.faults),
            "cpu_ms": round(self.spent / len(self.seconds) * 1000, 1),
            "p95_ms": round(percentile(self.seconds, 0.95) * 1000),
            "memory_mib": round(self.memory[-1]),
            "memory_change_percent": round(growth(self.memory), 1),
            "idle_in_transaction": self.idle,
        }


def growth(memory: Sequence[float]) -> float:
    """Return by how many percent memory grew after the warming up, from its first fifth to its last."""
    after = memory[int(len(memory) * _WARM) :]
    part = max(1, len(after) // 5)
    first, last = statistics.median(after[:part]), statistics.median(after[-part:])
    return (last / first - 1) * 100


def main() -> None:
    """Let them go on, and tell how it went."""
    minutes = float(os.environ.get("MINUTES") or FULL_LENGTH)
    scale = int(os.environ.get("SCALES") or 60)
    given = os.environ.get("WORLD")
    with nullcontext(given) if given else database(os.environ.get("DATABASE") or "postgresql") as url:
        engine = sa.create_engine(url)
        world = known(engine) if given else build(engine, scale, lambda words: say(f"  {words}"))
        with Server("portal", url) as server:
            soak = _go_on(server, engine, world, minutes * 60)
        engine.dispose()
    outcome = soak.outcome(minutes)
    print("\n".join(tables.soak(outcome)))
    for fault in sorted(set(soak.faults))[:10]:
        print(f"  {fault}")
    if minutes >= FULL_LENGTH:
        report.write_soak(outcome)


def _go_on(server: Server, engine: sa.Engine, world: World, seconds: float) -> Soak:
    soak = Soak()
    visitors = [arrive(server.port, _begin(role), world, number) for number, role in enumerate(ROLES)]
    before = cpu_seconds(server.workers)
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_use, args=(visitor, number, world, until, soak))
        for number, visitor in enumerate(visitors)
    ]
    for thread in threads:
        thread.start()
    told = time.monotonic()
    while time.monotonic() < until:
        time.sleep(min(EVERY, max(0.0, until - time.monotonic())))
        soak.memory.append(sum(memory_mib(server.workers)[1]))
        soak.idle = max(soak.idle, _idle(engine, _LEFT_BEHIND))
        if time.monotonic() > told + 60:
            told = time.monotonic()
            say(f"  {len(soak.seconds)} verzoeken, {len(soak.faults)} fouten, {soak.memory[-1]:.0f} MiB")
    for thread in threads:
        thread.join()
    soak.spent = cpu_seconds(server.workers) - before
    # Nobody asks anything any more: whatever is still open was left behind.
    soak.idle = max(soak.idle, _idle(engine, 0))
    return soak


def _idle(engine: sa.Engine, age: int) -> int:
    if engine.dialect.name != "postgresql":
        return 0
    with engine.connect() as connection:
        return connection.scalar(_IDLE, {"age": age}) or 0


def _does(role: str) -> list[Journey]:
    return [each for each in JOURNEYS if each.who == role and each.together and each.key != "sign_in"]


def _begin(role: str) -> Journey:
    """Return what somebody arrives for: whoever writes has a form of his own."""
    return next((each for each in _does(role) if each.writes), _does(role)[0])


def _use(visitor: Visitor, number: int, world: World, until: float, soak: Soak) -> None:
    """Do what this user does, in an order of its own, with pauses in between."""
    chance = random.Random(number)  # noqa: S311 - the same order every time
    does = _does(ROLES[number])
    while time.monotonic() < until:
        time.sleep(chance.random() * LONGEST_PAUSE)
        journey = chance.choice(does)
        try:
            _do(visitor, journey, world, soak)
        except (OSError, LookupError, ValueError) as error:
            soak.faults.append(f"{journey.key}: {type(error).__name__}: {error}")
    visitor.close()


def _do(visitor: Visitor, journey: Journey, world: World, soak: Soak) -> None:
    if journey.before:
        journey.before(visitor, world)
    reply = journey.step(visitor, world)
    soak.seconds.append(reply.seconds)
    if reply.status != journey.expects:
        soak.faults.append(f"{journey.key}: antwoord {reply.status}")


if __name__ == "__main__":
    main()
