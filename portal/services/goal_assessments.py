"""Saying of a subdoel how it stands over a period; adopting the period fixes what was said."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import StaleVersionError
from portal.domain.goals import AssessmentContent, check_assessable, check_assessment
from portal.models import Goal, GoalAssessment, Period
from portal.queries.goal_assessments import assessment_of
from portal.services import audit


def assess_goal(
    session: Session, actor: Actor, goal: Goal, period: Period, version: int, content: AssessmentContent
) -> None:
    """Save it; version zero is one that was not there yet, and saying the same again changes nothing.

    Raises PeriodNotBegunError, AssessmentFixedError, AssessmentIncompleteError or StaleVersionError.
    """
    # Nobody adopts the period meanwhile, and two people who begin at once must not both make one.
    session.refresh(period, ["state", "version"], with_for_update={"read": True})
    check_assessable(period.state)
    check_assessment(goal.kind, content)
    session.execute(sa.select(Goal.id).where(Goal.id == goal.id).with_for_update(key_share=True)).all()
    row = assessment_of(session, goal.id, period.id)
    if row is not None:
        session.refresh(row, with_for_update=True)
        if AssessmentContent(row.words, row.rating) == content:
            return
    if (row.version if row else 0) != version:
        raise StaleVersionError
    before = row.rating if row else None
    if row is None:
        row = GoalAssessment(goal=goal, period=period)
        session.add(row)
    row.words, row.rating = content.words, content.rating
    row.written_at = clock.now()
    row.written_by_id = actor.account_id  # type: ignore[assignment]  # the database refuses nobody
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.GOAL_ASSESSED,
        SubjectKind.GOAL,
        goal.id,
        goal.title,
        details={"part": period.title, "period": period.code, "rating": [before, content.rating]},
    )
