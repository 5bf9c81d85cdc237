"""The eight half-years of the world: seven adopted ones, and the open one in which people write today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.demo.moments import HalfYear, half_years
from portal.domain.dates import AMSTERDAM

PERIODS = 8
_SIX_WEEKS = timedelta(days=41)
_LEFT = timedelta(days=14)


@dataclass(frozen=True)
class Round:
    """One period: what it looks at and until when reports are due."""

    half: HalfYear
    due: date
    is_open: bool

    @property
    def code(self) -> str:
        """The code in addresses."""
        return f"{self.half.last:%Y-%m}"

    @property
    def title(self) -> str:
        """What it is called."""
        return f"Halfjaar tot en met {self.half.last:%d-%m-%Y}"

    @property
    def submit_from(self) -> date:
        """The day after what it looks at."""
        return self.half.last + timedelta(days=1)

    def moment(self, day: int, hour: int = 10) -> datetime:
        """Return a moment so many days after the reports could be sent."""
        return datetime.combine(self.submit_from + timedelta(days=day), time(hour), AMSTERDAM)


def rounds(today: date) -> Sequence[Round]:
    """Return the rounds, oldest first; the last one is open for another two weeks."""
    halves = half_years(today, PERIODS)
    return [
        Round(half, today + _LEFT, is_open=True)
        if half is halves[-1]
        else Round(half, half.last + timedelta(days=1) + _SIX_WEEKS, is_open=False)
        for half in halves
    ]
