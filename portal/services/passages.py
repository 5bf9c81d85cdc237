"""Copying passages from a letter, with the asks they speak of; a mistake in copying is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction
from portal.domain.errors import (
    KeptByPlanError,
    PassageContentError,
    PassageInUseError,
    PassageRetractedError,
    ReasonRequiredError,
)
from portal.models import Ask, Letter, Passage
from portal.queries.closings import used_passages
from portal.services.letters import hold_letter, record


@dataclass(frozen=True)
class PassageContent:
    """The words of a letter as they stand there, where they stand, and which asks they speak of."""

    text: str
    section: str
    asks: Sequence[Ask]


def add_passages(
    session: Session, actor: Actor, letter: Letter, passages: Sequence[PassageContent]
) -> list[Passage]:
    """Add passages to a letter; one that is there already gets the asks that are new.

    Raises PassageContentError or LetterRetractedError.
    """
    if actor.account_id is None or not all(each.text.strip() and each.asks for each in passages):
        raise PassageContentError
    # Two people take numbers of one letter, and a form that was sent twice adds nothing the second time.
    hold_letter(session, letter)
    return [_add(session, actor, letter, content) for content in passages]


def link_asks(session: Session, actor: Actor, passage: Passage, asks: Sequence[Ask]) -> None:
    """Say of which other asks a passage speaks; what was said before stays.

    Raises KeptByPlanError, LetterRetractedError or PassageRetractedError.
    """
    _hold(session, passage)
    _link(session, actor, passage, asks)


def retract_passage(session: Session, actor: Actor, passage: Passage, reason: str) -> None:
    """Take back a passage that was copied wrongly, while the closing of no ask rests on it.

    Raises ReasonRequiredError, KeptByPlanError, PassageRetractedError or PassageInUseError.
    """
    if not reason.strip():
        raise ReasonRequiredError
    _hold(session, passage)
    if used_passages(session, [passage.id]):
        raise PassageInUseError
    passage.retracted_at, passage.retracted_by_id = clock.now(), actor.account_id
    passage.retraction_reason = reason
    session.flush()
    details = {"part": str(passage.number)}
    record(session, actor, AuditAction.PASSAGE_RETRACTED, passage.letter, reason, details)


def next_number(session: Session, letter: Letter) -> int:
    """Return the number that the next passage of a letter gets."""
    last = session.scalar(sa.select(sa.func.max(Passage.number)).where(Passage.letter_id == letter.id))
    return (last or 0) + 1


def _add(session: Session, actor: Actor, letter: Letter, content: PassageContent) -> Passage:
    present = session.scalar(
        sa.select(Passage).where(
            Passage.letter_id == letter.id,
            Passage.text == content.text,
            Passage.section == content.section,
            Passage.added_by_id.is_not(None),
            Passage.retracted_at.is_(None),
        )
    )
    if present is not None:
        _link(session, actor, present, content.asks)
        return present
    passage = Passage(
        letter=letter,
        number=next_number(session, letter),
        section=content.section,
        text=content.text,
        added_at=clock.now(),
        added_by_id=actor.account_id,
        asks=sorted(set(content.asks), key=lambda ask: ask.id),
    )
    session.add(passage)
    session.flush()
    _record_asks(session, actor, passage, passage.asks)
    return passage


def _link(session: Session, actor: Actor, passage: Passage, asks: Sequence[Ask]) -> None:
    new = [ask for ask in sorted(set(asks), key=lambda ask: ask.id) if ask not in passage.asks]
    if new:
        passage.asks.extend(new)
        session.flush()
        _record_asks(session, actor, passage, new)


def _hold(session: Session, passage: Passage) -> None:
    """Let nobody use the passage or take it back beside us; the letter comes first, as everywhere."""
    if passage.added_by_id is None:
        raise KeptByPlanError
    hold_letter(session, passage.letter)
    session.refresh(passage, ["retracted_at"], with_for_update=True)
    if passage.retracted_at is not None:
        raise PassageRetractedError
    session.refresh(passage, ["asks"])


def _record_asks(session: Session, actor: Actor, passage: Passage, asks: Sequence[Ask]) -> None:
    details = {"part": str(passage.number), "asks": [ask.code for ask in asks]}
    record(session, actor, AuditAction.PASSAGE_ADDED, passage.letter, details=details)
