"""Coming back from the organisation: not too often from one place, and with each attempt once."""

from sqlalchemy.orm import Session

from portal.domain.errors import TooManyTriesError
from portal.domain.throttling import SINGLE_SIGN_ON_FROM_PLACE
from portal.services.single_use import use_up
from portal.services.throttling import bucket_of, note_failure, take_back, wait


def accept(session: Session, key: str, place: str, state: str) -> str | None:
    """Use an attempt up and count it, before its answer is looked at; return the counter.

    None when it was used before; raises TooManyTriesError. The caller commits before asking the provider:
    that may take long, and many at once get no more tries than one after another.
    """
    counter = bucket_of(SINGLE_SIGN_ON_FROM_PLACE, key, place)
    if pause := wait(session, counter):
        raise TooManyTriesError(pause)
    note_failure(session, SINGLE_SIGN_ON_FROM_PLACE, counter)
    return counter if use_up(session, "state", state.encode()) else None


def succeed(session: Session, counter: str) -> None:
    """Count it no longer: it was an honest answer."""
    take_back(session, counter, 1)
