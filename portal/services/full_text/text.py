"""One text that can be found, before it is a row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from portal.domain.audience import Audience
from portal.domain.compounds import long_words
from portal.domain.dutch import stems
from portal.domain.full_text import FoundKind, Guard


class Titled(Enum):
    """What the title of a text is worth."""

    LIFTS = "lifts"
    """The text is what the title names: its words bring it to the front."""
    COUNTS = "counts"
    """The text is about what the title names: its words are found, at their own place."""
    SHOWN = "shown"
    """One of many texts under this title: only what it says itself is found."""


@dataclass(frozen=True)
class Text:
    """What can be found, for whom, and where it leads."""

    kind: FoundKind
    title: str
    said: Iterable[str | None] = ()
    address: Mapping[str, str] = field(default_factory=dict)
    guard: Guard = Guard.PROGRAMME
    guarded_id: int | None = None
    audience: Audience | None = None
    network_id: int | None = None
    period_id: int | None = None
    as_of: date | None = None
    titled: Titled = Titled.LIFTS
    names: str = ""
    """Other names by which the title is known, such as a code or a number."""


Make = Callable[[Any], Iterable[Text]]
"""Returns the texts of one row; none where nobody may find it yet."""


def row_of(source: str, source_id: int, part: int, text: Text) -> dict[str, Any]:
    """Return a text as a row of search_text."""
    body = "\n".join(stripped for each in text.said if each and (stripped := each.strip()))
    named = "" if text.titled is Titled.SHOWN else f"{text.title} {text.names}"
    return {
        "source": source,
        "source_id": source_id,
        "part": part,
        "kind": text.kind,
        "guard": text.guard,
        "guarded_id": text.guarded_id,
        "audience": text.audience,
        "network_id": text.network_id,
        "period_id": text.period_id,
        "title": text.title,
        "body": body,
        "as_of": text.as_of,
        "address": dict(text.address),
        "title_stems": _findable(named) if text.titled is Titled.LIFTS else "",
        "stems": _findable(f"{named}\n{body}"),
    }


def _findable(text: str) -> str:
    """Return the stems of a text, and behind them what its long words end with."""
    return f"{stems(text)} {long_words(text)}".strip()
