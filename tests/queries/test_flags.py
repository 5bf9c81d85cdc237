"""Flags and matrix read from the database equal a slow walk over every row."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.access.principal import Principal
from portal.domain import clock
from portal.domain.coherence import Axis, cell
from portal.domain.flag_rules import derive_flags
from portal.domain.flags import FlagKind
from portal.domain.progress import ProgressStatus
from portal.domain.roles import Duty, Role
from portal.models import Maatregel, MaatregelProgress, Network
from portal.queries.coherence import read_matrix
from portal.queries.dependencies import dependencies
from portal.queries.flag_facts import programme_facts
from portal.queries.flags import all_flags, open_flags
from tests.browsing import counted_queries
from tests.steering import random_programme, walked

STEERING = Principal(1, "Lid", (Duty(Role.STEERING_MEMBER),))
SEEDS = (1, 7)


@pytest.mark.parametrize("seed", SEEDS)
def test_facts_flags_and_matrix_equal_a_slow_walk(bare_session: Session, seed: int) -> None:
    random_programme(bare_session, seed)
    today, seen = clock.today(), STEERING.visibility()
    rows = bare_session.scalars(
        sa.select(Maatregel).join(Network).order_by(Network.position, Maatregel.position)
    ).all()
    facts = programme_facts(bare_session, seen, today)
    walk = [walked(bare_session, row, today) for row in rows]
    assert list(facts.maatregelen) == walk
    assert facts.stretch is not None
    assert (facts.stretch.after, facts.stretch.until) == (date(2025, 6, 30), date(2025, 12, 31))
    flags = derive_flags(facts)
    assert len({flag.kind for flag in flags}) > 1
    assert [flag.key for flag in open_flags(bare_session, seen, today)] == [flag.key for flag in flags]
    at_risk = {
        f"{each.needing.code}:{each.needed.code}"
        for each in dependencies(bare_session, seen, today)
        if each.at_risk
    }
    assert at_risk == {flag.subject for flag in flags if flag.kind is FlagKind.DEPENDENCY_AT_RISK}
    for axis in Axis:
        _compare_matrix(bare_session, axis, walk)


def _compare_matrix(session: Session, axis: Axis, walk: list) -> None:  # type: ignore[type-arg]
    matrix = read_matrix(session, STEERING.visibility(), axis, clock.today())
    days = _days(session)
    for network in (None, *matrix.networks):
        for entry in (None, *matrix.entries):
            told = [
                (each.status, days[each.code]) if each.status else None
                for each in walk
                if each.runs
                and (network is None or each.network == network.code)
                and (entry is None or (axis, entry.code) in each.labels)
            ]
            made = matrix.cell(network.id if network else None, entry.id if entry else None)
            assert made == cell(told)


def _days(session: Session) -> dict[str, date]:
    """The last day that the newest counted report on each maatregel looks at."""
    found: dict[str, date] = {}
    for row in session.scalars(sa.select(MaatregelProgress)):
        if row.report.state.value in {"accepted", "adopted"} and row.status is not None:
            day = row.report.period.observes_until
            found[row.maatregel.code] = max(day, found.get(row.maatregel.code, day))
    return found


def test_who_reads_no_reports_sees_no_status_in_a_flag(bare_session: Session) -> None:
    random_programme(bare_session, SEEDS[0])
    facts = programme_facts(bare_session, Principal(1, "Niemand").visibility(), clock.today())
    assert {each.status for each in facts.maatregelen} == {None}
    assert not any(each.requires or each.before or each.after for each in facts.maatregelen)


def test_the_demonstration_shows_every_kind_and_every_outcome(db_session: Session) -> None:
    with counted_queries() as queries:
        states = all_flags(db_session, STEERING.visibility(), clock.today())
    assert len(queries) == 10, queries
    assert {state.flag.kind for state in states} == set(FlagKind)
    assert {state.holds.outcome.value for state in states if state.holds} == {
        "accepted",
        "action",
        "not_applicable",
    }
    assert {state.back_because.value for state in states if state.back_because} == {
        "facts_changed",
        "term_passed",
    }
    assert all(
        state.flag.facts.get("status") != ProgressStatus.ON_SCHEDULE
        for state in states
        if state.flag.kind is FlagKind.DEPENDENCY_AT_RISK
    )
