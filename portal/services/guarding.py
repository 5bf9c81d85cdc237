"""Slowing down who guesses passwords, without keeping the owner out (ADR 0042).

Four counters, each for an address as it was typed or for where somebody comes from: whether an account exists
makes no difference to any of them. Who guesses elsewhere reaches only the counter of the account as a whole,
and that one does not hold for who comes from a network of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.domain import throttling as limits
from portal.domain.throttling import Limit
from portal.domain.visitors import Origin
from portal.services import throttling

Counter = tuple[Limit, str]


@dataclass(frozen=True)
class Wait:
    """How long to wait still: whatever is tried from here, and for this account elsewhere than usual."""

    here: timedelta | None
    elsewhere: timedelta | None


@dataclass(frozen=True)
class Guard:
    """The counters of one attempt to sign in."""

    here: Counter
    anywhere: Counter
    surroundings: tuple[Counter, ...]

    def wait(self, session: Session) -> Wait:
        """Return how long to wait before anything is tried from here, and from elsewhere than usual."""
        # Always in this order, so that two attempts never wait for each other.
        waits = throttling.waits(session, *(bucket for _limit, bucket in self._counters))
        return Wait(elsewhere=waits.pop(self.anywhere[1], None), here=longest(waits.values()))

    def note_failure(self, session: Session, *, elsewhere: bool) -> tuple[timedelta | None, timedelta | None]:
        """Count a failure; return how long this account, and all that comes from here, waits from now on."""
        counted = (self.here, self.anywhere) if elsewhere else (self.here,)
        pause = longest(throttling.note_failure(session, *counter) for counter in counted)
        around = longest(throttling.note_failure(session, *counter) for counter in self.surroundings)
        return pause, around

    def failed_lately(self, session: Session) -> int:
        """Return how often the wrong password was given lately, wherever from."""
        return throttling.failures(session, *self.anywhere)

    def let_in(self, session: Session) -> None:
        """Forget the failures of somebody who is in; those of others still count."""
        own = throttling.failures(session, *self.here)
        for _limit, bucket in (self.anywhere, *self.surroundings):
            throttling.take_back(session, bucket, own)
        throttling.clear(session, self.here[1])

    @property
    def _counters(self) -> tuple[Counter, ...]:
        return self.here, self.anywhere, *self.surroundings


def guard_for(email: str, origin: Origin, key: str) -> Guard:
    """Return the counters for an address as it was typed, and for where that was."""
    address = email.strip().lower()

    def counter(limit: Limit, *whom: str) -> Counter:
        return limit, throttling.bucket_of(limit, key, *whom)

    # Where no address is known, as behind a socket, there is no place to count for.
    around = [
        counter(limits.PASSWORDS_OF_PLACE, origin.place),
        counter(limits.PASSWORDS_OF_NETWORK, origin.network),
    ]
    return Guard(
        counter(limits.PASSWORD_FROM_PLACE, address, origin.place),
        counter(limits.PASSWORD_FROM_ANYWHERE, address),
        tuple(around) if origin.place else (),
    )


def longest(pauses: Iterable[timedelta | None]) -> timedelta | None:
    """Return the longest of some waits, None where there is none."""
    return max((pause for pause in pauses if pause is not None), default=None)
