"""Asking the open data within a request: no transaction is open while we wait for somebody else."""

from collections.abc import Callable
from typing import TypeVar

from portal.database import db
from portal.domain.errors import OpenDataOffError
from portal.opendata import TweedeKamer
from portal.web.opendata import tweede_kamer

Answer = TypeVar("Answer")


def asked(question: Callable[[TweedeKamer], Answer]) -> Answer:
    """Ask the source; raises OpenDataOffError or an OpenDataError.

    What the request read so far is let go: a source that is slow must keep nobody from writing.
    """
    kamer = tweede_kamer()
    if kamer is None:
        raise OpenDataOffError
    db.session.rollback()
    return question(kamer)


def is_on() -> bool:
    """Return whether the open data are switched on."""
    return tweede_kamer() is not None
