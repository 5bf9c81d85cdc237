"""Measuring journeys, each in its turn in every round: a machine that slows down slows all alike."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.bench.accounting import Backends, cpu_seconds, forget_peaks, memory_mib, peaks_mib
from tests.bench.journeys import Journey, arrive
from tests.bench.serving import Server
from tests.bench.visitor import Reply, Visitor
from tests.bench.world import World

NOT_YET = 404
_WARM, _MOST_WARM = 1.0, 40
"""Seconds and steps that do not count, in which a process finds its pace."""
_LAP = 12
"""Steps in which a journey passes all its pages."""
_SETTLE = 0.004
"""Seconds in which a server finishes what it does after its answer."""


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    rounds: int
    seconds: float
    """Of one journey in one round, at most."""
    steps: int
    few: int
    together: float
    """Seconds that sixteen do one journey."""
    cold: int


FULL = Effort(rounds=5, seconds=0.4, steps=40, few=1, together=1.5, cold=4)
QUICK = Effort(rounds=3, seconds=0.25, steps=8, few=1, together=0.8, cold=2)


@dataclass
class Measured:
    """What was measured of one journey."""

    journey: Journey
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of a request, in each round."""
    database: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    first_bytes: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    size: int = 0
    """Bytes over the wire, without headers."""
    extra_mib: float = 0.0
    """Memory that a process needed for one request at most, where that is measured."""
    fault: str = ""
    """Why there is nothing to tell; empty where there is."""


class Desk:
    """One visitor who is ready for a journey, and the processes that serve it."""

    def __init__(self, server: Server, backends: Backends, journey: Journey, world: World) -> None:
        self._server, self._backends, self._world = server, backends, world
        self.journey = journey
        self.result = Measured(journey)
        self._visitor: Visitor | None = None

    def sit(self) -> None:
        """Arrive, and do the journey a few times that do not count."""
        with self._on_fault():
            self._visitor = arrive(self._server.port, self.journey, self._world)
            until = time.monotonic() + _WARM
            for number in range(_MOST_WARM):
                if number and (self.journey.few or time.monotonic() > until):
                    break
                self._once()

    def round(self, effort: Effort) -> None:
        """Do the journey for a while, and note what a request cost."""
        if self.result.fault:
            return
        self._backends.refresh()
        spent = asked = 0.0
        replies: list[Reply] = []
        most = effort.few if self.journey.few else effort.steps
        with self._on_fault():
            # Others submitted in this round: the first request after that is measured apart.
            for _step in range(_LAP if self.journey.page else 0):
                self._once()
            until = time.monotonic() + effort.seconds
            while not replies or (len(replies) < most and time.monotonic() < until):
                reply, cpu, database = self._once()
                spent, asked = spent + cpu, asked + database
                replies.append(reply)
            self.result.cpu.append(spent * 1000 / len(replies))
            self.result.database.append(asked * 1000 / len(replies))
            self.result.size = len(replies[-1].raw)
            self.result.seconds += [reply.seconds for reply in replies]
            self.result.first_bytes += [reply.first_byte for reply in replies]

    def cold(self, effort: Effort, change: Callable[[], None]) -> None:
        """Do the journey right after something changed in the programme."""
        if self.result.fault or not self.journey.page:
            return
        with self._on_fault():
            for _time in range(effort.cold):
                change()
                self.result.cold.append(self._once()[1] * 1000)

    @contextmanager
    def _on_fault(self) -> Iterator[None]:
        """Note what goes wrong: one journey that fails leaves the others."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            self.result.fault = self.result.fault or f"{type(error).__name__}: {error}"

    def leave(self) -> None:
        """Close the connection."""
        if self._visitor is not None:
            self._visitor.close()

    def _once(self) -> tuple[Reply, float, float]:
        """Do one step; return the answer, and the processor time of the portal and of its database."""
        assert self._visitor is not None
        if self.journey.before:
            self.journey.before(self._visitor, self._world)
        time.sleep(_SETTLE)
        held = self._hold_memory()
        cpu, database = cpu_seconds(self._server.workers), cpu_seconds(self._backends.pids)
        reply = self.journey.step(self._visitor, self._world)
        time.sleep(_SETTLE)
        spent = cpu_seconds(self._server.workers) - cpu, cpu_seconds(self._backends.pids) - database
        self._note_memory(held)
        if reply.status != self.journey.expects:
            self.result.fault = "nog niet" if reply.status == NOT_YET else f"antwoord {reply.status}"
            raise RuntimeError(self.result.fault)
        if self.journey.after:
            self.journey.after(self._visitor, self._world)
        return reply, *spent

    def _hold_memory(self) -> list[float]:
        """Return what each process has in memory now; nothing where it does not matter."""
        if not self.journey.weighs:
            return []
        forget_peaks(self._server.workers)
        return memory_mib(self._server.workers)[0]

    def _note_memory(self, held: list[float]) -> None:
        if held:
            grown = map(float.__sub__, peaks_mib(self._server.workers), held)
            self.result.extra_mib = max(self.result.extra_mib, *grown)


def measure(desks: Sequence[Desk], effort: Effort, say: Callable[[str], None]) -> None:
    """Let every journey have its turn in every round."""
    for desk in desks:
        desk.sit()
    for number in range(effort.rounds):
        say(f"ronde {number + 1} van {effort.rounds}")
        for desk in desks:
            desk.round(effort)


def against(measured: Measured, bare: Measured) -> float:
    """Return the cost as a multiple of the bare page, each compared in the same round."""
    return statistics.median(one / other for one, other in zip(measured.cpu, bare.cpu, strict=True))


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which this part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
