"""Recording what moves money after the plan was fixed; nothing is changed, a mistake is reversed."""

from dataclasses import replace
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.budget_events import EventContent, Move, overdrawn
from portal.domain.errors import InvalidMoveError, NotReversibleError, OverdrawnError, ReasonRequiredError
from portal.models import BudgetEvent, Network
from portal.queries.money import budgets, move_of
from portal.services import audit


def record_event(session: Session, actor: Actor, content: EventContent, token: str) -> BudgetEvent:
    """Record a move; the same token again returns the event that is there already.

    Raises InvalidMoveError, ReasonRequiredError or OverdrawnError.
    """
    if not content.move.fits or content.move.reverses or content.happened_on > clock.today():
        raise InvalidMoveError
    _hold(session, content.move)
    known = session.scalar(sa.select(BudgetEvent).where(BudgetEvent.token == token))
    return known or _add(session, actor, content, token, None)


def reverse_event(session: Session, actor: Actor, event: BudgetEvent, reason: str) -> BudgetEvent:
    """Take an event back with another one; twice is once.

    Raises NotReversibleError, ReasonRequiredError or OverdrawnError when the money has moved on meanwhile.
    """
    if event.reverses_id is not None:
        raise NotReversibleError
    move = replace(move_of(event), reverses=True)
    _hold(session, move)
    known = session.scalar(sa.select(BudgetEvent).where(BudgetEvent.reverses_id == event.id))
    content = EventContent(move, clock.today(), reason, event.decision)
    return known or _add(session, actor, content, str(uuid4()), event.id)


def _hold(session: Session, move: Move) -> None:
    """Let nobody else move money of these networks until this transaction ends."""
    ids = sorted({move.network_id, move.to_network_id or move.network_id})
    held = sa.select(Network.id).where(Network.id.in_(ids)).order_by(Network.id)
    session.execute(held.with_for_update(key_share=True)).all()


def _add(
    session: Session, actor: Actor, content: EventContent, token: str, reverses_id: int | None
) -> BudgetEvent:
    move = content.move
    if not content.reason.strip() or not content.decision.strip():
        raise ReasonRequiredError
    if overdrawn(budgets(session, {move.year, move.to_year or move.year}).now, move):
        raise OverdrawnError
    event = BudgetEvent(
        kind=move.kind,
        network_id=move.network_id,
        year=move.year,
        funding_source_id=move.funding_source_id,
        amount=move.amount,
        to_year=move.to_year,
        to_network_id=move.to_network_id,
        happened_on=content.happened_on,
        reason=content.reason,
        decision=content.decision,
        reverses_id=reverses_id,
        token=token,
        recorded_at=clock.now(),
        recorded_by_id=actor.account_id,
    )
    session.add(event)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.BUDGET_EVENT_RECORDED,
        SubjectKind.BUDGET_EVENT,
        event.id,
        f"{event.network.title}, {event.year}",
        network_id=event.network_id,
        reason=event.reason,
        details={
            "kind": event.kind.value,
            "amount": event.amount,
            "to_year": event.to_year,
            "to_network": event.to_network.code if event.to_network else None,
            "reverses": reverses_id,
        },
    )
    return event
