"""What every step of closing an ask has in common: who is kept out, what is checked, what is kept."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.closings import needs_passage, possible_outcomes
from portal.domain.errors import (
    AskClosedError,
    ClosingDecidedError,
    LetterRetractedError,
    OccurrenceSettledError,
    OutcomeError,
    OwnClosingError,
    PassageRequiredError,
    PassageRetractedError,
    PassageUnrelatedError,
    StaleVersionError,
)
from portal.domain.parliament import CLOSED_STATES, AskState, ClosingState
from portal.models import Ask, AskClosing, AskOccurrence, AskStep, Passage
from portal.models.letter import passage_ask
from portal.services import audit


@dataclass(frozen=True)
class ClosingContent:
    """How an ask, or one time of it, would end, why, and which letter says so."""

    outcome: AskState
    reason: str
    passage: Passage | None = None
    occurrence: AskOccurrence | None = None


def hold_ask(session: Session, ask: Ask) -> None:
    """Let nobody move the ask beside us, and read again how far it is."""
    session.refresh(ask, ["state", "kind", "version"], with_for_update=True)


def hold_closing(session: Session, closing: AskClosing, version: int) -> None:
    """Let nobody decide beside us; raises ClosingDecidedError or StaleVersionError."""
    hold_ask(session, closing.ask)
    session.refresh(closing, ["state", "version", "decided_by_id"], with_for_update=True)
    if closing.state is not ClosingState.PENDING:
        raise ClosingDecidedError
    if closing.version != version:
        raise StaleVersionError


def check_closing(session: Session, ask: Ask, content: ClosingContent) -> None:
    """Raise the rule that stands in the way of this closing; the ask is held."""
    occurrence, passage = content.occurrence, content.passage
    if ask.state in CLOSED_STATES:
        raise AskClosedError
    if content.outcome not in possible_outcomes(ask.kind, whole=occurrence is None):
        raise OutcomeError
    if occurrence is not None:
        session.refresh(occurrence, ["settled_at"], with_for_update=True)
        if occurrence.ask_id != ask.id or occurrence.settled_at is not None:
            raise OccurrenceSettledError
    if passage is None:
        if needs_passage(content.outcome):
            raise PassageRequiredError
        return
    session.refresh(passage.letter, ["retracted_at"], with_for_update={"read": True})
    session.refresh(passage, ["retracted_at"], with_for_update={"read": True})
    if passage.letter.retracted_at is not None:
        raise LetterRetractedError
    if passage.retracted_at is not None:
        raise PassageRetractedError
    spoken = sa.exists().where(passage_ask.c.passage_id == passage.id, passage_ask.c.ask_id == ask.id)
    if not session.scalar(sa.select(spoken)):
        raise PassageUnrelatedError


def check_second_person(actor: Actor, closing: AskClosing) -> None:
    """Raise OwnClosingError for who made the proposal."""
    if actor.account_id is None or actor.account_id == closing.proposed_by_id:
        raise OwnClosingError


def content_of(closing: AskClosing) -> ClosingContent:
    """Return what is proposed."""
    return ClosingContent(closing.outcome, closing.reason, closing.passage, closing.occurrence)


def add_step(session: Session, actor: Actor, ask: Ask, before: AskState, reason: str) -> None:
    """Keep that an ask moved to the state it has now, and why."""
    session.add(
        AskStep(
            ask=ask,
            from_state=before,
            to_state=ask.state,
            reason=reason,
            at=clock.now(),
            by_id=actor.account_id or 0,
        )
    )


def record_closing(
    session: Session,
    actor: Actor,
    action: AuditAction,
    closing: AskClosing,
    reason: str = "",
    more: dict[str, Any] | None = None,
) -> None:
    """Write a line about the ask; what it names are codes, which every database knows alike."""
    details: dict[str, Any] = {"outcome": closing.outcome.value, **(more or {})}
    if closing.passage is not None:
        details["passage"] = f"{closing.passage.letter.code} {closing.passage.number}"
    if closing.occurrence is not None:
        details["occurrence"] = closing.occurrence.number
    ask = closing.ask
    audit.record(session, actor, action, SubjectKind.ASK, ask.id, ask.code, reason=reason, details=details)
