"""Lines of the audit trail as a file: a table for people, or JSON lines for another system."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from flask_babel import gettext as _

from portal.documents.figures import WIDE, Cell, Figures, Sheet
from portal.queries.audit_lines import AuditLine, AuditReader
from portal.web.audit_words import changes, hides
from portal.web.formats import moment
from portal.web.labels import label, role_words

JSONL = "application/x-ndjson"
_WIDTHS = (10, 26, 24, 24, 26, 22, 44, 26, 30, WIDE, 18, 18, 12)


@dataclass(frozen=True)
class Selection:
    """The lines that somebody takes along, and what a reader must know of them."""

    lines: Iterable[AuditLine]
    """Read while the file is written."""
    count: int
    total: int
    filter_words: str
    made_at: datetime
    demonstration: bool


def audit_figures(reader: AuditReader, chosen: Selection) -> Figures:
    """Return the lines as a table."""
    heads = [
        _("Regel"), _("Wanneer"), _("Wie"), _("Rollen"), _("Handeling"), _("Waarover"), _("Naam"),
        _("PPS-netwerk"), _("Reden"), _("Gegevens"), _("Adres"), _("Verzoek"), _("Plaats in de keten"),
    ]  # fmt: skip
    rows = (_row(reader, line) for line in chosen.lines)
    return Figures(
        _("Auditspoor"),
        chosen.made_at,
        _facts(chosen),
        [Sheet(_("Auditspoor"), heads, rows, _WIDTHS)],
        chosen.demonstration,
    )


def audit_jsonl(reader: AuditReader, chosen: Selection) -> Iterator[bytes]:
    """Return the lines as JSON, one each; the first one says what the file is."""
    about = {
        "over": "auditspoor",
        "gemaakt": chosen.made_at.astimezone(UTC).isoformat(),
        "filter": chosen.filter_words,
        "regels": chosen.count,
        "gevonden": chosen.total,
        "demonstratie": chosen.demonstration,
    }
    for each in chain([about], (_record(reader, line) for line in chosen.lines)):
        yield f"{json.dumps(each, ensure_ascii=False)}\n".encode()


def _facts(chosen: Selection) -> list[tuple[str, str]]:
    left_out = chosen.total - chosen.count
    return [
        (_("Filter"), chosen.filter_words or _("geen")),
        (_("Regels"), str(chosen.count)),
        (_("Weggelaten"), str(left_out) if left_out else _("geen")),
        (
            _("Let op"),
            _("Redenen en teksten die u niet mag lezen, staan er niet in. Bewaar dit bestand veilig."),
        ),
    ]


def _row(reader: AuditReader, line: AuditLine) -> list[Cell]:
    event = line.event
    reads = reader.reads(event.subject_kind, event.network_id)
    said = "; ".join(
        f"{each.name}: {each.new}" if each.old is None else f"{each.name}: {each.old} → {each.new}"
        for each in changes(event.details, reads=reads)
    )
    return [
        event.id,
        moment(event.at),
        event.actor_name,
        role_words(event.actor_roles.split()),
        str(label(event.action)),
        str(label(event.subject_kind)),
        event.subject_label if reader.names(event.subject_kind, event.network_id) else _("Niet voor u"),
        line.network,
        event.reason if reads or not event.reason else _("Niet voor u"),
        said,
        event.address,
        event.request_id,
        line.position,
    ]


def _record(reader: AuditReader, line: AuditLine) -> dict[str, object]:
    event = line.event
    reads = reader.reads(event.subject_kind, event.network_id)
    named = reader.names(event.subject_kind, event.network_id)
    return {
        "regel": event.id,
        "wanneer": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "wie": event.actor_name,
        "rollen": event.actor_roles.split(),
        "handeling": event.action.value,
        "soort": event.subject_kind.value,
        "naam": event.subject_label if named else None,
        "netwerk": line.network or None,
        "reden": event.reason if reads else None,
        "gegevens": {each.name: [each.old, each.new] for each in changes(event.details, reads=reads)},
        "afgeschermd": hides(event.details, reads=reads) or bool(event.reason and not reads),
        "verzoek": event.request_id,
        "adres": event.address,
        "plaats": line.position,
        # Made without a key: who guesses what a line hides could see from it whether the guess is right.
        "vingerafdruk": line.digest or None if reads else None,
        "zegel": line.seal or None,
    }
