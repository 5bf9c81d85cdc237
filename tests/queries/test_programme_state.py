"""The five figures of the first screen, against a slow recount of the same rows."""

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.principal import Principal
from portal.access.signals import signal_scope
from portal.domain import clock
from portal.domain.indicators import NormKind
from portal.domain.progress import ProgressStatus
from portal.domain.signals import SignalKind, SignalState
from portal.domain.workflow import COUNTED, ReportState
from portal.models import (
    Account,
    FundingSource,
    Indicator,
    Maatregel,
    MaatregelProgress,
    MoneyLine,
    Report,
    Signal,
)
from portal.queries.money import current_budgets
from portal.queries.programme_state import (
    ON_COURSE,
    course_of,
    underpinned,
    watched_displacements,
    year_money,
)

HANDED_IN = COUNTED | {ReportState.SUBMITTED}


@pytest.fixture
def member(db_session: Session) -> Principal:
    account = db_session.scalars(sa.select(Account).where(Account.email.startswith("lid1."))).one()
    principal = identify(db_session, account.id)
    assert principal is not None
    return principal


def running(session: Session) -> list[Maatregel]:
    today = clock.today()
    return [
        each
        for each in session.scalars(sa.select(Maatregel))
        if (each.retired_on is None or each.retired_on > today)
        and (each.ends_on is None or each.ends_on >= today)
    ]


def test_the_course_is_that_of_the_newest_report_that_counts(db_session: Session, member: Principal) -> None:
    newest: dict[int, tuple[date, ProgressStatus]] = {}
    for row in db_session.scalars(sa.select(MaatregelProgress)):
        if row.report.state in COUNTED and row.status is not None:
            told = (row.report.period.observes_until, row.status)
            newest[row.maatregel_id] = max(newest.get(row.maatregel_id, (date.min, row.status)), told)
    counts = Counter(newest[each.id][1] for each in running(db_session) if each.id in newest)
    course = course_of(db_session, member.visibility(), clock.today())
    assert len(course.latest) == len(running(db_session))
    assert course.count(ON_COURSE) == sum(counts[status] for status in ON_COURSE) > 0
    assert course.count(frozenset({ProgressStatus.BEHIND})) == counts[ProgressStatus.BEHIND] > 0
    days = [newest[each.id][0] for each in running(db_session) if each.id in newest]
    assert course.days == (min(days), max(days))


def test_the_money_that_is_left_adds_up_from_the_lines(db_session: Session, member: Principal) -> None:
    year = clock.today().year
    source = db_session.scalars(
        sa.select(FundingSource).where(FundingSource.in_programme_budget.is_(True))
    ).one()
    lines: dict[int, tuple[date, MoneyLine]] = {}
    for report in db_session.scalars(sa.select(Report)):
        for line in report.money:
            if report.state in HANDED_IN and (line.year, line.funding_source_id) == (year, source.id):
                told = (report.period.observes_until, line)
                if report.network_id not in lines or told[0] > lines[report.network_id][0]:
                    lines[report.network_id] = told
    budgets = current_budgets(db_session, {year})
    left = sum(
        budgets[network_id, year, source.id] - line.forecast
        for network_id, (_day, line) in lines.items()
        if line.forecast is not None
    )
    money = year_money(db_session, member.visibility(), year)
    assert money is not None
    assert money.total.left_at_end == left
    assert money.as_of == max(day for day, _line in lines.values())


def test_a_maatregel_is_measurable_with_a_baseline_and_a_target(
    db_session: Session, member: Principal
) -> None:
    measured: dict[NormKind, set[int]] = {kind: set() for kind in NormKind}
    for indicator in db_session.scalars(sa.select(Indicator)):
        if indicator.retired_on is None:
            serves = {goal.id for goal in indicator.goals}
            for norm in indicator.norms:
                if norm.value is not None:
                    measured[norm.kind] |= {each.id for each in indicator.maatregelen}
                    measured[norm.kind] |= {
                        each.id
                        for each in running(db_session)
                        if serves & {goal.id for goal in each.goals if goal.retired_on is None}
                    }
    both = set.intersection(*measured.values())
    expected = sum(each.id in both for each in running(db_session))
    found = underpinned(db_session, member.visibility(), clock.today())
    assert found == (expected, len(running(db_session)))
    assert 0 < expected < len(running(db_session))


def test_displacements_that_are_watched_are_those_one_may_read(
    db_session: Session, member: Principal
) -> None:
    watched = [
        signal
        for signal in db_session.scalars(sa.select(Signal))
        if signal.kind is SignalKind.DISPLACEMENT
        and signal.state in {SignalState.PLAUSIBLE, SignalState.MONITORING}
        and signal.audience in member.audiences(signal.network_id)
    ]
    assert watched_displacements(db_session, signal_scope(member)) == len(watched) > 0
