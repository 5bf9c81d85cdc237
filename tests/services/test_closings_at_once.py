"""Two people with an ask, a letter or a proposal at the same moment, each with an own connection."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.errors import DomainError
from portal.domain.parliament import AskState, ClosingState
from portal.domain.workflow import IllegalTransitionError
from portal.models import Ask, AskClosing, AskStep, AuditEvent, Letter, Passage
from portal.services.closing_rules import ClosingContent
from portal.services.closings import approve_closing, propose_closing, refuse_closing, withdraw_closing
from portal.services.passages import retract_passage
from portal.services.schema import migrate
from tests.conftest import NOW
from tests.letters import asks_of_motie, office, proposed, said, sent

Job = Callable[[Session], object]


class World:
    """Two people of the office and a letter, in a database that several connections use."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        with Session(engine, expire_on_commit=False) as session:
            self.people = office(session)
            self.letter_id = sent(session, self.people.one).id
            session.commit()

    def a_new_ask(self) -> tuple[int, int]:
        """Return the numbers of an ask and of a passage that speaks of it."""
        with Session(self.engine) as session:
            ask = asks_of_motie(session)[0]
            letter = session.get_one(Letter, self.letter_id)
            passage = said(session, self.people.one, letter, [ask], f"Over {ask.code}.")
            session.commit()
            return ask.id, passage.id

    def a_proposal(self) -> tuple[int, int, int]:
        """Return the numbers of a proposal, its ask and its passage."""
        ask_id, passage_id = self.a_new_ask()
        with Session(self.engine) as session:
            ask, passage = session.get_one(Ask, ask_id), session.get_one(Passage, passage_id)
            closing_id = proposed(session, self.people.one, ask, passage).id
            session.commit()
            return closing_id, ask_id, passage_id

    def both(self, *jobs: Job) -> list[str]:
        """Run jobs at once, each in a transaction of its own, and return how each ended."""
        barrier, ends = threading.Barrier(len(jobs)), [""] * len(jobs)

        def run(place: int, job: Job) -> None:
            with clock.at(NOW), Session(self.engine) as session:
                barrier.wait()
                try:
                    job(session)
                    session.commit()
                    ends[place] = "done"
                except (DomainError, IllegalTransitionError) as refusal:
                    ends[place] = type(refusal).__name__

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return ends

    def count(self, statement: sa.Select[Any]) -> int:
        with Session(self.engine) as session:
            return session.scalar(statement) or 0


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[sa.Engine]:
    engine = sa.create_engine(new_database())
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: sa.Engine) -> World:
    with clock.at(NOW):
        return World(engine)


def test_of_two_who_approve_at_once_one_does(world: World) -> None:
    closing_id, ask_id, _passage_id = world.a_proposal()

    def approve(session: Session) -> None:
        approve_closing(session, world.people.other, session.get_one(AskClosing, closing_id), 1)

    assert sorted(world.both(approve, approve, approve)) == ["ClosingDecidedError"] * 2 + ["done"]
    with Session(world.engine) as session:
        assert session.get_one(Ask, ask_id).state is AskState.FULFILLED
    assert world.count(sa.select(sa.func.count()).where(AskStep.ask_id == ask_id)) == 1
    approvals = sa.select(sa.func.count()).where(
        AuditEvent.subject_id == ask_id, AuditEvent.action == "closing_approved"
    )
    assert world.count(approvals) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_yes_no_and_never_mind_at_once_leave_one_answer(world: World, attempt: int) -> None:
    closing_id, ask_id, _passage_id = world.a_proposal()

    def of(session: Session) -> AskClosing:
        return session.get_one(AskClosing, closing_id)

    ends = world.both(
        lambda session: approve_closing(session, world.people.other, of(session), 1),
        lambda session: refuse_closing(session, world.people.other, of(session), 1, "Nee."),
        lambda session: withdraw_closing(session, world.people.one, of(session), 1),
    )
    assert sorted(ends) == ["ClosingDecidedError", "ClosingDecidedError", "done"], attempt
    states = (ClosingState.APPROVED, ClosingState.REFUSED, ClosingState.WITHDRAWN)
    with Session(world.engine) as session:
        state = of(session).state
        assert state is states[ends.index("done")]
        assert (session.get_one(Ask, ask_id).state is AskState.FULFILLED) is (state is ClosingState.APPROVED)


def test_a_proposal_that_was_sent_twice_at_once_is_one(world: World) -> None:
    ask_id, passage_id = world.a_new_ask()

    def propose(session: Session) -> None:
        content = ClosingContent(AskState.FULFILLED, "Zo.", session.get_one(Passage, passage_id))
        propose_closing(session, world.people.one, session.get_one(Ask, ask_id), 1, content)

    assert world.both(propose, propose) == ["done", "done"]
    assert world.count(sa.select(sa.func.count()).where(AskClosing.ask_id == ask_id)) == 1


def test_of_two_who_propose_at_once_one_waits(world: World) -> None:
    ask_id, passage_id = world.a_new_ask()

    def by(outcome: AskState) -> Job:
        def propose(session: Session) -> None:
            content = ClosingContent(outcome, "Zo.", session.get_one(Passage, passage_id))
            propose_closing(session, world.people.one, session.get_one(Ask, ask_id), 1, content)

        return propose

    ends = world.both(by(AskState.FULFILLED), by(AskState.ANSWERED))
    assert sorted(ends) == ["ClosingPendingError", "done"]


@pytest.mark.parametrize("attempt", range(4))
def test_a_passage_is_used_or_taken_back_and_never_both(world: World, attempt: int) -> None:
    """The database sees neither change of the other; only who holds the passage does."""
    ask_id, passage_id = world.a_new_ask()

    def propose(session: Session) -> None:
        passage = session.get_one(Passage, passage_id)
        content = ClosingContent(AskState.FULFILLED, "Zo.", passage)
        propose_closing(session, world.people.one, session.get_one(Ask, ask_id), 1, content)

    def retract(session: Session) -> None:
        retract_passage(session, world.people.other, session.get_one(Passage, passage_id), "Fout.")

    ends = world.both(propose, retract)
    assert ends.count("done") == 1, (attempt, ends)
    assert {"PassageRetractedError", "PassageInUseError"} & set(ends)


def test_letters_registered_at_once_get_numbers_of_their_own(world: World) -> None:
    def register(title: str) -> Job:
        return lambda session: sent(session, world.people.one, title)

    ends = world.both(register("Een"), register("Twee"), register("Dubbel"), register("Dubbel"))
    assert ends == ["done"] * 4
    with Session(world.engine) as session:
        codes = session.scalars(sa.select(Letter.code).order_by(Letter.code)).all()
    assert codes == [f"brief-2026-{number:02}" for number in range(1, 5)]


def test_passages_added_at_once_get_numbers_of_their_own(world: World) -> None:
    ask_id, _passage_id = world.a_new_ask()
    before = world.count(sa.select(sa.func.count(Passage.id)))

    def add(text: str) -> Job:
        def job(session: Session) -> None:
            letter = session.get_one(Letter, world.letter_id)
            said(session, world.people.one, letter, [session.get_one(Ask, ask_id)], text)

        return job

    assert world.both(add("Een"), add("Twee"), add("Dubbel"), add("Dubbel")) == ["done"] * 4
    assert world.count(sa.select(sa.func.count(Passage.id))) == before + 3
