"""Reading the vocabularies of signals."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.signals import VocabularyKind
from portal.models import Signal, VocabularyTerm
from portal.models.signal import signal_term
from portal.queries.signals import SignalScope


def all_terms(session: Session) -> Sequence[VocabularyTerm]:
    """Return every term, retired ones too, in the order that the programme office gave."""
    return session.scalars(
        sa.select(VocabularyTerm).order_by(
            VocabularyTerm.kind.desc(), VocabularyTerm.position, VocabularyTerm.id
        )
    ).all()


def offered_terms(
    session: Session, today: date, kept: Collection[VocabularyTerm] = ()
) -> Sequence[VocabularyTerm]:
    """Return the terms that can be chosen on a day, and those that a signal already has."""
    return [term for term in all_terms(session) if is_offered(term, today) or term in kept]


def is_offered(term: VocabularyTerm, today: date) -> bool:
    """Return whether a term can be chosen on a day; the last day counts."""
    return term.retired_on is None or term.retired_on >= today


def term_by_id(session: Session, term_id: int) -> VocabularyTerm | None:
    """Return one term."""
    return session.get(VocabularyTerm, term_id)


def same_title(session: Session, kind: VocabularyKind, title: str) -> VocabularyTerm | None:
    """Return the term of a vocabulary that has this title, whatever its capitals."""
    return session.scalar(
        sa.select(VocabularyTerm).where(
            VocabularyTerm.kind == kind, sa.func.lower(VocabularyTerm.title) == title.lower()
        )
    )


def uses(session: Session, scope: SignalScope) -> dict[int, int]:
    """Return in how many signals each term stands, among those that may be read."""
    rows = session.execute(
        sa.select(signal_term.c.term_id, sa.func.count())
        .join(Signal, Signal.id == signal_term.c.signal_id)
        .where(scope.clause())
        .group_by(signal_term.c.term_id)
    )
    return dict(rows.all())
