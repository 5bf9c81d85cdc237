"""What happens in the demonstration, in the order in which it happened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.domain import clock


@dataclass(frozen=True)
class Entry:
    """Something that happens at a moment."""

    moment: datetime
    happens: Callable[[], object]


class Agenda:
    """Collects what happens in any order and lets it happen in the order of time."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def note(self, moment: datetime, happens: Callable[[], object]) -> None:
        """Write down that something happens at an aware moment."""
        self._entries.append(Entry(moment, happens))

    def play_until(self, moment: datetime) -> None:
        """Let everything up to and including a moment happen, each on its own time."""
        due = sorted(
            (entry for entry in self._entries if entry.moment <= moment), key=lambda entry: entry.moment
        )
        self._entries = [entry for entry in self._entries if entry.moment > moment]
        for entry in due:
            with clock.at(entry.moment):
                entry.happens()
