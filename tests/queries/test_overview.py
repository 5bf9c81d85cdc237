"""Which rows the overview reads, and which it must not."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.access.principal import Principal
from portal.domain import clock
from portal.domain.periods import Timeliness
from portal.domain.progress import Aspect, ProgressStatus, Rating, Trend
from portal.domain.roles import Duty, Role
from portal.domain.workflow import PeriodState, ReportState
from portal.queries.overview import period_choice, read_overview
from portal.queries.overview_rows import Overview
from tests import builders
from tests.builders import FIRST, SECOND, House

STEERING = Principal(1, "Lid", (Duty(Role.STEERING_MEMBER),))


@pytest.fixture
def built(bare_session: Session) -> House:
    built = builders.house(bare_session, networks=3)
    first = builders.open_round(bare_session, built, "2025-06", FIRST)
    builders.accepted(bare_session, built, first, built.networks[0], ratings={Aspect.RISKS: Rating.CRITICAL})
    builders.adopt(bare_session, built, first, date(2025, 9, 1))
    second = builders.open_round(bare_session, built, "2025-12", SECOND)
    statuses = [ProgressStatus.BEHIND, ProgressStatus.ON_SCHEDULE]
    builders.accepted(bare_session, built, second, built.networks[0], statuses=statuses)
    returned = builders.accepted(bare_session, built, second, built.networks[1], statuses=statuses)
    builders.give_back(bare_session, built, returned)
    return built


def read(session: Session, principal: Principal, code: str = "") -> Overview:
    visibility = principal.visibility()
    choice = period_choice(session, visibility, every_period=True)
    period = choice.find(code) if code else choice.default
    assert period is not None
    return read_overview(
        session, visibility, choice, period, clock.today(), networks=None, receipt_networks=None
    )


@pytest.mark.usefixtures("built")
def test_judgements_compare_with_the_period_before(bare_session: Session) -> None:
    row = read(bare_session, STEERING).rows[0]
    assert row.change(Aspect.RISKS) is Trend.BETTER
    assert row.change(Aspect.MEANS) is Trend.SAME
    assert read(bare_session, STEERING, "2025-06").rows[0].change(Aspect.RISKS) is None


@pytest.mark.usefixtures("built")
def test_a_report_that_went_back_no_longer_counts(bare_session: Session) -> None:
    overview = read(bare_session, STEERING)
    row = overview.rows[1]
    assert row.line is not None
    assert row.line.state is ReportState.RETURNED
    assert row.content is None
    assert row.line.received
    assert not row.line.readable


@pytest.mark.usefixtures("built")
def test_the_counts_follow_the_rows(bare_session: Session) -> None:
    overview = read(bare_session, STEERING)
    assert [row.network.code for row in overview.received] == ["net-1", "net-2"]
    assert [row.network.code for row in overview.counted] == ["net-1"]
    assert [row.network.code for row in overview.missing] == ["net-3"]
    assert overview.timeliness(overview.rows[2]) is Timeliness.OVERDUE
    assert overview.maatregelen() == 2
    assert overview.maatregelen(ProgressStatus.BEHIND) == 1
    assert len(overview.judgements()) == len(Aspect)
    assert overview.judgements(Rating.CRITICAL) == []


@pytest.mark.usefixtures("built")
def test_nobody_reads_nothing(bare_session: Session) -> None:
    nobody = Principal(1, "Niemand")
    choice = period_choice(bare_session, nobody.visibility(), every_period=False)
    assert choice.periods == []
    assert choice.default is None


@pytest.mark.usefixtures("built")
def test_planned_periods_cannot_be_chosen(bare_session: Session) -> None:
    for period in period_choice(bare_session, STEERING.visibility(), every_period=True).periods:
        assert period.state is not PeriodState.PLANNED
