"""How many states become one, and what is still missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.progress import (
    Aspect,
    DelayReason,
    ProgressStatus,
    Rating,
    Trend,
    rating_change,
    worst_status,
)
from portal.domain.reports import (
    Gap,
    JudgementContent,
    ProgressContent,
    judgement_gaps,
    progress_gaps,
)

COMPLETE = ProgressContent(ProgressStatus.ON_SCHEDULE, Trend.SAME, "Gedaan", "Resultaat", "Volgende stap")


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([ProgressStatus.ON_SCHEDULE, None], ProgressStatus.ON_SCHEDULE),
        ([ProgressStatus.COMPLETED, ProgressStatus.ON_SCHEDULE], ProgressStatus.ON_SCHEDULE),
        ([ProgressStatus.ON_SCHEDULE, ProgressStatus.NEEDS_ATTENTION], ProgressStatus.NEEDS_ATTENTION),
        ([ProgressStatus.NOT_STARTED, ProgressStatus.BEHIND], ProgressStatus.BEHIND),
        ([ProgressStatus.STOPPED], ProgressStatus.STOPPED),
    ],
)
def test_the_worst_state_counts_and_silence_is_never_good(
    statuses: list[ProgressStatus | None], expected: ProgressStatus | None
) -> None:
    assert worst_status(statuses) is expected


@given(st.lists(st.sampled_from(list(ProgressStatus)), min_size=1))
def test_the_worst_state_does_not_depend_on_order_of_severity(statuses: list[ProgressStatus]) -> None:
    assert worst_status(statuses) in statuses
    assert (ProgressStatus.BEHIND in statuses) == (worst_status(statuses) is ProgressStatus.BEHIND)


@pytest.mark.parametrize(
    ("previous", "current", "expected"),
    [
        (None, Rating.GOOD, None),
        (Rating.GOOD, None, None),
        (Rating.GOOD, Rating.GOOD, Trend.SAME),
        (Rating.GOOD, Rating.CRITICAL, Trend.WORSE),
        (Rating.CRITICAL, Rating.ATTENTION, Trend.BETTER),
    ],
)
def test_a_judgement_moves_only_between_two_reported_periods(
    previous: Rating | None, current: Rating | None, expected: Trend | None
) -> None:
    assert rating_change(previous, current) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ProgressContent(), [Gap.STATUS, Gap.TREND, Gap.DONE, Gap.RESULT, Gap.NEXT_STEP]),
        (COMPLETE, []),
        (
            ProgressContent(ProgressStatus.BEHIND, Trend.WORSE, "a", "b", "c"),
            [Gap.DELAY_REASON, Gap.RECOVERY],
        ),
        (
            ProgressContent(
                ProgressStatus.BEHIND, Trend.WORSE, "a", "b", "c", DelayReason.LABOUR_MARKET, "d"
            ),
            [],
        ),
        (ProgressContent(ProgressStatus.NOT_STARTED, Trend.SAME, "a", "", "b"), []),
        (ProgressContent(ProgressStatus.COMPLETED, Trend.SAME, "a", "b"), []),
        (ProgressContent(ProgressStatus.COMPLETED, Trend.SAME, "a", ""), [Gap.RESULT]),
        (ProgressContent(ProgressStatus.ON_SCHEDULE, Trend.SAME, "  ", "b", "c"), [Gap.DONE]),
    ],
)
def test_what_is_missing_depends_on_the_state(content: ProgressContent, expected: list[Gap]) -> None:
    assert progress_gaps(content) == expected


def test_a_judgement_never_stands_without_words() -> None:
    assert judgement_gaps(JudgementContent(Aspect.RISKS)) == [Gap.RATING, Gap.EXPLANATION]
    assert judgement_gaps(JudgementContent(Aspect.RISKS, Rating.GOOD, " ")) == [Gap.EXPLANATION]
    assert judgement_gaps(JudgementContent(Aspect.RISKS, Rating.GOOD, "Rustig.")) == []
