"""One event in the story of a motie or promise, and how its moment is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from portal.domain.dates import local_date
from portal.domain.file_events import FilePart
from portal.models import Document
from portal.web.formats import day, moment

Codes = Mapping[int, str]
"""Codes of the asks by their id, where an event must say which one it is about."""


@dataclass(frozen=True)
class When:
    """A moment as it sorts and as it is read; empty where no source gives it."""

    sort: str
    words: str

    @property
    def iso(self) -> str:
        """The day or moment as machines read it."""
        return self.sort.partition(" ")[0]


@dataclass(frozen=True)
class Place:
    """Where something can be read."""

    words: str
    url: str | None = None


@dataclass(frozen=True)
class FileEvent:
    """What happened, when, who says or did it, why, and where that can be read."""

    part: FilePart
    when: When
    what: str
    who: str
    reason: str = ""
    kind: str = "neutral"
    place: Place | None = None
    about: str = ""
    """Code of the ask, where there are several."""


def at(value: datetime) -> When:
    """Return a moment; within a day it sorts after what has a day only."""
    return When(f"{local_date(value).isoformat()} {value.isoformat()}", moment(value))


def on(value: date | None) -> When:
    """Return a day, or that it is not known."""
    return When(value.isoformat(), day(value)) if value else When("", str(_("datum onbekend")))


def dated(document: Document | None) -> When:
    """Return the day of a document."""
    return on(document.dated_on if document else None)
