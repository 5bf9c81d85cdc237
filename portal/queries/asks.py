"""Reading asks: one with everything it is part of, and how it came where it is."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.models import Ask, AskStep, RegisterItem


def ask_by_code(session: Session, code: str) -> Ask | None:
    """Return the ask with this code, with the motie or promise it is part of and the other asks of that."""
    item = joinedload(Ask.item)
    return session.scalar(
        sa.select(Ask)
        .where(Ask.code == code)
        .options(item.selectinload(RegisterItem.asks), item.joinedload(RegisterItem.owner))
    )


def steps_of(session: Session, ask_id: int) -> Sequence[AskStep]:
    """Return the steps of an ask with who took them, newest first; for who may read the file of asks."""
    return session.scalars(
        sa.select(AskStep)
        .where(AskStep.ask_id == ask_id)
        .options(joinedload(AskStep.by))
        .order_by(AskStep.id.desc())
    ).all()
