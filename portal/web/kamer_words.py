"""What the open data say, in words for on screen; what we do not know stays in the words of the source."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from portal.domain.kamer.fields import KamerField
from portal.domain.kamer.records import CastVote, KamerMotie, KamerRecord
from portal.domain.kamer.statuses import APPRECIATIONS
from portal.domain.parliament import Appreciation, Vote
from portal.web.formats import day
from portal.web.labels import kind, label

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_DATES = frozenset({KamerField.DATED_ON, KamerField.FULFILMENT_DAY})
_WHOLE_DAY = 10


@dataclass(frozen=True)
class Said:
    """A status in our words, with what the source itself says where we have no word."""

    words: str
    kind: str
    raw: str


def said_of(record: KamerRecord) -> Said:
    """Return how far a motie or toezegging is, never a guess."""
    known = record.vote if isinstance(record, KamerMotie) else record.status
    raw = record.raw_status
    if known is not None:
        return Said(str(label(known)), kind(known), raw)
    if raw:
        return Said(_("Onbekend (bron: %(raw)s)", raw=raw), "attention", raw)
    return Said(_("De bron noemt geen status"), "neutral", "")


def appreciation_words(record: KamerMotie) -> str:
    """Return what the cabinet said of a motie."""
    if record.appreciation is not None:
        return str(label(record.appreciation))
    raw = record.raw_appreciation
    return raw if not raw or raw in APPRECIATIONS else _("Onbekend (bron: %(raw)s)", raw=raw)


def field_words(field: KamerField, words: str) -> str:
    """Return the value of a field as people read it."""
    if not words:
        return ""
    if field in _DATES:
        return _date_words(words)
    if field is KamerField.VOTE:
        return str(label(Vote(words)))
    if field is KamerField.APPRECIATION:
        return str(label(Appreciation(words)))
    if field is KamerField.DOCUMENTS:
        return _DAY.sub(lambda found: _date_words(found[0]), words)
    return _("Ja") if field is KamerField.DELETED else words


def votes_by_kind(votes: Iterable[CastVote]) -> list[tuple[str, int, str]]:
    """Return for each kind of vote the seats and the parties; members of one party are counted together."""
    found: dict[str, dict[str, int]] = {}
    for vote in votes:
        parties = found.setdefault(vote.kind or _("Onbekend"), {})
        name = vote.party or _("Onbekend")
        parties[name] = parties.get(name, 0) + (vote.seats or 0)
    return [(said, sum(parties.values()), ", ".join(sorted(parties))) for said, parties in found.items()]


def _date_words(words: str) -> str:
    """Return a day, a month or a year that was written with numbers."""
    try:
        if len(words) == _WHOLE_DAY:
            return day(date.fromisoformat(words))
        year, _dash, month = words.partition("-")
        return str(format_date(date(int(year), int(month), 1), "MMMM yyyy")) if month else words
    except ValueError:
        return words
