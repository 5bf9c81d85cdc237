"""Recording what the stuurgroep decides at a meeting; a decision is never edited, a revision is a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import DecisionRevisedError, ReasonRequiredError
from portal.domain.meetings import decision_number
from portal.models import ActionItem, AgendaItem, Decision, Maatregel, Meeting, Signal
from portal.services import audit
from portal.services.actions import ActionContent, give_action
from portal.services.locks import hold_table
from portal.services.meetings import hold_session

Row = TypeVar("Row", Maatregel, Signal)


@dataclass(frozen=True)
class DecisionContent:
    """What was decided and why, about what, and which earlier decision it takes the place of."""

    text: str
    reason: str
    maatregel_ids: Sequence[int] = ()
    signal_ids: Sequence[int] = ()
    item: AgendaItem | None = None
    revises: Decision | None = None


def record_decision(session: Session, actor: Actor, meeting: Meeting, content: DecisionContent) -> Decision:
    """Record a decision with the next number of the year; the same one again is the one that is there.

    Raises ReasonRequiredError, NotInSessionError, MeetingHeldError or DecisionRevisedError.
    """
    if actor.account_id is None or not content.text.strip() or not content.reason.strip():
        raise ReasonRequiredError
    hold_session(session, meeting)
    # Two meetings of one year take numbers from one row, and a form that was sent twice is one decision.
    hold_table(session, Decision)
    present = _same(session, meeting, content)
    if present is not None:
        return present
    if content.revises is not None and _is_revised(session, content.revises):
        raise DecisionRevisedError
    year = meeting.held_on.year
    decision = Decision(
        meeting_id=meeting.id,
        item_id=content.item.id if content.item else None,
        year=year,
        number=_next_number(session, year),
        text=content.text,
        reason=content.reason,
        revises_id=content.revises.id if content.revises else None,
        recorded_at=clock.now(),
        recorded_by_id=actor.account_id,
        maatregelen=_all(session, Maatregel, content.maatregel_ids),
        signals=_all(session, Signal, content.signal_ids),
    )
    session.add(decision)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.DECISION_RECORDED,
        SubjectKind.DECISION,
        decision.id,
        decision_number(decision.year, decision.number),
        details={
            "meeting": meeting.held_on.isoformat(),
            "revises": decision_number(content.revises.year, content.revises.number)
            if content.revises
            else "",
        },
    )
    session.expire(meeting, ["decisions"])
    return decision


def add_action(session: Session, actor: Actor, decision: Decision, content: ActionContent) -> ActionItem:
    """Give an action that follows from a decision; the same one again is the one that is there."""
    # A form that was sent twice at once must not give somebody two actions.
    session.execute(sa.select(Decision.id).where(Decision.id == decision.id).with_for_update())
    given = session.scalars(sa.select(ActionItem).where(ActionItem.decision_id == decision.id))
    same = (content.what, content.owner.id, content.due_on)
    for action in given:
        if (action.what, action.owner_id, action.due_on) == same:
            return action
    return give_action(session, actor, content, decision=decision)


def _same(session: Session, meeting: Meeting, content: DecisionContent) -> Decision | None:
    """Return the decision of this meeting that says this already."""
    return session.scalar(
        sa.select(Decision).where(
            Decision.meeting_id == meeting.id,
            Decision.text == content.text,
            Decision.reason == content.reason,
            Decision.item_id.is_not_distinct_from(content.item.id if content.item else None),
            Decision.revises_id.is_not_distinct_from(content.revises.id if content.revises else None),
        )
    )


def _is_revised(session: Session, decision: Decision) -> bool:
    return bool(session.scalar(sa.select(sa.exists().where(Decision.revises_id == decision.id))))


def _next_number(session: Session, year: int) -> int:
    last = session.scalar(sa.select(sa.func.max(Decision.number)).where(Decision.year == year))
    return (last or 0) + 1


def _all(session: Session, kind: type[Row], ids: Sequence[int]) -> list[Row]:
    return [row for each in sorted(set(ids)) if (row := session.get(kind, each)) is not None]
