"""What the Kamer was told, what was closed with it, and which terms moved."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from portal.domain.file_events import FilePart
from portal.domain.parliament import ClosingState
from portal.models import AskClosing, Passage, Postponement
from portal.web.file_story.event import Codes, FileEvent, Place, at, on
from portal.web.formats import day
from portal.web.labels import label
from portal.web.letter_words import passage_url, passage_words


def said(passages: Iterable[Passage]) -> Iterator[FileEvent]:
    """Yield what letters to the Kamer say of it, on the day they were sent."""
    for passage in passages:
        letter, retracted = passage.letter, passage.retracted_at is not None
        words = _("De Kamer is geïnformeerd: %(passage)s", passage=passage_words(passage))
        yield FileEvent(
            FilePart.LETTER,
            on(letter.sent_on),
            f"{words} {_('(later ingetrokken)')}" if retracted else str(words),
            letter.reference or letter.kamerstuk or str(_("Brief aan de Kamer")),
            passage.text,
            "neutral" if retracted else "good",
            _place(passage),
        )


def closed(closings: Iterable[AskClosing], codes: Codes) -> Iterator[FileEvent]:
    """Yield who proposed to close what, and what a second person said of that."""
    for each in closings:
        about, place = codes.get(each.ask_id, ""), _place(each.passage)
        what = str(label(each.outcome)).lower()
        if each.occurrence is not None:
            what = str(_("%(outcome)s, keer %(number)s", outcome=what, number=each.occurrence.number))
        yield FileEvent(
            FilePart.CLOSING,
            at(each.proposed_at),
            str(_("Voorgesteld om af te sluiten als ‘%(what)s’", what=what)),
            each.proposed_by.name,
            each.reason,
            "attention",
            place,
            about,
        )
        if each.decided_at is not None and each.decided_by is not None:
            yield FileEvent(
                FilePart.CLOSING,
                at(each.decided_at),
                _decision(each, what),
                each.decided_by.name,
                each.decision_reason,
                "good" if each.state is ClosingState.APPROVED else "neutral",
                place,
                about,
            )


def moved(postponements: Iterable[Postponement], codes: Codes) -> Iterator[FileEvent]:
    """Yield which terms moved, why, and which letter says so."""
    for each in postponements:
        former = day(each.from_day) or str(_("niet bepaald"))
        words = str(_("Termijn van %(former)s naar %(new)s", former=former, new=day(each.to_day)))
        if each.occurrence is not None:
            words = str(_("%(words)s, keer %(number)s", words=words, number=each.occurrence.number))
        yield FileEvent(
            FilePart.TERM,
            at(each.at),
            words,
            each.by.name,
            each.reason,
            "attention",
            _place(each.passage),
            codes.get(each.ask_id, ""),
        )


def _decision(each: AskClosing, what: str) -> str:
    if each.state is ClosingState.REFUSED:
        return str(_("Niet akkoord met ‘%(what)s’", what=what))
    words = _("Akkoord van een tweede persoon met ‘%(what)s’", what=what)
    return f"{words} {_('(later teruggedraaid)')}" if each.state is ClosingState.REVOKED else str(words)


def _place(passage: Passage | None) -> Place | None:
    return Place(passage_words(passage), passage_url(passage)) if passage is not None else None
