"""What SQL says of a motie is what the domain says of its asks, whatever these are or somebody does."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.parliament import (
    AskAction,
    AskOutcome,
    AskState,
    ItemState,
    RegisterKind,
    is_overdue,
    item_state,
    outcome_of,
)
from portal.domain.terms import Recurrence
from portal.domain.workflow import IllegalTransitionError
from portal.models import AskOccurrence, Motie
from portal.queries.ask_facts import facts_of
from portal.queries.item_states import progress_of, state_counts
from portal.queries.register import RegisterFilter, count_items
from portal.services.asks import TermContent, move_ask
from tests import builders
from tests.conftest import NOW
from tests.register import ask, bring_to, due, motie, settle

TODAY = date(2026, 3, 20)
LENIENT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Case:
    """One ask: where it is, whether it comes back, its day, and the times that were planned."""

    state: AskState
    recurrence: Recurrence | None
    days: int | None
    """From today to the last day; None where that is undetermined."""
    postponed: bool = False
    times: tuple[bool, ...] = ()
    """Of each of the first times, whether it was settled."""


cases = st.builds(
    Case,
    st.sampled_from(AskState),
    st.sampled_from([None, Recurrence.YEARLY, Recurrence.UNDETERMINED]),
    st.sampled_from([None, -400, -1, 0, 30]),
    st.booleans(),
    st.lists(st.booleans(), max_size=2).map(tuple),
)


@pytest.fixture
def people(bare_session: Session) -> tuple[Actor, Actor]:
    built = builders.house(bare_session, networks=1)
    return built.officer, built.secretary


def make(session: Session, people: tuple[Actor, Actor], wanted: list[Case]) -> Motie:
    """Put a motie with such asks in the register."""
    made = motie(session, people[0], "Motie om na te rekenen")
    for number, case in enumerate(wanted):
        term = due(TODAY + timedelta(case.days), case.recurrence) if case.days is not None else TermContent()
        one = ask(session, people[0], made, f"Verzoek {number}", term)
        if case.postponed and case.days is not None:
            one.postponed_to = TODAY + timedelta(case.days + 100)
        if one.recurrence is Recurrence.YEARLY:
            _times(session, people, one.id, case)
        # What comes back is never carried out as a whole.
        comes_back = case.state is AskState.FULFILLED and one.recurrence is not None
        bring_to(session, one, AskState.ANSWERED if comes_back else case.state, *people)
    session.flush()
    return made


def _times(session: Session, people: tuple[Actor, Actor], ask_id: int, case: Case) -> None:
    planned = sa.select(AskOccurrence).where(AskOccurrence.ask_id == ask_id).order_by(AskOccurrence.number)
    for occurrence, settled in zip(session.scalars(planned).all(), case.times, strict=False):
        if settled:
            settle(session, occurrence, *people)


@LENIENT
@given(wanted=st.lists(cases, max_size=4))
def test_lists_say_what_the_asks_say(
    bare_session: Session, people: tuple[Actor, Actor], wanted: list[Case]
) -> None:
    with clock.at(NOW), bare_session.begin_nested() as once:
        made = make(bare_session, people, wanted)
        facts = facts_of(bare_session, made.asks).values()
        outcomes = [outcome_of(each, TODAY) for each in facts]
        late = sum(is_overdue(each, TODAY) for each in facts)
        found = progress_of(bare_session, TODAY, [made.id])[made.id]
        assert found.state is item_state(outcomes)
        assert (found.asks, found.late) == (len(wanted), late)
        counts, any_late = state_counts(bare_session, TODAY, RegisterKind.MOTIE)
        assert (counts, any_late) == ({found.state: 1}, int(late > 0))
        for state in ItemState:
            fits = count_items(bare_session, Motie, RegisterFilter(state=state), TODAY)
            assert fits == (state is found.state)
        assert count_items(bare_session, Motie, RegisterFilter(late=True), TODAY) == int(late > 0)
        once.rollback()


def test_an_ask_that_left_the_plan_counts_no_more(bare_session: Session, people: tuple[Actor, Actor]) -> None:
    made = make(
        bare_session, people, [Case(AskState.LAPSED, None, None), Case(AskState.IN_PROGRESS, None, None)]
    )
    assert progress_of(bare_session, TODAY, [made.id])[made.id].state is ItemState.PARTLY
    made.asks[1].retired_on = TODAY
    bare_session.flush()
    found = progress_of(bare_session, TODAY, [made.id])[made.id]
    assert (found.state, found.asks, found.closed) == (ItemState.LAPSED, 1, 1)


@LENIENT
@given(
    steps=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(AskAction)), max_size=12),
)
def test_whatever_somebody_does_the_state_follows(
    bare_session: Session, people: tuple[Actor, Actor], steps: list[tuple[int, AskAction]]
) -> None:
    with clock.at(NOW), bare_session.begin_nested() as once:
        made = motie(bare_session, people[0], "Motie om mee te werken")
        for place, action in steps:
            if place >= len(made.asks):
                ask(bare_session, people[0], made, f"Verzoek {len(made.asks)}")
                bare_session.refresh(made, ["asks"])
                continue
            one = made.asks[place]
            before = one.state
            try:
                move_ask(bare_session, people[0], one, one.version, action, f"Omdat {action.value}")
            except IllegalTransitionError:
                assert one.state is before
            outcomes = [AskOutcome(each.state.value) for each in made.asks]
            assert progress_of(bare_session, TODAY, [made.id])[made.id].state is item_state(outcomes)
        once.rollback()
