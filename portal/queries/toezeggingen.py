"""Reading what was promised to the Tweede Kamer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.dates import ImpreciseDate
from portal.domain.programme import ToezeggingKind
from portal.models import Document, Maatregel, Toezegging
from portal.queries.register import RegisterFilter, fits
from portal.queries.search import contains_words

ORDERS = ("termijn", "titel", "document")


@dataclass(frozen=True)
class ToezeggingFilter(RegisterFilter):
    """Which toezeggingen are asked for; None and empty mean any."""

    kind: ToezeggingKind | None = None


def due_date(toezegging: Toezegging) -> ImpreciseDate:
    """Return when a toezegging falls due, as precise as its document is."""
    return ImpreciseDate(toezegging.due_precision, toezegging.due_latest, toezegging.due_words)


def count_toezeggingen(session: Session, wanted: ToezeggingFilter, today: date) -> int:
    """Return how many toezeggingen fit."""
    query = sa.select(sa.func.count(Toezegging.id)).where(*_conditions(wanted, today))
    return session.scalar(query) or 0


def toezeggingen(
    session: Session,
    wanted: ToezeggingFilter,
    today: date,
    *,
    order: str,
    descending: bool,
    limit: int,
    offset: int,
) -> Sequence[Toezegging]:
    """Return one page of the toezeggingen that fit; those without a date come last."""
    columns: dict[str, sa.ColumnElement[Any]] = {
        "termijn": Toezegging.due_latest.expression,
        "titel": sa.func.lower(Toezegging.title),
        "document": Document.position.expression,
    }
    column = columns[order]
    return session.scalars(
        sa.select(Toezegging)
        .outerjoin(Toezegging.document)
        .where(*_conditions(wanted, today))
        .options(*_ABOUT)
        .order_by(
            sa.case((column.is_(None), 1), else_=0),
            column.desc() if descending else column.asc(),
            Toezegging.position,
        )
        .limit(limit)
        .offset(offset)
    ).all()


def toezegging_by_code(session: Session, code: str) -> Toezegging | None:
    """Return the toezegging with what it is about."""
    return session.scalar(
        sa.select(Toezegging).where(Toezegging.code == code).options(selectinload(Toezegging.asks), *_ABOUT)
    )


def toezeggingen_of_motie(session: Session, motie_id: int) -> Sequence[Toezegging]:
    """Return what was promised because of a motie."""
    return _of(session, Toezegging.motie_id == motie_id)


def toezeggingen_of_maatregel(session: Session, maatregel_id: int) -> Sequence[Toezegging]:
    """Return what was promised about a maatregel."""
    return _of(session, Toezegging.maatregel_id == maatregel_id)


def _of(session: Session, condition: sa.ColumnElement[bool]) -> Sequence[Toezegging]:
    return session.scalars(
        sa.select(Toezegging)
        .where(condition, Toezegging.retired_on.is_(None))
        .options(joinedload(Toezegging.document))
        .order_by(Toezegging.position)
    ).all()


def _conditions(wanted: ToezeggingFilter, today: date) -> list[sa.ColumnElement[bool]]:
    conditions = [
        *fits(Toezegging, wanted, today),
        contains_words(wanted.words, Toezegging.title, Toezegging.due_words, Toezegging.state_words),
    ]
    if wanted.kind is not None:
        conditions.append(Toezegging.kind == wanted.kind)
    return conditions


_ABOUT = (
    joinedload(Toezegging.document),
    joinedload(Toezegging.maatregel).joinedload(Maatregel.network),
    joinedload(Toezegging.motie),
    joinedload(Toezegging.owner),
)
