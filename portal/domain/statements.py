"""What a network accounts for over a year, in the form in which it is kept once it was submitted."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portal.domain.money import UnderspendReason


@dataclass(frozen=True)
class AccountedLine:
    """One funding source in the year, from the last accepted report that tells of it; whole euros."""

    source: str
    source_title: str
    planned: int
    budget: int
    committed: int | None
    realised: int | None
    forecast: int | None
    reason: UnderspendReason | None
    explanation: str
    period_code: str
    period: str
    as_of: date

    @property
    def left_now(self) -> int | None:
        """What was not spent on the day the figures tell of."""
        return None if self.realised is None else self.budget - self.realised

    def reaches_end_of(self, year: int) -> bool:
        """Return whether the figures tell of the whole year."""
        return self.as_of >= date(year, 12, 31)

    def kept(self) -> dict[str, Any]:
        """Return the line as JSON can hold it."""
        reason = self.reason.value if self.reason else None
        return {**asdict(self), "reason": reason, "as_of": self.as_of.isoformat()}


def line_of(kept: dict[str, Any]) -> AccountedLine:
    """Return a line from how it was kept."""
    reason = UnderspendReason(kept["reason"]) if kept["reason"] else None
    return AccountedLine(**{**kept, "reason": reason, "as_of": date.fromisoformat(kept["as_of"])})
