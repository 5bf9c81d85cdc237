"""Random interleavings of what two people do with asks and letters, against a small model of the rules."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.closings import needs_passage, possible_outcomes
from portal.domain.errors import DomainError
from portal.domain.parliament import (
    ASK_TRANSITIONS,
    CLOSED_STATES,
    NEEDS_PASSAGE,
    AskAction,
    AskKind,
    AskState,
    ClosingState,
)
from portal.domain.workflow import IllegalTransitionError
from portal.models import Ask, AskClosing, AskOccurrence, AskStep, AuditEvent, Letter, Passage
from portal.models.letter import passage_ask
from portal.services import closings
from portal.services.closing_rules import ClosingContent
from portal.services.letters import retract_letter
from portal.services.passages import retract_passage
from tests.conftest import isolated
from tests.databases import ON_POSTGRES
from tests.letters import asks_of_motie, office, said, sent, times_of

REFUSALS = (DomainError, IllegalTransitionError)
BEGINNINGS = ["", "propose", "propose agree", "propose agree reopen", "settle", "settle propose agree"]
WHO = st.sampled_from(["one", "other"])
PLACES = {"a": (0, None), "b": (1, None), "c": (2, None), "c1": (2, 0), "c2": (2, 1)}
"""What can be closed: two asks, one that comes back, and two times of it."""
PLACE = st.sampled_from(sorted(PLACES))
WHOLE = st.sampled_from([0, 1, 2])
OUTCOME = st.sampled_from(sorted(CLOSED_STATES))
PASSAGE = st.sampled_from([None, 0, 0, 1, 2, 3])
LETTER = st.sampled_from([0, 1])
SOMETIMES = st.sampled_from([False, False, False, True])
STEPS = st.sampled_from([action for action in AskAction if action is not AskAction.REOPEN])


@dataclass(frozen=True)
class Proposal:
    """A proposal that waits or holds."""

    who: str
    outcome: AskState
    passage: int | None


@dataclass
class Copied:
    """A passage as the model knows it."""

    letter: int
    asks: frozenset[int]
    stands: bool = True


@dataclass
class Model:
    """What the rules say of asks and letters, kept beside them."""

    states: list[AskState]
    passages: list[Copied]
    letters: list[bool] = field(default_factory=lambda: [True, True])
    pending: dict[str, Proposal] = field(default_factory=dict)
    holds: dict[str, Proposal] = field(default_factory=dict)
    events: Counter[AuditAction] = field(default_factory=Counter)
    steps: int = 0

    def is_open(self, place: str) -> bool:
        number, time = PLACES[place]
        return self.states[number] not in CLOSED_STATES and not (time is not None and place in self.holds)

    def may_end(self, place: str, outcome: AskState) -> bool:
        number, time = PLACES[place]
        kind = AskKind.RECURRING if number == 2 else AskKind.ONCE
        return self.is_open(place) and outcome in possible_outcomes(kind, whole=time is None)

    def says(self, passage: int | None, number: int, outcome: AskState) -> bool:
        if passage is None:
            return not needs_passage(outcome)
        found = self.passages[passage]
        return found.stands and self.letters[found.letter] and number in found.asks

    def uses(self, passage: int) -> bool:
        every = [*self.pending.values(), *self.holds.values()]
        return any(each.passage == passage for each in every)


@dataclass
class Setting:
    """The database with two people, three asks, two letters and two passages."""

    connection: sa.Connection
    people: dict[str, Actor]
    asks: list[int]
    times: list[int]
    letters: list[int]
    passages: list[int]


class TwoPeople(RuleBasedStateMachine):
    """Two people do what they like with three asks; the model says what may succeed."""

    setting: Setting

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.setting.connection.begin_nested()
        self.session = Session(self.setting.connection, join_transaction_mode="create_savepoint")
        self.passages = list(self.setting.passages)
        self.model = Model(
            [AskState.UNASSESSED] * 3, [Copied(0, frozenset({0, 1, 2})), Copied(1, frozenset({0}))]
        )
        self.said = self.words()
        self.before = self.lines()

    def teardown(self) -> None:
        self.session.close()
        self.savepoint.rollback()

    def ask(self, number: int) -> Ask:
        return self.session.get_one(Ask, self.setting.asks[number])

    def time(self, number: int) -> AskOccurrence:
        return self.session.get_one(AskOccurrence, self.setting.times[number])

    def passage(self, number: int) -> Passage:
        return self.session.get_one(Passage, self.passages[number])

    def waiting(self, place: str, state: ClosingState = ClosingState.PENDING) -> AskClosing:
        number, time = PLACES[place]
        wanted = sa.select(AskClosing).where(
            AskClosing.ask_id == self.setting.asks[number],
            AskClosing.occurrence_id.is_not_distinct_from(None if time is None else self.setting.times[time]),
            AskClosing.state == state,
        )
        return self.session.scalars(wanted).one()

    def attempt(self, *, allowed: bool, what: Callable[[], object], line: AuditAction | None) -> bool:
        """Do something and compare with the model whether that was possible."""
        refused = ""
        try:
            with self.session.begin_nested():
                what()
        except REFUSALS as refusal:
            refused = repr(refusal)
        self.session.expire_all()
        assert allowed is not bool(refused), f"{line}: {refused or 'should have been refused'}"
        if not refused and line is not None:
            self.model.events[line] += 1
        return not refused

    @initialize(steps=st.sampled_from(BEGINNINGS))
    def begin(self, steps: str) -> None:
        """Start somewhere along the road, so that its far end is as well explored as its beginning."""
        for step in steps.split():
            match step:
                case "propose":
                    self.propose("one", "a", AskState.FULFILLED, 0, stale=False)
                case "settle":
                    self.propose("one", "c1", AskState.FULFILLED, 0, stale=False)
                    self.decide("other", "c1", yes=True, stale=False)
                case "agree":
                    self.decide("other", "a", yes=True, stale=False)
                case "reopen":
                    self.reopen("one", "a", stale=False)

    # --- proposing and deciding ----------------------------------------------------------------------

    @rule(who=WHO, place=PLACE, outcome=OUTCOME, passage=PASSAGE, stale=SOMETIMES)
    def propose(self, who: str, place: str, outcome: AskState, passage: int | None, *, stale: bool) -> None:
        model, (number, time) = self.model, PLACES[place]
        if passage is not None and passage >= len(self.passages):
            passage = None
        wanted, present = Proposal(who, outcome, passage), model.pending.get(place)
        ask, actor = self.ask(number), self.setting.people[who]
        content = ClosingContent(
            outcome,
            "De brief zegt het.",
            None if passage is None else self.passage(passage),
            None if time is None else self.time(time),
        )
        right = model.may_end(place, outcome) and model.says(passage, number, outcome) and not stale
        if self.attempt(
            allowed=present == wanted if present else right,
            what=lambda: closings.propose_closing(self.session, actor, ask, ask.version - stale, content),
            line=None if present else AuditAction.CLOSING_PROPOSED,
        ):
            model.pending[place] = wanted

    @rule(who=WHO, place=PLACE, yes=st.booleans(), stale=SOMETIMES)
    def decide(self, who: str, place: str, *, yes: bool, stale: bool) -> None:
        model, present = self.model, self.model.pending.get(place)
        if present is None:
            return
        closing, actor = self.waiting(place), self.setting.people[who]
        version = closing.version - stale
        allowed = who != present.who and not stale
        if not yes:
            if self.attempt(
                allowed=allowed,
                what=lambda: closings.refuse_closing(self.session, actor, closing, version, "Nee."),
                line=AuditAction.CLOSING_REFUSED,
            ):
                del model.pending[place]
            return
        if self.attempt(
            allowed=allowed and model.may_end(place, present.outcome),
            what=lambda: closings.approve_closing(self.session, actor, closing, version),
            line=AuditAction.CLOSING_APPROVED,
        ):
            model.holds[place] = model.pending.pop(place)
            number, time = PLACES[place]
            if time is None:
                model.states[number] = present.outcome
                model.steps += 1

    @rule(who=WHO, place=PLACE, stale=SOMETIMES)
    def withdraw(self, who: str, place: str, *, stale: bool) -> None:
        present = self.model.pending.get(place)
        if present is None:
            return
        closing, actor = self.waiting(place), self.setting.people[who]
        if self.attempt(
            allowed=who == present.who and not stale,
            what=lambda: closings.withdraw_closing(self.session, actor, closing, closing.version - stale),
            line=AuditAction.CLOSING_WITHDRAWN,
        ):
            del self.model.pending[place]

    @rule(who=WHO, place=PLACE, stale=SOMETIMES)
    def reopen(self, who: str, place: str, *, stale: bool) -> None:
        model, (number, time) = self.model, PLACES[place]
        actor, ask = self.setting.people[who], self.ask(number)
        if time is not None:
            self.attempt(
                allowed=True,
                what=lambda: closings.reopen_occurrence(self.session, actor, self.time(time), "Toch niet."),
                line=AuditAction.ASK_MOVED if place in model.holds else None,
            )
            model.holds.pop(place, None)
        elif self.attempt(
            allowed=model.states[number] in CLOSED_STATES and not stale,
            what=lambda: closings.reopen_ask(self.session, actor, ask, ask.version - stale, "Toch niet."),
            line=AuditAction.ASK_MOVED,
        ):
            del model.holds[place]
            model.states[number] = AskState.IN_PROGRESS
            model.steps += 1

    # --- what else happens to asks and letters -----------------------------------------------------------

    @rule(number=WHOLE, action=STEPS)
    def step(self, number: int, action: AskAction) -> None:
        """Move an ask without a second person, as whoever keeps the register does."""
        transition = ASK_TRANSITIONS[action]
        if self.model.states[number] not in transition.sources:
            return
        self.ask(number).state = transition.target
        self.session.flush()
        self.session.expire_all()
        self.model.states[number] = transition.target

    @rule(number=WHOLE, outcome=OUTCOME)
    def cheat(self, number: int, outcome: AskState) -> None:
        """Close an ask past every service; the database lets that happen only where two people agreed."""
        place = "abc"[number]
        agreed = place in self.model.holds and self.model.holds[place].outcome is outcome
        if self.model.states[number] is outcome or agreed:
            return
        statement = sa.update(Ask).where(Ask.id == self.setting.asks[number]).values(state=outcome)
        with pytest.raises(DatabaseError), self.session.begin_nested():
            self.session.execute(statement)

    @rule(letter=LETTER, asks=st.frozensets(WHOLE, min_size=1))
    def copy(self, letter: int, asks: frozenset[int]) -> None:
        if len(self.passages) > 3:
            return
        found = self.session.get_one(Letter, self.setting.letters[letter])
        text = f"Passage {len(self.passages)}."
        made: list[Passage] = []
        if self.attempt(
            allowed=self.model.letters[letter],
            what=lambda: made.append(
                said(
                    self.session,
                    self.setting.people["one"],
                    found,
                    [self.ask(each) for each in sorted(asks)],
                    text,
                )
            ),
            line=None,
        ):
            self.passages.append(made[0].id)
            self.model.passages.append(Copied(letter, asks))
            self.said |= self.words()

    @rule(who=WHO, number=st.sampled_from([0, 1, 2, 3]))
    def take_back(self, who: str, number: int) -> None:
        if number >= len(self.passages):
            return
        model, actor = self.model, self.setting.people[who]
        known = model.passages[number]
        allowed = known.stands and model.letters[known.letter] and not model.uses(number)
        if self.attempt(
            allowed=allowed,
            what=lambda: retract_passage(self.session, actor, self.passage(number), "Fout."),
            line=None,
        ):
            known.stands = False

    @rule(who=WHO, letter=LETTER, really=SOMETIMES)
    def take_back_letter(self, who: str, letter: int, *, really: bool) -> None:
        if not really:
            return
        model = self.model
        used = any(model.uses(number) for number, each in enumerate(model.passages) if each.letter == letter)
        found = self.session.get_one(Letter, self.setting.letters[letter])
        if self.attempt(
            allowed=model.letters[letter] and not used,
            what=lambda: retract_letter(self.session, self.setting.people[who], found, "Fout."),
            line=None,
        ):
            model.letters[letter] = False

    # --- what is always true -------------------------------------------------------------------------------

    @invariant()
    def the_states_are_those_of_the_model(self) -> None:
        assert [self.ask(number).state for number in range(3)] == self.model.states
        settled = {f"c{place + 1}" for place in range(2) if self.time(place).settled_at is not None}
        assert settled == {place for place in self.model.holds if PLACES[place][1] is not None}

    @invariant()
    def what_waits_and_what_holds_is_what_the_model_says(self) -> None:
        for state, known in (
            (ClosingState.PENDING, self.model.pending),
            (ClosingState.APPROVED, self.model.holds),
        ):
            found = self.session.execute(
                sa.select(AskClosing.ask_id, AskClosing.occurrence_id, AskClosing.outcome).where(
                    AskClosing.ask_id.in_(self.setting.asks), AskClosing.state == state
                )
            )
            assert Counter(tuple(row) for row in found) == Counter(
                (self.setting.asks[number], None if time is None else self.setting.times[time], each.outcome)
                for (number, time), each in ((PLACES[place], each) for place, each in known.items())
            )

    @invariant()
    def nothing_is_closed_without_a_second_person_and_a_letter(self) -> None:
        """Straight from the tables, without the model and without a line of the services."""
        for ask in self.session.scalars(sa.select(Ask).where(Ask.id.in_(self.setting.asks))):
            if ask.state in CLOSED_STATES:
                self.check_closed(ask.id, None, ask.state)
        for time in self.session.scalars(
            sa.select(AskOccurrence).where(AskOccurrence.id.in_(self.setting.times))
        ):
            if time.settled_at is not None:
                self.check_closed(time.ask_id, time.id, None)

    def check_closed(self, ask_id: int, time_id: int | None, state: AskState | None) -> None:
        found = self.session.execute(
            sa.select(AskClosing, Passage, Letter)
            .outerjoin(Passage, Passage.id == AskClosing.passage_id)
            .outerjoin(Letter, Letter.id == Passage.letter_id)
            .where(
                AskClosing.ask_id == ask_id,
                AskClosing.occurrence_id.is_not_distinct_from(time_id),
                AskClosing.state == ClosingState.APPROVED,
            )
        ).one()
        closing, passage, letter = found
        assert state in (None, closing.outcome)
        assert closing.decided_by_id is not None
        assert closing.decided_by_id != closing.proposed_by_id
        if closing.outcome in NEEDS_PASSAGE:
            assert passage is not None
        if passage is not None:
            assert (passage.retracted_at, letter.retracted_at) == (None, None)
            spoken = sa.select(passage_ask.c.ask_id).where(passage_ask.c.passage_id == passage.id)
            assert ask_id in self.session.scalars(spoken).all()

    @invariant()
    def what_was_said_never_changes(self) -> None:
        assert self.words() == self.said

    @invariant()
    def every_step_has_one_line(self) -> None:
        assert self.lines() - self.before == self.model.events
        steps = sa.select(sa.func.count()).where(AskStep.ask_id.in_(self.setting.asks))
        assert self.session.scalar(steps) == self.model.steps

    def words(self) -> set[tuple[Any, ...]]:
        """Letters and passages, without whether they were taken back."""
        letters = sa.select(Letter.id, Letter.code, Letter.title, Letter.sent_on, Letter.url)
        passages = sa.select(
            Passage.id, Passage.letter_id, Passage.number, Passage.text, passage_ask.c.ask_id
        ).join(passage_ask, passage_ask.c.passage_id == Passage.id)
        return {tuple(row) for query in (letters, passages) for row in self.session.execute(query)}

    def lines(self) -> Counter[AuditAction]:
        found = self.session.scalars(
            sa.select(AuditEvent.action).where(
                AuditEvent.subject_kind == SubjectKind.ASK,
                AuditEvent.subject_id.in_(self.setting.asks),
            )
        )
        return Counter(found)


def prepare(connection: sa.Connection) -> Setting:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        people = office(session)
        asks = [*asks_of_motie(session, 2), *asks_of_motie(session, kind=AskKind.RECURRING)]
        times = times_of(session, asks[2])
        letters = [sent(session, people.one, title) for title in ("Eerste brief", "Tweede brief")]
        passages = [
            said(session, people.one, letters[0], asks, "Over alles."),
            said(session, people.one, letters[1], asks[:1], "Over het eerste."),
        ]
        session.commit()
        return Setting(
            connection,
            {"one": people.one, "other": people.other},
            *([each.id for each in rows] for rows in (asks, times, letters, passages)),
        )


@pytest.mark.usefixtures("frozen_clock")
def test_whatever_two_people_do_nothing_closes_without_both_and_a_letter(bare_app: Flask) -> None:
    with isolated(bare_app) as connection:

        class TwoPeopleHere(TwoPeople):
            setting = prepare(connection)

        run_state_machine_as_test(
            TwoPeopleHere,
            settings=settings(
                max_examples=25 if ON_POSTGRES else 60,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
