"""Writing what underpins a maatregel, and assessing goals."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import (
    AssessmentFixedError,
    AssessmentIncompleteError,
    NotYetOperationalError,
    PeriodNotBegunError,
    StaleVersionError,
)
from portal.domain.goals import AssessmentContent
from portal.domain.programme import GoalKind
from portal.domain.progress import Rating
from portal.domain.underpinning import UnderpinningContent
from portal.models import AuditEvent, Goal, GoalAssessment, Maatregel, Period, Underpinning
from portal.services.goal_assessments import assess_goal
from portal.services.periods import plan_period
from portal.services.underpinning import write_underpinning
from tests import builders
from tests.builders import FIRST, House

CONTENT = UnderpinningContent("Wie zich moet melden, valt op.", date(2025, 1, 1), date(2027, 1, 1))
SAID = AssessmentContent("Het overleg loopt.", Rating.GOOD)


@pytest.fixture
def built(bare_session: Session) -> House:
    return builders.house(bare_session, 1)


@pytest.fixture
def maatregel(bare_session: Session, built: House) -> Maatregel:
    return builders.maatregel(bare_session, "net-1-m1")


@pytest.fixture
def goal(bare_session: Session, built: House) -> Goal:
    """A goal that the office judges."""
    found = bare_session.scalars(sa.select(Goal).where(Goal.code == "doel-1")).one()
    found.kind = GoalKind.PROCESS
    return found


@pytest.fixture
def period(bare_session: Session, built: House) -> Period:
    return builders.open_round(bare_session, built, "2025-06", FIRST)


def events(session: Session, action: AuditAction) -> list[AuditEvent]:
    found = sa.select(AuditEvent).where(AuditEvent.action == action)
    return list(session.scalars(found.order_by(AuditEvent.id)))


def test_it_is_saved_and_remembered_without_its_text(
    bare_session: Session, built: House, maatregel: Maatregel
) -> None:
    actor = built.coordinators["net-1"]
    write_underpinning(bare_session, actor, maatregel, 0, CONTENT)
    row = bare_session.scalars(sa.select(Underpinning)).one()
    assert (row.mechanism, row.operational_on, row.evaluation_on) == (
        CONTENT.mechanism,
        CONTENT.operational_on,
        CONTENT.evaluation_on,
    )
    assert (row.version, row.written_by_id, row.written_at) == (1, actor.account_id, clock.now())
    write_underpinning(bare_session, actor, maatregel, 1, UnderpinningContent(CONTENT.mechanism))
    first, second = events(bare_session, AuditAction.UNDERPINNING_WRITTEN)
    assert (first.subject_kind, first.subject_id) == (SubjectKind.MAATREGEL, maatregel.id)
    assert first.network_id == maatregel.network_id
    assert first.details["changed"] == {
        "operational_on": [None, "2025-01-01"],
        "evaluation_on": [None, "2027-01-01"],
        "mechanism": True,
    }
    assert second.details["changed"] == {
        "operational_on": ["2025-01-01", None],
        "evaluation_on": ["2027-01-01", None],
    }


def test_saying_the_same_again_changes_nothing(
    bare_session: Session, built: House, maatregel: Maatregel
) -> None:
    write_underpinning(bare_session, built.officer, maatregel, 0, UnderpinningContent())
    assert bare_session.scalars(sa.select(Underpinning)).all() == []
    for _time in range(2):
        write_underpinning(bare_session, built.officer, maatregel, 0, CONTENT)
    assert bare_session.scalars(sa.select(Underpinning)).one().version == 1
    assert len(events(bare_session, AuditAction.UNDERPINNING_WRITTEN)) == 1


@pytest.mark.parametrize("version", [0, 2, 7])
def test_an_old_version_overwrites_nothing(
    bare_session: Session, built: House, maatregel: Maatregel, version: int
) -> None:
    write_underpinning(bare_session, built.officer, maatregel, 0, CONTENT)
    with pytest.raises(StaleVersionError):
        write_underpinning(bare_session, built.officer, maatregel, version, UnderpinningContent("Anders."))
    assert bare_session.scalars(sa.select(Underpinning.mechanism)).one() == CONTENT.mechanism


def test_it_cannot_work_since_tomorrow(bare_session: Session, built: House, maatregel: Maatregel) -> None:
    today = clock.today()
    write_underpinning(bare_session, built.officer, maatregel, 0, UnderpinningContent("", today))
    content = UnderpinningContent("", today + timedelta(days=1))
    with pytest.raises(NotYetOperationalError):
        write_underpinning(bare_session, built.officer, maatregel, 1, content)
    assert bare_session.scalars(sa.select(Underpinning.operational_on)).one() == today


def test_a_goal_is_assessed_and_that_is_remembered(
    bare_session: Session, built: House, goal: Goal, period: Period
) -> None:
    assess_goal(bare_session, built.officer, goal, period, 0, SAID)
    assess_goal(bare_session, built.officer, goal, period, 0, SAID)
    assess_goal(
        bare_session, built.officer, goal, period, 1, AssessmentContent("Toch niet.", Rating.CRITICAL)
    )
    row = bare_session.scalars(sa.select(GoalAssessment)).one()
    assert (row.rating, row.words, row.version) == (Rating.CRITICAL, "Toch niet.", 2)
    found = events(bare_session, AuditAction.GOAL_ASSESSED)
    assert [event.details["rating"] for event in found] == [[None, "good"], ["good", "critical"]]
    assert "Toch niet." not in str([event.details for event in found])


def test_two_who_assess_at_once_overwrite_nothing(
    bare_session: Session, built: House, goal: Goal, period: Period
) -> None:
    assess_goal(bare_session, built.officer, goal, period, 0, SAID)
    content = AssessmentContent("Anders.", Rating.GOOD)
    for version in (0, 2):
        with pytest.raises(StaleVersionError):
            assess_goal(bare_session, built.officer, goal, period, version, content)
    assert bare_session.scalars(sa.select(GoalAssessment.words)).one() == SAID.words


def test_a_judgement_that_does_not_fit_is_refused(
    bare_session: Session, built: House, goal: Goal, period: Period
) -> None:
    with pytest.raises(AssessmentIncompleteError):
        assess_goal(bare_session, built.officer, goal, period, 0, AssessmentContent("Geen oordeel."))
    goal.kind = GoalKind.SUBSTANTIVE
    with pytest.raises(AssessmentIncompleteError):
        assess_goal(bare_session, built.officer, goal, period, 0, SAID)
    assert bare_session.scalars(sa.select(GoalAssessment)).all() == []


def test_adopting_a_period_fixes_what_was_said(
    bare_session: Session, built: House, goal: Goal, period: Period
) -> None:
    assess_goal(bare_session, built.officer, goal, period, 0, SAID)
    builders.adopt(bare_session, built, period, date(2025, 9, 1))
    with pytest.raises(AssessmentFixedError):
        assess_goal(bare_session, built.officer, goal, period, 1, AssessmentContent("Nee.", Rating.CRITICAL))
    assert bare_session.scalars(sa.select(GoalAssessment.words)).one() == SAID.words


def test_a_period_that_never_opened_is_not_assessed(bare_session: Session, built: House, goal: Goal) -> None:
    planned = plan_period(bare_session, built.officer, "2025-06", "Later", FIRST)
    with pytest.raises(PeriodNotBegunError):
        assess_goal(bare_session, built.officer, goal, planned, 0, SAID)
