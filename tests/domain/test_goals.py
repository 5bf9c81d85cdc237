"""What an assessment of a goal needs, and over which periods it is given."""

import pytest

from portal.domain.errors import AssessmentFixedError, AssessmentIncompleteError, PeriodNotBegunError
from portal.domain.goals import AssessmentContent, check_assessable, check_assessment
from portal.domain.programme import GoalKind
from portal.domain.progress import Rating
from portal.domain.workflow import PeriodState


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (GoalKind.PROCESS, AssessmentContent("Het overleg loopt.")),
        (GoalKind.PROCESS, AssessmentContent(" ", Rating.GOOD)),
        (GoalKind.SUBSTANTIVE, AssessmentContent("Het beeld wordt beter.", Rating.GOOD)),
        (GoalKind.SUBSTANTIVE, AssessmentContent("\n")),
    ],
)
def test_words_always_and_a_judgement_for_process_goals_only(
    kind: GoalKind, content: AssessmentContent
) -> None:
    with pytest.raises(AssessmentIncompleteError):
        check_assessment(kind, content)


def test_what_is_complete_passes() -> None:
    check_assessment(GoalKind.PROCESS, AssessmentContent("Het overleg loopt.", Rating.ATTENTION))
    check_assessment(GoalKind.SUBSTANTIVE, AssessmentContent("Het beeld wordt beter."))


def test_a_period_must_have_begun_and_not_be_adopted() -> None:
    check_assessable(PeriodState.OPEN)
    check_assessable(PeriodState.CLOSED)
    with pytest.raises(PeriodNotBegunError):
        check_assessable(PeriodState.PLANNED)
    with pytest.raises(AssessmentFixedError):
        check_assessable(PeriodState.ADOPTED)
