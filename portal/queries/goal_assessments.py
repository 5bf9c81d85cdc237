"""Reading what the programme office said of the subdoelen, over the periods of which one may read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal.domain.goals import ASSESSABLE
from portal.domain.progress import Rating
from portal.domain.workflow import PeriodState
from portal.models import GoalAssessment, Period


@dataclass(frozen=True)
class LastAssessment:
    """The newest assessment of a goal, without its words."""

    rating: Rating | None
    period_title: str


def assessments_of_goal(
    session: Session, goal_id: int, states: Collection[PeriodState]
) -> Sequence[GoalAssessment]:
    """Return the assessments of a goal over periods in these states, newest first."""
    return session.scalars(
        sa.select(GoalAssessment)
        .join(GoalAssessment.period)
        .where(GoalAssessment.goal_id == goal_id, Period.state.in_(sorted(states)))
        .options(contains_eager(GoalAssessment.period))
        .order_by(Period.observes_from.desc(), Period.id.desc())
    ).all()


def assessment_of(session: Session, goal_id: int, period_id: int) -> GoalAssessment | None:
    """Return the assessment of a goal over a period."""
    return session.scalar(
        sa.select(GoalAssessment).where(
            GoalAssessment.goal_id == goal_id, GoalAssessment.period_id == period_id
        )
    )


def last_assessments(session: Session, states: Collection[PeriodState]) -> dict[int, LastAssessment]:
    """Return by goal the newest assessment over periods in these states."""
    rows = session.execute(
        sa.select(GoalAssessment.goal_id, GoalAssessment.rating, Period.title)
        .join(GoalAssessment.period)
        .where(Period.state.in_(sorted(states)))
        .order_by(Period.observes_from, Period.id)
    )
    return {goal_id: LastAssessment(rating, title) for goal_id, rating, title in rows}


def assessable_periods(session: Session) -> Sequence[Period]:
    """Return the periods over which goals are assessed now, newest first."""
    return session.scalars(
        sa.select(Period)
        .where(Period.state.in_(sorted(ASSESSABLE)))
        .order_by(Period.observes_from.desc(), Period.id.desc())
    ).all()
