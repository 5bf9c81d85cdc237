"""How long somebody stays signed in: told on the page, and asked by its script (WCAG 2.2.1, ADR 35)."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain import clock
from portal.domain.accounts import IDLE, SEEN_EVERY
from portal.web.intent import is_unattended
from portal.web.sign_in import current_session


@dataclass(frozen=True)
class Staying:
    """In how many seconds a session ends: when nothing is done, and whatever is done."""

    idle: int
    longest: int
    until: datetime | None = None

    @property
    def idle_minutes(self) -> int:
        """After how many minutes without doing anything a session ends."""
        return int(IDLE.total_seconds()) // 60


OVER = Staying(0, 0)


def staying() -> Staying:
    """Return how long the session of this request still lasts."""
    held = current_session()
    if held is None:
        return OVER
    now = clock.now()
    unused = now - held.last_seen_at
    # This very request was noted as use, unless a script sent it or one of a moment ago was.
    noted = unused >= SEEN_EVERY and not is_unattended()
    idle = IDLE if noted else IDLE - unused
    longest = held.expires_at - now
    return Staying(int(idle.total_seconds()), int(longest.total_seconds()), held.expires_at)
