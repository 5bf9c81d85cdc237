"""The file of what the Kamer asked: what is proved, claimed and due, and the story of each motie."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.database import db
from portal.documents.ask_files import ask_file_figures
from portal.domain import clock
from portal.domain.areas import Area
from portal.domain.audit import SubjectKind
from portal.domain.file_events import FilePart
from portal.domain.parliament import RegisterKind
from portal.domain.proof import Concern, Proof, concerns_of, proof_of
from portal.domain.rationing import EXPORT
from portal.queries.ask_files import AskFile, ItemFile, item_files
from portal.queries.documents import document_names
from portal.queries.item_history import HistoryScope, item_history
from portal.views.handing_out import asked_kind, hand_out
from portal.views.paging import page_of
from portal.web import listing
from portal.web.ask_file_words import AskLine, ask_line
from portal.web.doors import requires
from portal.web.file_story import file_story
from portal.web.file_story.asked import item_place
from portal.web.kept_pages import asked, kept_page
from portal.web.labels import choices, label
from portal.web.rationing import costly
from portal.web.sign_in import current_principal

blueprint = Blueprint("kamer_dossier", __name__)
KEPT_UNTIL = tuple(Area)
"""What happened to an ask happened anywhere."""
LIST, ASKS = "/kamer", "/kamer/verzoeken"
STANDS: Mapping[str, Proof | Concern] = {
    "bewezen": Proof.PROVED,
    "beweerd": Proof.CLAIMED,
    "niets": Proof.NOTHING,
    "vervallen": Proof.LAPSED,
    "te-laat": Concern.LATE,
    "binnenkort": Concern.SOON,
    "zonder-eigenaar": Concern.NO_OWNER,
    "zonder-maatregel": Concern.NO_MAATREGEL,
}
"""What an ask can be counted under, by how the address says it."""


@blueprint.get(LIST)
@requires(Permission.READ_ASK_FILE)
def index() -> str:
    """Show of each motie, promise and recommendation what is proved, claimed and due."""
    return kept_page("kamer/index.html", KEPT_UNTIL, asked("soort"), _index)


def _index() -> dict[str, Any]:
    files = _files()
    chosen = {"q": listing.search_words(), "soort": listing.chosen("soort", list(RegisterKind))}
    wanted = [each for each in files if _is_wanted(each, chosen)]
    page = page_of(len(wanted), lambda limit, offset: wanted[offset : offset + limit])
    return {
        "page": page,
        "chosen": chosen,
        "kinds": _kinds(),
        "filters": _on(chosen),
        "cards": [
            (slug, STANDS[slug], count)
            for slug, count in _counted([each for file in files for each in file.asks])
        ],
        "total": sum(len(each.asks) for each in files),
        "counts": {each.item.id: dict(_counted(each.asks)) for each in page.rows},
        "states": {each.item.id: each.state(clock.today()) for each in page.rows},
        "lines": {each.item.id: [_line(ask, {}) for ask in each.asks] for each in page.rows},
        "today": clock.today(),
    }


@blueprint.get(ASKS)
@requires(Permission.READ_ASK_FILE)
def asks() -> str:
    """List the asks that are counted under something, the most urgent first."""
    return kept_page("kamer/asks.html", KEPT_UNTIL, asked("soort", "stand", "van"), _asks)


def _asks() -> dict[str, Any]:
    files = _files()
    chosen = {
        "q": listing.search_words(),
        "soort": listing.chosen("soort", list(RegisterKind)),
        "stand": listing.chosen("stand", STANDS),
        "van": listing.chosen("van", [each.item.code for each in files]),
    }
    found = [
        ask
        for file in files
        if chosen["van"] in {"", file.item.code} and _is_wanted(file, chosen)
        for ask in file.asks
        if _counts(ask, chosen["stand"])
    ]
    found.sort(key=lambda each: each.urgency)
    page = page_of(len(found), lambda limit, offset: found[offset : offset + limit])
    names = document_names(db.session)
    return {
        "page": page,
        # The asks point at what they are part of; out of reach, each would be read again.
        "files": files,
        "lines": [_line(each, names) for each in page.rows],
        "chosen": chosen,
        "filters": _on(chosen),
        "kinds": _kinds(),
        "stands": [("", _("Alle")), *((slug, label(stand)) for slug, stand in STANDS.items())],
        "items": [("", _("Alle")), *((each.item.code, each.item.title) for each in files)],
        "today": clock.today(),
    }


@blueprint.post(f"{LIST}/exporteren")
@costly(EXPORT)
@requires(Permission.READ_ASK_FILE)
def export() -> Response:
    """Give the whole dashboard as a file, and remember who took it."""
    kind, files = asked_kind(), _files()
    figures = ask_file_figures(
        files,
        document_names(db.session),
        clock.now(),
        demonstration=bool(current_app.config["DEMONSTRATION"]),
    )
    count = sum(len(each.asks) for each in files)
    return hand_out(figures, "dossier-kamer", kind, SubjectKind.REGISTER_ITEM, count=count)


@blueprint.get(f"{LIST}/<code>")
@requires(Permission.READ_ASK_FILE)
def show(code: str) -> str:
    """Show the asks of one motie or promise and its whole story on one line."""
    return kept_page("kamer/show.html", KEPT_UNTIL, (code, asked("soort")), lambda: _show(code))


def _show(code: str) -> dict[str, Any]:
    file = next(iter(_files(code)), None) or abort(404)
    principal = current_principal()
    scope = HistoryScope(principal.visibility(), principal.allows(Permission.READ_MEETINGS))
    events = file_story(file, item_history(db.session, scope, file))
    part = listing.chosen("soort", list(FilePart))
    names = document_names(db.session)
    return {
        "file": file,
        "state": file.state(clock.today()),
        "lines": [_line(each, names) for each in file.asks],
        "events": [each for each in events if part in {"", each.part}],
        "total": len(events),
        "chosen": part,
        "parts": [("", _("Alles")), *choices(FilePart)],
        "place": item_place(file.item),
        "today": clock.today(),
    }


def _files(code: str | None = None) -> Sequence[ItemFile]:
    return item_files(db.session, current_principal().visibility(), clock.today(), code)


def _line(each: AskFile, names: Mapping[str, Any]) -> AskLine:
    return ask_line(each, names, clock.today())


def _counted(asks: Sequence[AskFile]) -> list[tuple[str, int]]:
    """Return how many asks count under each, by how the address says it."""
    return [(slug, sum(_counts(each, slug) for each in asks)) for slug in STANDS]


def _counts(each: AskFile, slug: str) -> bool:
    if not slug:
        return True
    stand = STANDS[slug]
    if isinstance(stand, Proof):
        return proof_of(each.facts) is stand
    return stand in concerns_of(each.facts, clock.today())


def _is_wanted(file: ItemFile, chosen: Mapping[str, str]) -> bool:
    texts = [file.item.title, file.item.code, *(each.ask.text for each in file.asks)]
    said = " ".join(texts).casefold()
    of_kind = chosen["soort"] in {"", file.item.item_kind}
    return of_kind and all(word in said for word in chosen["q"].casefold().split())


def _on(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that are on."""
    return {name: value for name, value in chosen.items() if value}


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("Alle")), *choices(RegisterKind)]
