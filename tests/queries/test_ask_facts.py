"""The day that counts for an ask: in SQL for any number, with the outcome that follows from it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.parliament import AskOutcome, AskState, is_overdue, outcome_of
from portal.domain.roles import Role
from portal.domain.terms import Recurrence
from portal.models import Ask
from portal.queries.ask_facts import facts_of, is_late
from portal.queries.occurrences import occurrences_of
from portal.services.deadlines import make_occurrences
from tests.browsing import counted_queries
from tests.builders import person
from tests.deadlines import ask, close, passage

PAST, TO_COME = date(2026, 1, 31), date(2026, 6, 30)


@pytest.fixture(autouse=True)
def two_people(bare_session: Session) -> None:
    """Two people of the office, who can propose and approve."""
    for name in ("een", "twee"):
        person(bare_session, name, Role.PROGRAMME_OFFICER)


def due_on(session: Session, each: Ask) -> date | None:
    return facts_of(session, [each])[each.id].due_on


def test_what_is_done_once_has_its_own_day(bare_session: Session) -> None:
    one = ask(bare_session, "mot-een", PAST)
    assert due_on(bare_session, one) == PAST
    one.postponed_to = TO_COME
    bare_session.flush()
    assert due_on(bare_session, one) == TO_COME
    assert due_on(bare_session, ask(bare_session, "mot-twee")) is None


def test_what_recurs_has_the_first_day_that_is_not_settled(bare_session: Session) -> None:
    duty = ask(bare_session, "mot-een", PAST, recurs=Recurrence.MONTHLY)
    # Before anything was planned it is the first day itself.
    assert due_on(bare_session, duty) == PAST
    make_occurrences(bare_session, clock.today())
    first, second, third = occurrences_of(bare_session, duty.id)
    assert due_on(bare_session, duty) == first.due_on == PAST
    said = passage(bare_session, [duty])
    close(bare_session, duty, said, first)
    assert due_on(bare_session, duty) == second.due_on == date(2026, 2, 28)
    second.postponed_to = TO_COME
    bare_session.flush()
    assert due_on(bare_session, duty) == third.due_on == date(2026, 3, 31)
    close(bare_session, duty, said, third)
    assert due_on(bare_session, duty) == TO_COME
    close(bare_session, duty, said, second)
    assert due_on(bare_session, duty) is None


def test_without_a_rhythm_nothing_is_ever_due(bare_session: Session) -> None:
    duty = ask(bare_session, "mot-een", PAST, recurs=Recurrence.UNDETERMINED)
    assert due_on(bare_session, duty) is None
    facts = facts_of(bare_session, [duty])[duty.id]
    assert outcome_of(facts, clock.today()) is AskOutcome.ON_TIME


def test_the_question_and_the_rule_say_the_same(bare_session: Session) -> None:
    today = clock.today()
    asks = [
        ask(bare_session, f"mot-{number}", latest, recurs=recurs, state=state)
        for number, (latest, recurs, state) in enumerate(
            (latest, recurs, state)
            for latest in (None, PAST, today, TO_COME)
            for recurs in (None, *Recurrence)
            for state in (AskState.UNASSESSED, AskState.NOT_STARTED, AskState.PARTLY)
        )
    ]
    closed = ask(bare_session, "mot-dicht", PAST)
    close(bare_session, closed, passage(bare_session, [closed]))
    for planned in (False, True):
        if planned:
            make_occurrences(bare_session, today)
        late = set(bare_session.scalars(sa.select(Ask.id).where(is_late(today))))
        facts = facts_of(bare_session, [*asks, closed])
        assert late == {number for number, each in facts.items() if is_overdue(each, today)}
        assert late
        assert closed.id not in late


def test_many_asks_cost_one_question(bare_session: Session) -> None:
    asks = [ask(bare_session, f"mot-{n}", PAST, recurs=Recurrence.YEARLY) for n in range(30)]
    with counted_queries() as statements:
        assert len(facts_of(bare_session, asks)) == 30
    assert len(statements) == 1
    assert facts_of(bare_session, []) == {}


def test_the_last_day_itself_is_in_time(bare_session: Session) -> None:
    one = ask(bare_session, "mot-een", clock.today())
    for later, late in ((0, False), (1, True)):
        today = clock.today() + timedelta(days=later)
        assert bool(bare_session.scalar(sa.select(Ask.id).where(is_late(today), Ask.id == one.id))) is late
