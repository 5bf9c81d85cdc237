"""How the story begins: what was asked, what the plan and its letters said, and who carries it out."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.domain.file_events import FilePart
from portal.domain.parliament import RegisterKind
from portal.models import Ask, AskLink, Document, RegisterItem
from portal.queries.ask_files import ItemFile
from portal.queries.item_history import ItemHistory
from portal.web.file_story.event import Codes, FileEvent, Place, When, at, dated, on
from portal.web.labels import kind as badge_kind
from portal.web.labels import label

PAGES = {RegisterKind.MOTIE: "moties.show", RegisterKind.TOEZEGGING: "moties.show_toezegging"}
"""Pages of what is asked, by its kind."""


def asked(file: ItemFile, documents: Sequence[Document]) -> Iterator[FileEvent]:
    """Yield what was asked and decided about it, and the asks it was split into."""
    item = file.item
    when = _begun(item, documents)
    yield FileEvent(
        FilePart.ASKED,
        when,
        str(_("%(kind)s: %(title)s", kind=label(item.item_kind), title=item.title)),
        ", ".join(item.submitters) or item.source_words or str(_("Plan van aanpak")),
        kind="info",
        place=item_place(item),
    )
    if item.vote is not None:
        yield FileEvent(
            FilePart.ASKED,
            on(item.voted_on) if item.voted_on else when,
            str(_("Stemming: %(vote)s", vote=str(label(item.vote)).lower())),
            str(_("Tweede Kamer")),
            kind=badge_kind(item.vote),
        )
    for each in file.asks:
        yield from _split(each.ask, documents)


def linked(file: ItemFile, history: ItemHistory, codes: Codes) -> Iterator[FileEvent]:
    """Yield which maatregelen carry it out: according to the plan, and linked since."""
    added = {link.maatregel.code for link in history.links}
    of_plan = {each.code: each.title for ask in file.asks for each in ask.links if each.code not in added}
    if of_plan:
        source = next((each for each in reversed(history.documents) if each.dated_on), None)
        words = ngettext(
            "Volgens het plan voert %(num)s maatregel dit uit: %(names)s",
            "Volgens het plan voeren %(num)s maatregelen dit uit: %(names)s",
            len(of_plan),
            names="; ".join(f"{title} ({code})" for code, title in of_plan.items()),
        )
        yield FileEvent(FilePart.LINK, dated(source), str(words), str(_("Plan van aanpak")))
    for link in history.links:
        yield from _link(link, codes.get(link.ask_id, ""))


def item_place(item: RegisterItem) -> Place | None:
    """Return the page of a motie or promise; not everything in the register has one."""
    endpoint = PAGES.get(item.item_kind)
    return Place(item.code, url_for(endpoint, code=item.code)) if endpoint else None


def _begun(item: RegisterItem, documents: Sequence[Document]) -> When:
    """Return the date that the register gives; a promise was made in the first document that tells of it."""
    if item.date_sort:
        return When(item.date_sort, item.date_words or item.date_sort)
    codes = {source.document for source in item.sources}
    return on(
        min((each.dated_on for each in documents if each.code in codes and each.dated_on), default=None)
    )


def _source(ask: Ask, documents: Sequence[Document]) -> Document | None:
    """Return the newest document that tells of an ask; of most asks the plan says so with the whole."""
    codes = {source.document for source in ask.sources or ask.item.sources}
    found = [each for each in documents if each.code in codes]
    return max(found, key=lambda each: each.dated_on or date.min, default=None)


def _split(ask: Ask, documents: Sequence[Document]) -> Iterator[FileEvent]:
    source = _source(ask, documents)
    yield FileEvent(
        FilePart.ASKED,
        at(ask.added_at) if ask.added_at else dated(source),
        str(_("Verzoek: %(text)s", text=ask.text)),
        str(_("Programmabureau") if ask.added_at else _("Plan van aanpak")),
        place=Place(ask.code, url_for("asks.show", code=ask.code)),
    )
    if ask.letter_judgement is not None:
        yield FileEvent(
            FilePart.LETTER,
            dated(source),
            str(_("De brief zegt: %(judgement)s", judgement=str(label(ask.letter_judgement)).lower())),
            source.title if source else str(_("Plan van aanpak")),
            ask.response,
            "info",
            Place(source.title, url_for("documents.show", code=source.code)) if source else None,
            ask.code,
        )


def _link(link: AskLink, about: str) -> Iterator[FileEvent]:
    place = Place(link.maatregel.code, url_for("maatregelen.show", code=link.maatregel.code))
    words = _("Gekoppeld aan de maatregel ‘%(title)s’", title=link.maatregel.title)
    yield FileEvent(
        FilePart.LINK,
        at(link.added_at),
        str(words),
        link.added_by.name,
        link.contribution,
        "info",
        place,
        about,
    )
    if link.removed_at is not None:
        words = _("Niet langer gekoppeld aan de maatregel ‘%(title)s’", title=link.maatregel.title)
        who = str(_("Programmabureau"))
        yield FileEvent(FilePart.LINK, at(link.removed_at), str(words), who, place=place, about=about)
