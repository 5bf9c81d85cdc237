"""How the matrix counts, and whose reports it reads."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.access.principal import Principal
from portal.domain import clock
from portal.domain.coherence import Axis, Coverage
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Duty, Role
from portal.queries.coherence import Matrix, read_matrix
from tests import builders
from tests.builders import FIRST, SECOND, House

STEERING = Principal(1, "Lid", (Duty(Role.STEERING_MEMBER),))
READER = Principal(1, "Lezer", (Duty(Role.READER),))


@pytest.fixture
def built(bare_session: Session) -> House:
    """Three networks with a third maatregel that belongs to nothing; one network never reported."""
    built = builders.house(bare_session, networks=3, maatregelen=3)
    first = builders.open_round(bare_session, built, "2025-06", FIRST)
    for network in built.networks[:2]:
        builders.accepted(bare_session, built, first, network)
    builders.adopt(bare_session, built, first, date(2025, 9, 1))
    second = builders.open_round(bare_session, built, "2025-12", SECOND)
    builders.accepted(bare_session, built, second, built.networks[0], statuses=[ProgressStatus.BEHIND])
    return built


def matrix(session: Session, principal: Principal, axis: Axis = Axis.THEMES) -> Matrix:
    return read_matrix(session, principal.visibility(), axis, clock.today())


@pytest.mark.parametrize("axis", Axis)
def test_each_cell_counts_its_own_maatregelen(bare_session: Session, built: House, axis: Axis) -> None:
    read = matrix(bare_session, STEERING, axis)
    first, second = read.entries
    assert [entry.code[-1] for entry in (first, second)] == ["1", "2"]
    assert read.coverage(built.networks[0].id, first.id) == Coverage(1, 1, ProgressStatus.BEHIND)
    assert read.coverage(built.networks[1].id, second.id) == Coverage(1, 1, ProgressStatus.ON_SCHEDULE)
    assert read.coverage(built.networks[2].id, first.id) == Coverage(1, 0, None)


def test_totals_count_a_maatregel_once_and_keep_the_worst_status(bare_session: Session, built: House) -> None:
    read = matrix(bare_session, STEERING)
    assert read.coverage(built.networks[0].id) == Coverage(3, 3, ProgressStatus.BEHIND)
    assert read.coverage(None, read.entries[0].id) == Coverage(3, 2, ProgressStatus.BEHIND)
    assert read.coverage() == Coverage(9, 6, ProgressStatus.BEHIND)
    assert [line.code for _network, line in read.unlinked] == ["net-1-m3", "net-2-m3", "net-3-m3"]
    assert read.derived == 9


def test_statuses_come_from_the_newest_report_one_may_read(bare_session: Session, built: House) -> None:
    first, second, third = (network.id for network in built.networks)
    seen = matrix(bare_session, STEERING).origins
    assert [[origin.period_code for origin in seen[each]] for each in (first, second)] == [
        ["2025-12"],
        ["2025-06"],
    ]
    assert third not in seen
    read = matrix(bare_session, READER)
    assert [origin.period_code for origin in read.origins[first]] == ["2025-06"]
    assert read.coverage(first).worst is ProgressStatus.ON_SCHEDULE


@pytest.mark.usefixtures("built")
def test_a_maatregel_that_ended_is_not_counted(bare_session: Session) -> None:
    line = matrix(bare_session, STEERING).maatregelen[0]
    builders.end_maatregel(bare_session, line.id, date(2026, 3, 19))
    assert matrix(bare_session, STEERING).coverage().maatregelen == 8


@pytest.mark.usefixtures("built")
def test_nobody_sees_a_status(bare_session: Session) -> None:
    assert matrix(bare_session, Principal(1, "Niemand")).coverage() == Coverage(9, 0, None)
