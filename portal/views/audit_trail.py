"""The audit trail, for administrators and auditors: finding a line, reading it, taking lines along."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from flask import Blueprint, abort, current_app, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.audit import audit_reader
from portal.access.policy import Permission
from portal.database import db, reading_apart
from portal.documents.audit_trail import JSONL, Selection, audit_figures, audit_jsonl
from portal.documents.figures import TYPES, WRITERS
from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.audit_groups import ActionGroup
from portal.domain.dates import day_begins
from portal.domain.rationing import EXPORT
from portal.domain.retention import COMING_AND_GOING
from portal.models import Network
from portal.queries.audit import last_verified
from portal.queries.audit_chain import is_sound, link_of
from portal.queries.audit_lines import (
    AuditFilter,
    AuditLine,
    AuditReader,
    chain_length,
    code_of,
    count_lines,
    line_by_id,
    lines,
    lines_up_to,
    newest_line,
)
from portal.queries.networks import all_networks
from portal.services import audit
from portal.services.audit_chain import current_key
from portal.views.paging import page_of
from portal.web.audit_links import place_of
from portal.web.audit_words import GROUPS, changes, hides
from portal.web.doors import requires
from portal.web.formats import day
from portal.web.labels import LABELS, choices
from portal.web.rationing import costly
from portal.web.sign_in import current_principal
from portal.web.streaming import as_stream

blueprint = Blueprint("audit_trail", __name__)
LIST = "/auditspoor"
ONE = f"{LIST}/<int(max=2147483647):line_id>"
MOST_EXPORTED = 20_000
_LIMIT = 100
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: as it stands in the address, and as a question to the database."""

    chosen: dict[str, str]
    wanted: AuditFilter
    wrong_days: bool

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are on."""
        return {name: value for name, value in self.chosen.items() if value}


@blueprint.get(LIST)
@requires(Permission.READ_AUDIT)
def index() -> str:
    """List the lines, newest first, with the state of the chain above them."""
    reader, asked = audit_reader(current_principal()), _asked(request.args)
    networks = all_networks(db.session)
    page = page_of(
        count_lines(db.session, reader, asked.wanted),
        lambda limit, offset: lines(db.session, reader, asked.wanted, limit, offset),
    )
    return render_template(
        "audit_trail/index.html",
        page=page,
        reader=reader,
        asked=asked,
        options=_options(networks),
        verified=last_verified(db.session),
        places=chain_length(db.session),
        now=clock.now(),
        months=COMING_AND_GOING.months,
        most=MOST_EXPORTED,
    )


@blueprint.get(ONE)
@requires(Permission.READ_AUDIT)
def show(line_id: int) -> str:
    """Show one line: who, what, old and new, and whether it still is what was sealed."""
    principal = current_principal()
    line = line_by_id(db.session, line_id) or abort(404)
    event = line.event
    reader = audit_reader(principal)
    reads = reader.reads(event.subject_kind, event.network_id)
    link = link_of(db.session, event.id)
    return render_template(
        "audit_trail/show.html",
        line=line,
        event=event,
        reads=reads,
        named=reader.names(event.subject_kind, event.network_id),
        changes=changes(event.details, reads=reads),
        hidden=hides(event.details, reads=reads) or bool(event.reason and not reads),
        sealed=link is not None,
        sound=link is not None and is_sound(current_key(), link),
        place=place_of(event, principal, partial(code_of, db.session)),
    )


@blueprint.post(f"{LIST}/exporteren")
@requires(Permission.READ_AUDIT)
@costly(EXPORT)
def export() -> Response:
    """Give the filtered lines as a file, and write down who took which."""
    kind = request.form.get("bestand", "")
    if kind not in {*WRITERS, "jsonl"}:
        abort(400)
    principal = current_principal()
    reader, asked = audit_reader(principal), _asked(request.form)
    total, newest = count_lines(db.session, reader, asked.wanted), newest_line(db.session)
    chosen = Selection(
        _read_apart(reader, asked.wanted, newest),
        min(total, MOST_EXPORTED),
        total,
        _filter_words(asked),
        clock.now(),
        bool(current_app.config["DEMONSTRATION"]),
    )
    audit.record(
        db.session,
        principal.actor,
        AuditAction.EXPORTED,
        SubjectKind.AUDIT,
        None,
        "",
        details={
            "format": kind,
            "count": chosen.count,
            "left_out": chosen.total - chosen.count,
            "filter": chosen.filter_words,
        },
    )
    db.session.commit()
    if kind == "jsonl":
        return as_stream(audit_jsonl(reader, chosen), "auditspoor.jsonl", JSONL)
    return as_stream(WRITERS[kind](audit_figures(reader, chosen)), f"auditspoor.{kind}", TYPES[kind])


def _read_apart(reader: AuditReader, wanted: AuditFilter, newest: int) -> Iterator[AuditLine]:
    """Return the lines as they were before this export became one."""
    with reading_apart() as session:
        yield from lines_up_to(session, reader, wanted, newest, MOST_EXPORTED)


def _asked(values: Mapping[str, str]) -> Asked:
    def text(name: str) -> str:
        return values.get(name, "").replace("\x00", " ").strip()[:_LIMIT]

    def one_of(name: str, allowed: type[ActionGroup] | type[AuditAction] | type[SubjectKind]) -> str:
        return value if (value := text(name)) in {str(member) for member in allowed} else ""

    since, until = _day(text("van")), _day(text("tot"))
    chosen = {
        "van": since.isoformat() if since else "",
        "tot": until.isoformat() if until else "",
        "groep": one_of("groep", ActionGroup),
        "handeling": one_of("handeling", AuditAction),
        "persoon": text("persoon"),
        "netwerk": text("netwerk"),
        "soort": one_of("soort", SubjectKind),
        "q": text("q"),
        "adres": text("adres"),
    }
    wanted = AuditFilter(
        day_begins(since) if since else None,
        day_begins(until + timedelta(days=1)) if until else None,
        ActionGroup(chosen["groep"]) if chosen["groep"] else None,
        AuditAction(chosen["handeling"]) if chosen["handeling"] else None,
        chosen["persoon"],
        chosen["netwerk"],
        SubjectKind(chosen["soort"]) if chosen["soort"] else None,
        chosen["q"],
        chosen["adres"],
    )
    wrong = bool(text("van") and not since) or bool(text("tot") and not until)
    return Asked(chosen, wanted, wrong)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if _EARLIEST <= found <= _LATEST else None


def _options(networks: Sequence[Network]) -> dict[str, list[tuple[str, str]]]:
    every = ("", _("Alle"))
    return {
        "groep": [every, *((group.value, str(words)) for group, words in GROUPS.items())],
        "handeling": [every, *_sorted(AuditAction)],
        "soort": [every, *_sorted(SubjectKind)],
        "netwerk": [every, *((network.code, network.short_title) for network in networks)],
    }


def _sorted(members: type[AuditAction] | type[SubjectKind]) -> list[tuple[str, str]]:
    words = [(value, str(label)) for value, label in choices(members)]
    return sorted(words, key=lambda pair: pair[1].lower())


def _filter_words(asked: Asked) -> str:
    """Return the filters that are on, in words."""
    names = {
        "van": _("vanaf"),
        "tot": _("tot en met"),
        "groep": _("groep"),
        "handeling": _("handeling"),
        "persoon": _("persoon"),
        "netwerk": _("netwerk"),
        "soort": _("waarover"),
        "q": _("woorden"),
        "adres": _("adres"),
    }
    return "; ".join(f"{names[name]}: {_shown(name, value)}" for name, value in asked.filters.items())


def _shown(name: str, value: str) -> str:
    if name in {"van", "tot"}:
        return day(date.fromisoformat(value))
    if name == "groep":
        return str(GROUPS[ActionGroup(value)])
    if name == "handeling":
        return str(LABELS[AuditAction, value])
    return str(LABELS[SubjectKind, value]) if name == "soort" else value
