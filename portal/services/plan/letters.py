"""The letters among the documents of the plan, with the quotes that the plan takes from them."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.domain import clock
from portal.domain.parliament import Origin
from portal.domain.sources import Source
from portal.models import Ask, Document, Letter, Passage, RegisterItem
from portal.queries.closings import used_passages

KINDS = frozenset({"Kamerbrief", "Voortgangsbrief"})
"""Kinds of documents that were sent to the Kamer as a letter; a page of one is no letter of its own."""
NO_LONGER_QUOTED = "Staat niet meer in de bestanden van het plan."
SECTION_LIMIT = 200

Place = tuple[str, str]
"""Section and words of a quote."""
Quotes = dict[Place, dict[int, Ask]]
"""The asks that the plan quotes a letter for, in the order of the plan."""


def keep_letters(session: Session) -> dict[str, int]:
    """Let there be a letter for each document that is one, with a passage for each quote of it.

    What is there stays: doing it again changes nothing. A quote that the plan no longer has is taken back
    unless something rests on it. Returns how many passages are new, by the code of the letter.
    """
    quotes = _quotes(session)
    added = {}
    for letter, is_new in _letters(session):
        _take_back(session, letter, quotes.get(letter.code, {}))
        count = _add(letter, quotes.get(letter.code, {}))
        if is_new or count:
            added[letter.code] = count
    session.flush()
    return added


def _letters(session: Session) -> Iterator[tuple[Letter, bool]]:
    """Yield the letter of each document that is one, and whether it was not there yet."""
    documents = session.scalars(
        sa.select(Document)
        .where(Document.kind.in_(sorted(KINDS)), Document.missing.is_(False), Document.dated_on.is_not(None))
        .order_by(Document.position)
    ).all()
    present = {
        letter.document_id: letter
        for letter in session.scalars(
            sa.select(Letter)
            .where(Letter.document_id.is_not(None))
            .options(selectinload(Letter.passages).selectinload(Passage.asks))
        )
    }
    for document in documents:
        letter = present.get(document.id)
        yield letter or _letter_of(session, document), letter is None


def _letter_of(session: Session, document: Document) -> Letter:
    letter = Letter(
        code=document.code,
        title=document.title,
        sent_on=document.dated_on,
        reference=document.reference,
        document_id=document.id,
        registered_at=clock.now(),
        passages=[],
    )
    session.add(letter)
    return letter


def _quotes(session: Session) -> Mapping[str, Quotes]:
    """Return by document what the plan quotes for which asks: a quote of a whole is about all its asks."""
    items = session.scalars(
        sa.select(RegisterItem)
        .where(RegisterItem.origin == Origin.PLAN)
        .options(selectinload(RegisterItem.asks))
        .order_by(RegisterItem.item_kind, RegisterItem.position)
    )
    found: dict[str, Quotes] = {}
    for item in items:
        asks = [ask for ask in item.asks if ask.origin is Origin.PLAN]
        for sources, about in ((item.sources, asks), *((ask.sources, [ask]) for ask in asks)):
            _note(found, sources, about)
    return found


def _note(found: dict[str, Quotes], sources: Sequence[Source], asks: Sequence[Ask]) -> None:
    for source in sources:
        place = (source.section[:SECTION_LIMIT], source.quote)
        found.setdefault(source.document, {}).setdefault(place, {}).update({ask.id: ask for ask in asks})


def _standing(letter: Letter) -> dict[Place, Passage]:
    """Return the quotes of the plan that stand with a letter; not what the office copied itself."""
    return {
        (passage.section, passage.text): passage
        for passage in letter.passages
        if passage.added_by_id is None and passage.retracted_at is None
    }


def _take_back(session: Session, letter: Letter, quotes: Quotes) -> None:
    """Take back the quotes that the plan no longer has, or has for other asks."""
    gone = [
        passage
        for place, passage in _standing(letter).items()
        if {ask.id for ask in passage.asks} - set(quotes.get(place, {}))
    ]
    used = used_passages(session, [passage.id for passage in gone])
    for passage in gone:
        if passage.id not in used:
            passage.retracted_at, passage.retraction_reason = clock.now(), NO_LONGER_QUOTED


def _add(letter: Letter, quotes: Quotes) -> int:
    """Add the quotes that are not there, and the asks that a quote is now about; return how many are new."""
    standing, count = _standing(letter), 0
    number = max((passage.number for passage in letter.passages), default=0)
    for place, asks in quotes.items():
        passage = standing.get(place)
        if passage is None:
            count += 1
            section, text = place
            passage = Passage(
                number=number + count, section=section, text=text, added_at=clock.now(), asks=[]
            )
            letter.passages.append(passage)
        passage.asks.extend(ask for number_of, ask in asks.items() if ask not in passage.asks)
    return count
