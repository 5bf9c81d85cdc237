"""Reading decisions of the stuurgroep, and which of them were revised."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.models import ActionItem, Decision, Maatregel
from portal.queries.search import contains_words

REVISED = "herzien"
IN_FORCE = "geldend"


@dataclass(frozen=True)
class DecisionFilter:
    """Which decisions are wanted."""

    words: str = ""
    year: int | None = None
    state: str = ""

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on decisions."""
        newer = aliased(Decision)
        revised = sa.exists().where(newer.revises_id == Decision.id)
        conditions: list[sa.ColumnElement[bool]] = []
        if self.words:
            conditions.append(contains_words(self.words, Decision.text, Decision.reason))
        if self.year is not None:
            conditions.append(Decision.year == self.year)
        if self.state == REVISED:
            conditions.append(revised)
        if self.state == IN_FORCE:
            conditions.append(~revised)
        return sa.and_(sa.true(), *conditions)


def count_decisions(session: Session, wanted: DecisionFilter) -> int:
    """Return how many decisions there are."""
    return session.scalar(sa.select(sa.func.count(Decision.id)).where(wanted.clause())) or 0


def decisions(session: Session, wanted: DecisionFilter, limit: int, offset: int) -> Sequence[Decision]:
    """Return decisions, the newest first."""
    return session.scalars(
        sa.select(Decision)
        .where(wanted.clause())
        .options(joinedload(Decision.meeting), joinedload(Decision.revises), selectinload(Decision.actions))
        .order_by(Decision.year.desc(), Decision.number.desc())
        .limit(limit)
        .offset(offset)
    ).all()


def decision_by_id(session: Session, decision_id: int) -> Decision | None:
    """Return one decision with everything that hangs on it."""
    return session.scalar(sa.select(Decision).where(Decision.id == decision_id).options(*_WHOLE))


def decisions_of(session: Session, meeting_id: int) -> Sequence[Decision]:
    """Return the decisions of a meeting with everything that hangs on them, in order."""
    return session.scalars(
        sa.select(Decision)
        .where(Decision.meeting_id == meeting_id)
        .options(*_WHOLE)
        .order_by(Decision.year, Decision.number)
    ).all()


def revisions_of(session: Session, ids: Collection[int]) -> dict[int, Decision]:
    """Return for each of these decisions that was revised, the one that took its place."""
    if not ids:
        return {}
    newer = session.scalars(sa.select(Decision).where(Decision.revises_id.in_(sorted(ids))))
    return {decision.revises_id: decision for decision in newer if decision.revises_id is not None}


def decision_years(session: Session) -> Sequence[int]:
    """Return the years in which something was decided, newest first."""
    return session.scalars(sa.select(Decision.year).distinct().order_by(Decision.year.desc())).all()


def decisions_in_force(session: Session) -> Sequence[Decision]:
    """Return the decisions that were not revised, newest first."""
    wanted = sa.select(Decision).where(DecisionFilter(state=IN_FORCE).clause())
    return session.scalars(wanted.order_by(Decision.year.desc(), Decision.number.desc())).all()


_WHOLE = (
    joinedload(Decision.meeting),
    joinedload(Decision.item),
    joinedload(Decision.revises),
    joinedload(Decision.recorded_by),
    selectinload(Decision.maatregelen).joinedload(Maatregel.network),
    selectinload(Decision.signals),
    selectinload(Decision.actions).joinedload(ActionItem.owner),
)
