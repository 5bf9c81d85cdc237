"""Reading subdoelen and the rode lijnen they serve."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.models import Goal, Maatregel, Theme
from portal.models.maatregel import maatregel_goal
from portal.queries.maatregelen import is_active


def all_goals(session: Session) -> Sequence[Goal]:
    """Return the goals with their themes, in the order of the nota."""
    return session.scalars(
        sa.select(Goal)
        .where(Goal.retired_on.is_(None))
        .options(selectinload(Goal.themes))
        .order_by(Goal.position)
    ).all()


def goal_by_code(session: Session, code: str) -> Goal | None:
    """Return the goal with its themes."""
    return session.scalar(sa.select(Goal).where(Goal.code == code).options(selectinload(Goal.themes)))


def all_themes(session: Session) -> Sequence[Theme]:
    """Return the rode lijnen, in the order of the letter."""
    return session.scalars(sa.select(Theme).where(Theme.retired_on.is_(None)).order_by(Theme.position)).all()


def maatregel_ids_by_goal(session: Session, today: date) -> dict[int, list[int]]:
    """Return for each goal the ids of the running maatregelen that serve it."""
    found: dict[int, list[int]] = {}
    rows = session.execute(
        sa.select(maatregel_goal.c.goal_id, Maatregel.id)
        .join(Maatregel, Maatregel.id == maatregel_goal.c.maatregel_id)
        .where(is_active(today))
    )
    for goal_id, maatregel_id in rows:
        found.setdefault(goal_id, []).append(maatregel_id)
    return found
