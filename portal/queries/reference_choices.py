"""What the programme office can point at as showing that an ask is carried out: all that it may read."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal.models import (
    AskLink,
    AskReference,
    Decision,
    Document,
    Indicator,
    Knooppunt,
    Maatregel,
    MaatregelProgress,
    Network,
    Observation,
    Period,
    Report,
)
from portal.queries.ask_references import OfPlace, ReferenceScope
from portal.queries.search import contains_words

MOST_CHOICES = 40
"""So many things can be chosen from; searching finds the others."""


def progress_to_choose(
    session: Session, scope: ReferenceScope, ask_id: int, words: str
) -> Sequence[MaatregelProgress]:
    """Return rows of reports that count where the words are found: linked maatregelen, then the newest."""
    linked = sa.select(AskLink.maatregel_id).where(AskLink.ask_id == ask_id, AskLink.removed_at.is_(None))
    return session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.period)
        .join(Report.network)
        .join(MaatregelProgress.maatregel)
        .where(
            scope.progress(),
            MaatregelProgress.status.is_not(None),
            _is_new(ask_id, AskReference.progress_id, MaatregelProgress.id),
            contains_words(words, Maatregel.code, MaatregelProgress.title, Network.title, Period.title),
        )
        .options(
            contains_eager(MaatregelProgress.report).contains_eager(Report.period),
            contains_eager(MaatregelProgress.report).contains_eager(Report.network),
            contains_eager(MaatregelProgress.maatregel),
        )
        .order_by(
            sa.case((Maatregel.id.in_(linked), 0), else_=1),
            Period.observes_from.desc(),
            Network.position,
            Maatregel.position,
        )
        .limit(MOST_CHOICES)
    ).all()


def decisions_to_choose(
    session: Session, scope: ReferenceScope, ask_id: int, words: str
) -> Sequence[Decision]:
    """Return decisions, newest first, where all the words are found."""
    return session.scalars(
        sa.select(Decision)
        .where(
            scope.decisions(),
            _is_new(ask_id, AskReference.decision_id, Decision.id),
            contains_words(words, Decision.text, Decision.reason),
        )
        .order_by(Decision.year.desc(), Decision.number.desc())
        .limit(MOST_CHOICES)
    ).all()


def observations_to_choose(
    session: Session, scope: ReferenceScope, ask_id: int, words: str
) -> Sequence[Observation]:
    """Return standing values, newest first, where all the words are found."""
    return session.scalars(
        sa.select(Observation)
        .join(Observation.indicator)
        .join(Observation.knooppunt)
        .outerjoin(OfPlace, OfPlace.knooppunt_id == Observation.knooppunt_id)
        .where(
            scope.observations(),
            Observation.withdrawn_at.is_(None),
            _is_new(ask_id, AskReference.observation_id, Observation.id),
            contains_words(words, Indicator.code, Indicator.title, Knooppunt.title, Observation.source),
        )
        .options(contains_eager(Observation.indicator), contains_eager(Observation.knooppunt))
        .order_by(Observation.observed_until.desc(), Indicator.position, Observation.id.desc())
        .limit(MOST_CHOICES)
    ).all()


def documents_to_choose(
    session: Session, _scope: ReferenceScope, ask_id: int, words: str
) -> Sequence[Document]:
    """Return the documents of the plan where all the words are found; everybody reads those."""
    return session.scalars(
        sa.select(Document)
        .where(
            Document.retired_on.is_(None),
            Document.missing.is_(False),
            _is_new(ask_id, AskReference.document_id, Document.id),
            contains_words(words, Document.code, Document.title),
        )
        .order_by(Document.position)
        .limit(MOST_CHOICES)
    ).all()


def _is_new(ask_id: int, pointer: Any, number: Any) -> sa.ColumnElement[bool]:
    """Return the condition that the ask does not point at something yet."""
    pointed = sa.exists().where(
        AskReference.ask_id == ask_id, pointer == number, AskReference.removed_at.is_(None)
    )
    return ~pointed
