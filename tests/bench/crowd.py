"""Sixteen users at once: how much gets done, and how long the slowest wait."""

import threading
import time
from dataclasses import dataclass, field

from tests.bench.journeys import Journey, arrive
from tests.bench.visitor import Visitor
from tests.bench.world import World

USERS = 16


@dataclass
class Crowded:
    """What sixteen users got."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lasted: float = 0.0

    @property
    def per_second(self) -> float:
        """How many requests were answered in a second."""
        return len(self.seconds) / self.lasted if self.lasted else 0.0


class Crowd:
    """Sixteen visitors for each role, who stay signed in from one journey to the next."""

    def __init__(self, port: int, world: World) -> None:
        self._port, self._world = port, world
        self._present: dict[str, list[Visitor]] = {}

    def do(self, journey: Journey, seconds: float) -> Crowded:
        """Let all do one journey, over and over, for so long."""
        found = Crowded()
        visitors = self._visitors(journey)
        began = time.monotonic()
        threads = [
            threading.Thread(target=self._go_on, args=(visitor, journey, began + seconds, found))
            for visitor in visitors
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found.lasted = time.monotonic() - began
        return found

    def leave(self) -> None:
        """Close all connections."""
        for visitors in self._present.values():
            for visitor in visitors:
                visitor.close()

    def _visitors(self, journey: Journey) -> list[Visitor]:
        # Who writes has a form of his own; all others are the same person on sixteen devices.
        place = f"{journey.who}:{journey.key}" if journey.writes else journey.who
        if place not in self._present:
            self._present[place] = [arrive(self._port, journey, self._world, each) for each in range(USERS)]
        return self._present[place]

    def _go_on(self, visitor: Visitor, journey: Journey, until: float, found: Crowded) -> None:
        while time.monotonic() < until and len(found.faults) < USERS:
            try:
                if journey.before:
                    journey.before(visitor, self._world)
                reply = journey.step(visitor, self._world)
            except (OSError, LookupError, ValueError) as error:
                found.faults.append(f"{type(error).__name__}: {error}")
                return
            if reply.status == journey.expects:
                found.seconds.append(reply.seconds)
            else:
                found.faults.append(f"antwoord {reply.status}")
