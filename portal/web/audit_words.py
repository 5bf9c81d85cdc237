"""Lines of the audit trail in words: what was before and after, and what is not for who reads."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.domain.audit_groups import ActionGroup
from portal.web.formats import day, moment
from portal.web.labels import LABELS

GROUPS: Mapping[ActionGroup, LazyString] = {
    ActionGroup.REFUSED: _l("Alleen weigeringen"),
    ActionGroup.COMING: _l("Inloggen en uitloggen"),
    ActionGroup.TAKEN: _l("Inzage en export"),
    ActionGroup.ACCOUNTS: _l("Accounts en aanstellingen"),
    ActionGroup.ROUNDS: _l("Rapportageperioden en rapportages"),
    ActionGroup.MONEY: _l("Geld en verantwoording"),
    ActionGroup.STEERING: _l("Stuurgroep en signalen"),
    ActionGroup.KEEPING: _l("Auditspoor en back-ups"),
    ActionGroup.OTHER: _l("Plan, Kamer en indicatoren"),
}

_NAMES: Mapping[str, LazyString] = {
    "part": _l("Onderdeel"),
    "state": _l("Stand"),
    "stage": _l("Stap"),
    "network": _l("PPS-netwerk"),
    "role": _l("Rol"),
    "from": _l("Van"),
    "until": _l("Tot en met"),
    "form": _l("Soort bestand"),
    "format": _l("Soort bestand"),
    "count": _l("Aantal"),
    "left_out": _l("Weggelaten"),
    "page": _l("Pagina"),
    "method": _l("Soort verzoek"),
    "status": _l("Antwoord"),
    "exists": _l("Bestaat het gevraagde"),
    "last_for_now": _l("Laatste regel voor tien minuten"),
    "kind": _l("Soort"),
    "sha256": _l("Vingerafdruk"),
    "place": _l("Plaats op de agenda"),
    "places": _l("Plaatsen op de agenda"),
    "change": _l("Wijziging"),
    "meeting": _l("Vergadering"),
    "revises": _l("Herziet besluit"),
    "owner": _l("Eigenaar"),
    "due_on": _l("Uiterste dag"),
    "title": _l("Titel"),
    "text": _l("Tekst"),
    "description": _l("Omschrijving"),
    "amount": _l("Bedrag"),
    "result": _l("Uitkomst"),
    "lines": _l("Regels"),
    "findings": _l("Gevonden fouten"),
    "anchors": _l("Regels van het anker"),
    "actions": _l("Handelingen"),
    "months": _l("Bewaartermijn in maanden"),
    "positions": _l("Plaatsen in de keten"),
    "time": _l("Keer"),
    "day": _l("Dag"),
    "days": _l("Dagen"),
    "rating": _l("Oordeel"),
    "maatregelen": _l("Maatregelen"),
    "observations": _l("Waarnemingen"),
    "source": _l("Bron"),
    "name": _l("Naam"),
    "email": _l("E-mailadres"),
    "organisation": _l("Organisatie"),
    "filter": _l("Filter"),
    "observes_from": _l("Gaat over, vanaf"),
    "observes_until": _l("Gaat over, tot en met"),
    "submit_from": _l("Indienen vanaf"),
    "submit_until": _l("Indienen tot en met"),
    "opens_on": _l("Opent op"),
    "closes_on": _l("Sluit op"),
    "fields": _l("Gewijzigde velden"),
    "audience": _l("Voor wie"),
    "period": _l("Rapportageperiode"),
    "invited": _l("Uitgenodigd"),
    "rows": _l("Rijen"),
    "sessions": _l("Beëindigde sessies"),
    "outcome": _l("Uitkomst"),
    "kinds": _l("Soorten"),
}
_STRUCTURE = frozenset(
    {
        "part", "state", "network", "role", "from", "until", "form", "format", "count", "left_out", "page",
        "method", "status", "exists", "last_for_now", "kind", "sha256", "place", "places", "change",
        "result", "lines", "findings", "anchors", "months", "positions", "time", "filter", "invited", "rows",
        "sessions", "outcome", "kinds",
    }
)  # fmt: skip
"""What says how something went, and nothing of what it says: for everybody who reads the trail."""
_LISTS = frozenset({"places", "actions", "maatregelen", "partners", "days", "fields"})
_PAIR = 2
_WORD = re.compile(r"[a-z][a-z_]*")
_ARGUMENT = re.compile(r"<[^>]*>")
_OWN: Mapping[str, LazyString] = {
    "sound": _l("klopt"),
    "broken": _l("klopt niet"),
    "added": _l("toegevoegd"),
    "annotated": _l("toegelicht"),
    "moved": _l("verplaatst"),
    "removed": _l("weggehaald"),
    "file": _l("bestand"),
    "link": _l("verwijzing"),
}
_MEMBERS = {value: words for (_kind, value), words in reversed(LABELS.items())}
"""Words by value; where two kinds share a value, the first kind speaks."""


@dataclass(frozen=True)
class Change:
    """One thing that a line tells: what it is now, and what it was where that is known."""

    name: str
    new: str
    old: str | None = None


def changes(details: Mapping[str, Any], *, reads: bool) -> list[Change]:
    """Return what a line tells, in words; without the right to read its words only how it went."""
    return list(_changes(details, reads=reads))


def hides(details: Mapping[str, Any], *, reads: bool) -> bool:
    """Return whether something of a line is left out for who has no right to read its words."""
    return not reads and any(name not in _STRUCTURE or isinstance(details[name], dict) for name in details)


def _changes(details: Mapping[str, Any], *, reads: bool) -> Iterator[Change]:
    if reads and set(details) == {"old", "new"}:
        yield Change(_("Waarde"), _value("", details["new"]), _value("", details["old"]))
        return
    for name, value in details.items():
        if isinstance(value, dict):
            if reads:
                yield from _changes(value, reads=reads)
        elif reads or name in _STRUCTURE:
            yield _change(name, value)


def _change(name: str, value: Any) -> Change:
    words = str(_NAMES.get(name, _("Overig gegeven")))
    if isinstance(value, list) and len(value) == _PAIR and name not in _LISTS:
        return Change(words, _value(name, value[1]), _value(name, value[0]))
    return Change(words, _value(name, value))


def _value(name: str, value: Any) -> str:
    if value is None or value in ("", []):
        return str(_("leeg"))
    if isinstance(value, bool):
        return str(_("ja") if value else _("nee"))
    if isinstance(value, list):
        return ", ".join(_value(name, each) for each in value)
    return _text(name, str(value))


def _text(name: str, text: str) -> str:
    if name == "page":
        return _address(text)
    if name == "fields":
        return str(_NAMES.get(text, _("ander veld")))
    if _WORD.fullmatch(text):
        return str(_OWN.get(text) or _MEMBERS.get(text) or text)
    return _in_time(text) or text


def _in_time(text: str) -> str:
    """Return a day or a moment as people write it, nothing for other text."""
    try:
        if len(text) == len("2026-01-01"):
            return day(date.fromisoformat(text))
        return moment(datetime.fromisoformat(text)) if "T" in text else ""
    except ValueError:
        return ""


def _address(endpoint: str) -> str:
    """Return the address of a page with dots for what is asked of it; of a page that is gone its name."""
    if endpoint not in current_app.view_functions:
        return endpoint
    rule = next(iter(current_app.url_map.iter_rules(endpoint)))
    return _ARGUMENT.sub("…", rule.rule)
