"""How many states become one cell."""

import pytest

from portal.domain.coherence import Coverage, coverage
from portal.domain.progress import ProgressStatus

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
