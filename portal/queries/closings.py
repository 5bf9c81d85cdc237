"""Reading proposals to close an ask, and which passages of letters they rest on."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.parliament import ClosingState
from portal.models import Ask, AskClosing, AskLink, AskOccurrence, Letter, Maatregel, Passage, Postponement
from portal.models.letter import passage_ask

_RESTING = (ClosingState.PENDING, ClosingState.APPROVED)
"""States of a proposal in which its passage must stay."""


def count_waiting(session: Session, account_id: int | None = None) -> int:
    """Return how many proposals wait for a second person; with an account, those that it may decide."""
    waiting = sa.select(sa.func.count(AskClosing.id)).where(AskClosing.state == ClosingState.PENDING)
    if account_id is not None:
        waiting = waiting.where(AskClosing.proposed_by_id != account_id)
    return session.scalar(waiting) or 0


def waiting(session: Session, limit: int, offset: int) -> Sequence[AskClosing]:
    """Return the proposals that wait for a second person, the oldest first."""
    return session.scalars(
        sa.select(AskClosing)
        .where(AskClosing.state == ClosingState.PENDING)
        .options(*_WHOLE)
        .order_by(AskClosing.id)
        .limit(limit)
        .offset(offset)
    ).all()


def waits_for(session: Session, ask_id: int, account_id: int) -> bool:
    """Return whether a proposal about an ask waits for this person."""
    return bool(
        session.scalar(
            sa.select(
                sa.exists().where(
                    AskClosing.ask_id == ask_id,
                    AskClosing.state == ClosingState.PENDING,
                    AskClosing.proposed_by_id != account_id,
                )
            )
        )
    )


def closings_of(session: Session, ask_id: int) -> Sequence[AskClosing]:
    """Return everything that was ever proposed about an ask, newest first: for who reads its file."""
    return session.scalars(
        sa.select(AskClosing)
        .where(AskClosing.ask_id == ask_id)
        .options(*_WHOLE)
        .order_by(AskClosing.id.desc())
    ).all()


def approved_of(session: Session, ask_id: int) -> Sequence[AskClosing]:
    """Return what closed an ask, or times of it, and still holds, newest first: for everybody."""
    return session.scalars(
        sa.select(AskClosing)
        .where(AskClosing.ask_id == ask_id, AskClosing.state == ClosingState.APPROVED)
        .options(*_WHOLE)
        .order_by(AskClosing.id.desc())
    ).all()


def closing_by_id(session: Session, ask_code: str, closing_id: int) -> AskClosing | None:
    """Return one proposal about an ask, with everything a second person looks at."""
    return session.scalar(
        sa.select(AskClosing)
        .join(Ask, Ask.id == AskClosing.ask_id)
        .where(AskClosing.id == closing_id, Ask.code == ask_code)
        .options(*_WHOLE)
    )


def outcomes_of(session: Session, passage_ids: Collection[int]) -> dict[tuple[int, int], list[AskClosing]]:
    """Return by passage and ask what was closed with these passages and still holds."""
    found: dict[tuple[int, int], list[AskClosing]] = {}
    rows = session.scalars(
        sa.select(AskClosing)
        .where(AskClosing.passage_id.in_(sorted(passage_ids)), AskClosing.state == ClosingState.APPROVED)
        .options(joinedload(AskClosing.occurrence))
        .order_by(AskClosing.id)
    )
    for closing in rows:
        found.setdefault((closing.passage_id or 0, closing.ask_id), []).append(closing)
    return found


def used_passages(session: Session, passage_ids: Collection[int]) -> frozenset[int]:
    """Return which of these passages must stay: a closing or postponement rests on them."""
    if not passage_ids:
        return frozenset()
    wanted = sorted(passage_ids)
    closing = sa.select(AskClosing.passage_id).where(
        AskClosing.passage_id.in_(wanted), AskClosing.state.in_(sorted(_RESTING))
    )
    later = sa.select(Postponement.passage_id).where(Postponement.passage_id.in_(wanted))
    return frozenset(number for number in session.scalars(closing.union(later)) if number is not None)


def passages_about(session: Session, ask_id: int) -> Sequence[Passage]:
    """Return what letters say of an ask, the newest letter first; without what was taken back."""
    return session.scalars(
        sa.select(Passage)
        .join(passage_ask, passage_ask.c.passage_id == Passage.id)
        .join(Letter, Letter.id == Passage.letter_id)
        .where(passage_ask.c.ask_id == ask_id, Passage.retracted_at.is_(None), Letter.retracted_at.is_(None))
        .options(joinedload(Passage.letter))
        .order_by(Letter.sent_on.desc(), Letter.id.desc(), Passage.number)
    ).all()


def occurrences_to_settle(session: Session, ask_id: int) -> Sequence[AskOccurrence]:
    """Return the times of an ask that are not settled, the first one due first."""
    return _times(session, ask_id, AskOccurrence.settled_at.is_(None))


def settled_occurrences(session: Session, ask_id: int) -> Sequence[AskOccurrence]:
    """Return the times of an ask that are settled, in order."""
    return _times(session, ask_id, AskOccurrence.settled_at.is_not(None))


def _times(session: Session, ask_id: int, wanted: sa.ColumnElement[bool]) -> Sequence[AskOccurrence]:
    return session.scalars(
        sa.select(AskOccurrence)
        .where(AskOccurrence.ask_id == ask_id, wanted)
        .options(joinedload(AskOccurrence.ask))
        .order_by(AskOccurrence.number)
    ).all()


def maatregelen_for(session: Session, ask_id: int) -> Sequence[AskLink]:
    """Return the maatregelen that carry out an ask, each with what it does for it."""
    return session.scalars(
        sa.select(AskLink)
        .where(AskLink.ask_id == ask_id, AskLink.removed_at.is_(None))
        .options(joinedload(AskLink.maatregel).joinedload(Maatregel.network))
        .order_by(AskLink.id)
    ).all()


_WHOLE = (
    joinedload(AskClosing.ask).joinedload(Ask.item),
    joinedload(AskClosing.occurrence),
    joinedload(AskClosing.passage).joinedload(Passage.letter),
    joinedload(AskClosing.proposed_by),
    joinedload(AskClosing.decided_by),
)
