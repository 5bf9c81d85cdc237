"""How many states become one cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.coherence import Coverage, cell, coverage, modal_status
from portal.domain.progress import SEVERITY, ProgressStatus, worst_status

ON, BEHIND, DONE = ProgressStatus.ON_SCHEDULE, ProgressStatus.BEHIND, ProgressStatus.COMPLETED


@pytest.mark.parametrize(
    ("statuses", "expected", "conclusive"),
    [
        ([], Coverage(0, 0, None), False),
        ([None, None], Coverage(2, 0, None), False),
        ([ON, DONE], Coverage(2, 2, ON), True),
        ([ON, None], Coverage(2, 1, ON), False),
        ([BEHIND, None, ON], Coverage(3, 2, BEHIND), True),
    ],
)
def test_the_worst_state_speaks_and_silence_is_never_good(
    statuses: list[ProgressStatus | None],
    expected: Coverage,
    conclusive: bool,  # noqa: FBT001
) -> None:
    assert coverage(statuses) == expected
    assert coverage(statuses).conclusive is conclusive


def test_unreported_is_what_is_left() -> None:
    assert coverage([ON, None, None]).unreported == 2


DAY, LATER = date(2025, 6, 30), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], None),
        ([ON, ON, BEHIND], ON),
        ([ON, BEHIND], BEHIND),
        ([DONE, ON], ON),
        ([DONE, ProgressStatus.STOPPED], ProgressStatus.STOPPED),
    ],
)
def test_the_most_usual_state_and_of_two_the_worse(
    statuses: list[ProgressStatus], expected: ProgressStatus | None
) -> None:
    assert modal_status(statuses) is expected


@given(st.lists(st.none() | st.tuples(st.sampled_from(ProgressStatus), st.sampled_from([DAY, LATER]))))
def test_a_cell_equals_a_slow_recount(told: list[tuple[ProgressStatus, date] | None]) -> None:
    made = cell(told)
    known = [each for each in told if each]
    statuses = [status for status, _day in known]
    assert made.coverage == Coverage(len(told), len(known), worst_status(statuses))
    days = sorted(day for _status, day in known)
    assert (made.oldest, made.newest) == ((days[0], days[-1]) if days else (None, None))
    if statuses:
        assert made.modal is not None
        often = max(statuses.count(each) for each in statuses)
        assert statuses.count(made.modal) == often
        rivals = [each for each in statuses if statuses.count(each) == often]
        assert SEVERITY[made.modal] == max(SEVERITY[each] for each in rivals)
    else:
        assert made.modal is None
