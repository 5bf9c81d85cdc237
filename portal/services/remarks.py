"""What members say of an item before the meeting; only ever added."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction
from portal.domain.errors import ReasonRequiredError
from portal.models import AgendaItem, Remark
from portal.services.meetings import hold_meeting, record


def add_remark(session: Session, actor: Actor, item: AgendaItem, text: str) -> Remark:
    """Add a remark; the same words of the same person once. Raises ReasonRequiredError, MeetingHeldError."""
    if actor.account_id is None or not text.strip():
        raise ReasonRequiredError
    hold_meeting(session, item.meeting)
    present = session.scalar(
        sa.select(Remark).where(
            Remark.item_id == item.id, Remark.author_id == actor.account_id, Remark.text == text
        )
    )
    if present is not None:
        return present
    remark = Remark(item_id=item.id, text=text, author_id=actor.account_id, made_at=clock.now())
    session.add(remark)
    session.flush()
    record(session, actor, AuditAction.REMARK_MADE, item.meeting, details={"place": item.position})
    session.expire(item, ["remarks"])
    return remark
