"""Reading the term of one ask: its times, what settled them, what was postponed, and letters about it."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.parliament import ClosingState
from portal.models import AskClosing, AskOccurrence, Passage, Postponement

Settlements = Mapping[int, AskClosing]
"""By the id of the time: the proposal that a second person approved."""


def due_of(occurrence: AskOccurrence) -> date:
    """Return the last day of one time as it holds now, inclusive."""
    return occurrence.postponed_to or occurrence.due_on


def settlements(session: Session, ask_id: int) -> Settlements:
    """Return what settled the times of an ask, with the passage that says so."""
    found = session.scalars(
        sa.select(AskClosing)
        .where(
            AskClosing.ask_id == ask_id,
            AskClosing.occurrence_id.is_not(None),
            AskClosing.state == ClosingState.APPROVED,
        )
        .options(joinedload(AskClosing.passage).joinedload(Passage.letter))
        .order_by(AskClosing.id)
    )
    return {each.occurrence_id or 0: each for each in found}


def postponements_of(session: Session, ask_id: int) -> Sequence[Postponement]:
    """Return every postponement of an ask and of its times, oldest first."""
    return session.scalars(
        sa.select(Postponement)
        .where(Postponement.ask_id == ask_id)
        .options(
            joinedload(Postponement.passage).joinedload(Passage.letter), joinedload(Postponement.occurrence)
        )
        .order_by(Postponement.id)
    ).all()
