"""Reading letters to the Kamer, what they say, and the asks that they speak of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.audience import Audience
from portal.models import Ask, IssuedDocument, Letter, Passage, RegisterItem
from portal.models.letter import passage_ask
from portal.queries.search import contains_words


@dataclass(frozen=True)
class LetterFilter:
    """Which letters are wanted; what was taken back is only for who keeps the file."""

    words: str = ""
    year: int | None = None
    retracted: bool = False

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on letters."""
        conditions: list[sa.ColumnElement[bool]] = []
        for word in self.words.split():
            columns = (Letter.code, Letter.title, Letter.reference, Letter.kamerstuk)
            said = Letter.passages.any(
                sa.and_(self._shown(), contains_words(word, Passage.text, Passage.section))
            )
            conditions.append(sa.or_(contains_words(word, *columns), said))
        if self.year is not None:
            conditions.append(sa.extract("year", Letter.sent_on) == self.year)
        if not self.retracted:
            conditions.append(Letter.retracted_at.is_(None))
        return sa.and_(sa.true(), *conditions)

    def _shown(self) -> sa.ColumnElement[bool]:
        return sa.true() if self.retracted else Passage.retracted_at.is_(None)


@dataclass(frozen=True)
class LetterRow:
    """A letter in a list, with how much was copied from it."""

    letter: Letter
    passages: int
    asks: int


def count_letters(session: Session, wanted: LetterFilter) -> int:
    """Return how many letters there are."""
    return session.scalar(sa.select(sa.func.count(Letter.id)).where(wanted.clause())) or 0


def letters(session: Session, wanted: LetterFilter, limit: int, offset: int) -> list[LetterRow]:
    """Return letters, the newest first."""
    stand = sa.and_(Passage.letter_id == Letter.id, Passage.retracted_at.is_(None))
    copied = sa.select(sa.func.count(Passage.id)).where(stand).scalar_subquery()
    spoken = (
        sa.select(sa.func.count(sa.distinct(passage_ask.c.ask_id)))
        .join(Passage, Passage.id == passage_ask.c.passage_id)
        .where(stand)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Letter, copied, spoken)
        .where(wanted.clause())
        .order_by(Letter.sent_on.desc(), Letter.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [LetterRow(*row) for row in rows]


def letter_years(session: Session, wanted: LetterFilter) -> list[int]:
    """Return the years in which a letter was sent, newest first."""
    year = sa.extract("year", Letter.sent_on)
    found = session.scalars(sa.select(year).where(wanted.clause()).distinct())
    return sorted((int(each) for each in found), reverse=True)


def letter_by_code(session: Session, code: str, *, retracted: bool) -> Letter | None:
    """Return one letter with its passages and the asks they speak of; `retracted` also one taken back."""
    asks = selectinload(Letter.passages).selectinload(Passage.asks).joinedload(Ask.item)
    return session.scalar(
        sa.select(Letter)
        .where(Letter.code == code, LetterFilter(retracted=retracted).clause())
        .options(joinedload(Letter.document), joinedload(Letter.issued_document), asks)
    )


def asks_to_speak_of(session: Session, words: str = "") -> Sequence[Ask]:
    """Return the asks that a letter can speak of, those of one motie or promise together."""
    query = (
        sa.select(Ask)
        .join(Ask.item)
        .where(Ask.retired_on.is_(None), RegisterItem.retired_on.is_(None))
        .options(contains_eager(Ask.item))
        .order_by(RegisterItem.item_kind, RegisterItem.position, RegisterItem.id, Ask.position, Ask.id)
    )
    for word in words.split():
        query = query.where(contains_words(word, Ask.text, Ask.code, RegisterItem.title))
    return session.scalars(query).all()


def documents_to_enclose(session: Session) -> Sequence[IssuedDocument]:
    """Return the documents of this portal that can go with a letter: those that are for everybody."""
    return session.scalars(
        sa.select(IssuedDocument)
        .where(IssuedDocument.audience == Audience.PUBLIC)
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc())
    ).all()


def kept_letters(session: Session) -> Mapping[str, Letter]:
    """Return every file of a letter that should lie in the store, by its key there."""
    rows = session.scalars(sa.select(Letter).where(Letter.file_key != ""))
    return {each.file_key: each for each in rows}
