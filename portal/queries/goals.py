"""Reading subdoelen and the rode lijnen they serve."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.domain.underpinning import IndicatorFacts
from portal.models import Goal, Maatregel, Theme
from portal.models.indicator import indicator_goal
from portal.models.maatregel import maatregel_goal
from portal.queries.audience import AudienceScope
from portal.queries.indicator_facts import indicator_facts
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


def indicators_by_goal(
    session: Session, scope: AudienceScope, today: date
) -> dict[int, list[IndicatorFacts]]:
    """Return for each goal what the indicators in use that are linked to it offer, in two queries."""
    facts = indicator_facts(session, scope, today)
    found: dict[int, list[IndicatorFacts]] = {}
    for goal_id, indicator_id in session.execute(
        sa.select(indicator_goal.c.goal_id, indicator_goal.c.indicator_id)
    ):
        if indicator_id in facts:
            found.setdefault(goal_id, []).append(facts[indicator_id])
    return found
