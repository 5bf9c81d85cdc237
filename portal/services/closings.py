"""Closing an ask: one person proposes it with a passage of a letter, a second one decides.

Whoever acts holds the ask first, then the letter, the passage and the proposal, so that two who act at once
do not wait for each other.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    ClosingPendingError,
    OthersClosingError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.notices import NoticeKind
from portal.domain.parliament import AskAction, ClosingState, next_ask_state
from portal.models import Ask, AskClosing, AskOccurrence
from portal.queries.recipients import officers
from portal.services import audit
from portal.services.closing_rules import (
    ClosingContent,
    add_step,
    check_closing,
    check_second_person,
    content_of,
    hold_ask,
    hold_closing,
    record_closing,
)
from portal.services.notices import tell


def propose_closing(
    session: Session, actor: Actor, ask: Ask, version: int, content: ClosingContent
) -> AskClosing:
    """Propose to close an ask and tell the colleagues; the same proposal again is the one that waits.

    Raises ReasonRequiredError, ClosingPendingError, StaleVersionError and what a closing needs.
    """
    if actor.account_id is None or not content.reason.strip():
        raise ReasonRequiredError
    hold_ask(session, ask)
    present = _pending(session, ask, content.occurrence)
    if present is not None:
        if (present.proposed_by_id, content_of(present)) == (actor.account_id, content):
            return present
        raise ClosingPendingError
    if ask.version != version:
        raise StaleVersionError
    check_closing(session, ask, content)
    closing = AskClosing(
        ask=ask,
        occurrence=content.occurrence,
        outcome=content.outcome,
        passage=content.passage,
        reason=content.reason,
        proposed_at=clock.now(),
        proposed_by_id=actor.account_id,
    )
    session.add(closing)
    session.flush()
    record_closing(session, actor, AuditAction.CLOSING_PROPOSED, closing, content.reason)
    colleagues = [account for account in officers(session) if account.id != actor.account_id]
    tell(session, NoticeKind.CLOSING_PROPOSED, colleagues, key=f"closing_proposed:{closing.id}", ask=ask)
    return closing


def approve_closing(
    session: Session, actor: Actor, closing: AskClosing, version: int, words: str = ""
) -> None:
    """Agree as the second person: the ask, or one time of it, is closed from here on.

    Raises OwnClosingError, ClosingDecidedError, StaleVersionError and what a closing needs.
    """
    hold_closing(session, closing, version)
    check_second_person(actor, closing)
    check_closing(session, closing.ask, content_of(closing))
    _settle(session, actor, closing, ClosingState.APPROVED, words)
    # The proposal comes first: the database closes nothing without one that holds.
    before, ask = closing.ask.state, closing.ask
    if closing.occurrence is not None:
        closing.occurrence.settled_at = clock.now()
    else:
        ask.state = closing.outcome
        add_step(session, actor, ask, before, closing.reason)
    session.flush()
    moved = {"from": before.value, "to": ask.state.value}
    record_closing(session, actor, AuditAction.CLOSING_APPROVED, closing, words, moved)
    _tell_proposer(session, closing)


def refuse_closing(session: Session, actor: Actor, closing: AskClosing, version: int, reason: str) -> None:
    """Disagree as the second person: nothing about the ask changes.

    Raises ReasonRequiredError, OwnClosingError, ClosingDecidedError or StaleVersionError.
    """
    if not reason.strip():
        raise ReasonRequiredError
    hold_closing(session, closing, version)
    check_second_person(actor, closing)
    _settle(session, actor, closing, ClosingState.REFUSED, reason)
    record_closing(session, actor, AuditAction.CLOSING_REFUSED, closing, reason)
    _tell_proposer(session, closing)


def withdraw_closing(session: Session, actor: Actor, closing: AskClosing, version: int) -> None:
    """Take back one's own proposal; raises OthersClosingError, ClosingDecidedError or StaleVersionError."""
    hold_closing(session, closing, version)
    if actor.account_id is None or actor.account_id != closing.proposed_by_id:
        raise OthersClosingError
    closing.state = ClosingState.WITHDRAWN
    session.flush()
    record_closing(session, actor, AuditAction.CLOSING_WITHDRAWN, closing)


def reopen_ask(session: Session, actor: Actor, ask: Ask, version: int, reason: str) -> None:
    """Open a closed ask again; what closed it no longer holds and stays to be read.

    Raises ReasonRequiredError, StaleVersionError or IllegalTransitionError.
    """
    if actor.account_id is None or not reason.strip():
        raise ReasonRequiredError
    hold_ask(session, ask)
    if ask.version != version:
        raise StaleVersionError
    before = ask.state
    ask.state = next_ask_state(AskAction.REOPEN, before)
    add_step(session, actor, ask, before, reason)
    session.flush()
    _revoke(session, ask, None)
    moved = {"from": before.value, "to": ask.state.value}
    audit.record(
        session,
        actor,
        AuditAction.ASK_MOVED,
        SubjectKind.ASK,
        ask.id,
        ask.code,
        reason=reason,
        details=moved,
    )


def reopen_occurrence(session: Session, actor: Actor, occurrence: AskOccurrence, reason: str) -> None:
    """Let one time of an ask be due again; pressing twice is once. Raises ReasonRequiredError."""
    if actor.account_id is None or not reason.strip():
        raise ReasonRequiredError
    ask = occurrence.ask
    hold_ask(session, ask)
    session.refresh(occurrence, ["settled_at"], with_for_update=True)
    if occurrence.settled_at is None:
        return
    occurrence.settled_at = None
    session.flush()
    _revoke(session, ask, occurrence)
    audit.record(
        session,
        actor,
        AuditAction.ASK_MOVED,
        SubjectKind.ASK,
        ask.id,
        ask.code,
        reason=reason,
        details={"occurrence": occurrence.number},
    )


def _settle(session: Session, actor: Actor, closing: AskClosing, state: ClosingState, words: str) -> None:
    closing.state, closing.decision_reason = state, words
    closing.decided_at, closing.decided_by_id = clock.now(), actor.account_id
    session.flush()


def _revoke(session: Session, ask: Ask, occurrence: AskOccurrence | None) -> None:
    """Let what closed the ask, or one time of it, hold no longer; the database wants it open by then."""
    holding = sa.select(AskClosing).where(
        AskClosing.ask_id == ask.id,
        AskClosing.occurrence_id.is_not_distinct_from(occurrence.id if occurrence else None),
        AskClosing.state == ClosingState.APPROVED,
    )
    for closing in session.scalars(holding.with_for_update()):
        closing.state = ClosingState.REVOKED
    session.flush()


def _pending(session: Session, ask: Ask, occurrence: AskOccurrence | None) -> AskClosing | None:
    return session.scalar(
        sa.select(AskClosing).where(
            AskClosing.ask_id == ask.id,
            AskClosing.occurrence_id.is_not_distinct_from(occurrence.id if occurrence else None),
            AskClosing.state == ClosingState.PENDING,
        )
    )


def _tell_proposer(session: Session, closing: AskClosing) -> None:
    key = f"closing_decided:{closing.id}"
    tell(session, NoticeKind.CLOSING_DECIDED, [closing.proposed_by], key=key, ask=closing.ask)
