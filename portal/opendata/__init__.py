"""The open data of the Tweede Kamer: a client that is polite, patient for a while, and never surprised."""

from portal.opendata.client import Found, Source, TweedeKamer
from portal.opendata.dialect import DIALECTS
from portal.opendata.errors import (
    BusyError,
    ForbiddenAddressError,
    OpenDataError,
    QueryRefusedError,
    SourceDownError,
    SourceSilentError,
    StrangeAnswerError,
)
from portal.opendata.transport import Patience

__all__ = [
    "DIALECTS",
    "BusyError",
    "ForbiddenAddressError",
    "Found",
    "OpenDataError",
    "Patience",
    "QueryRefusedError",
    "Source",
    "SourceDownError",
    "SourceSilentError",
    "StrangeAnswerError",
    "TweedeKamer",
]
