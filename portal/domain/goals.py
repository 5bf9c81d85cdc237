"""What the programme office says of a subdoel over a period (design: product, section 6)."""

from dataclasses import dataclass

from portal.domain.errors import AssessmentFixedError, AssessmentIncompleteError, PeriodNotBegunError
from portal.domain.programme import GoalKind
from portal.domain.progress import Rating
from portal.domain.workflow import PeriodState

ASSESSABLE = frozenset({PeriodState.OPEN, PeriodState.CLOSED})
"""States of a period in which its goals are assessed: it has begun, and the stuurgroep did not adopt it."""


@dataclass(frozen=True)
class AssessmentContent:
    """The narrative of a goal over one period, with the judgement that a process goal gets."""

    words: str
    rating: Rating | None = None


def is_judged(kind: GoalKind) -> bool:
    """Return whether somebody judges the goal; what is substantive speaks through its indicators."""
    return kind is GoalKind.PROCESS


def check_assessable(state: PeriodState) -> None:
    """Raise PeriodNotBegunError or AssessmentFixedError where goals cannot be assessed over a period."""
    if state is PeriodState.ADOPTED:
        raise AssessmentFixedError
    if state not in ASSESSABLE:
        raise PeriodNotBegunError


def check_assessment(kind: GoalKind, content: AssessmentContent) -> None:
    """Raise AssessmentIncompleteError without words, or with a judgement that does not fit the kind."""
    if not content.words.strip() or is_judged(kind) is (content.rating is None):
        raise AssessmentIncompleteError
