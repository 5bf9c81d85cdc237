"""What the database itself refuses about letters, passages and closings: raw SQL, no service in between."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.parliament import AskKind, AskState, ClosingState
from portal.models import Ask, AskClosing, AskOccurrence, AskStep, Document, Letter, Passage
from portal.models.letter import passage_ask
from portal.services.closings import reopen_ask
from tests.letters import SENT, Office, asks_of_motie, closed, office, proposed, said, sent, times_of

Run = Callable[[sa.Executable], None]


@pytest.fixture
def people(bare_session: Session) -> Office:
    return office(bare_session)


@pytest.fixture
def letter(bare_session: Session, people: Office) -> Letter:
    return sent(bare_session, people.one)


@pytest.fixture
def asks(bare_session: Session) -> list[Ask]:
    return asks_of_motie(bare_session, 3)


@pytest.fixture
def passage(bare_session: Session, people: Office, letter: Letter, asks: list[Ask]) -> Passage:
    return said(bare_session, people.one, letter, asks[:2])


@pytest.fixture
def run(bare_session: Session) -> Run:
    """Let the database do something on its own and take it back, whether it refuses or not."""

    def execute(statement: sa.Executable) -> None:
        nested = bare_session.begin_nested()
        try:
            bare_session.execute(statement)
            if bare_session.get_bind().dialect.name == "postgresql":
                # A foreign key is only looked at when asked, at the end or now.
                bare_session.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
        finally:
            nested.rollback()

    return execute


@pytest.fixture
def refused(run: Run) -> Run:
    """Try something that the database must refuse."""

    def attempt(statement: sa.Executable) -> None:
        with pytest.raises(DatabaseError):
            run(statement)

    return attempt


def a_closing(actor: Actor, ask: Ask, passage: Passage | None, **more: object) -> sa.Insert:
    values = {
        "ask_id": ask.id,
        "passage_id": passage.id if passage else None,
        "outcome": AskState.FULFILLED,
        "reason": "Zo.",
        "state": ClosingState.PENDING,
        "proposed_at": clock.now(),
        "proposed_by_id": actor.account_id,
        "decision_reason": "",
        "version": 1,
    }
    return sa.insert(AskClosing).values(values | more)


def change(closing: AskClosing, **values: object) -> sa.Update:
    return sa.update(AskClosing).where(AskClosing.id == closing.id).values(**values)


def decided(actor: Actor, state: ClosingState) -> dict[str, object]:
    return {"state": state, "decided_by_id": actor.account_id, "decided_at": clock.now()}


def test_a_letter_stays_what_it_was(refused: Run, run: Run, letter: Letter, people: Office) -> None:
    here = sa.update(Letter).where(Letter.id == letter.id)
    other: dict[str, object] = {
        "code": "brief-2026-09",
        "title": "Anders",
        "sent_on": SENT + timedelta(days=1),
        "reference": "9",
        "kamerstuk": "9",
        "url": "https://elders.example/",
        "file_key": "k",
        "file_name": "a.pdf",
        "media_type": "application/pdf",
        "size": 9,
        "sha256": "s",
        "registered_at": clock.now() - timedelta(days=1),
        "registered_by_id": people.other.account_id,
    }
    for name, value in other.items():
        # Key and checksum go together, or another rule would refuse them.
        pair = {"file_key": "k", "sha256": "s"} if name in {"file_key", "sha256"} else {name: value}
        refused(here.values(**pair))
    taken_back = {"retracted_at": clock.now(), "retraction_reason": "Vergissing."}
    run(here.values(**taken_back))
    refused(here.values(retracted_at=clock.now()))
    refused(here.values(**taken_back, title="Anders"))
    refused(sa.delete(Letter).where(Letter.id == letter.id))


def test_what_the_plan_tells_is_not_taken_back(bare_session: Session, refused: Run, people: Office) -> None:
    document = Document(code="BRIEF", title="Brief", kind="Kamerbrief", dated_on=SENT)
    bare_session.add(document)
    bare_session.flush()
    letter = Letter(
        code="BRIEF", title="Brief", sent_on=SENT, document_id=document.id, registered_at=clock.now()
    )
    bare_session.add(letter)
    bare_session.flush()
    here = sa.update(Letter).where(Letter.id == letter.id)
    refused(here.values(retracted_at=clock.now(), retraction_reason="Weg."))


def test_a_retracted_letter_stays_retracted_and_takes_no_passage(
    bare_session: Session, refused: Run, run: Run, letter: Letter
) -> None:
    new = sa.insert(Passage).values(
        letter_id=letter.id,
        number=1,
        section="",
        text="Woorden",
        added_at=clock.now(),
        retraction_reason="",
    )
    run(new)
    here = sa.update(Letter).where(Letter.id == letter.id)
    bare_session.execute(here.values(retracted_at=clock.now(), retraction_reason="Vergissing."))
    refused(here.values(retracted_at=None, retraction_reason=""))
    refused(here.values(retraction_reason="Anders."))
    refused(new)


def test_a_passage_stays_what_it_was(
    bare_session: Session, refused: Run, run: Run, people: Office, passage: Passage, asks: list[Ask]
) -> None:
    other = sent(bare_session, people.one, "Andere")
    here = sa.update(Passage).where(Passage.id == passage.id)
    for values in (
        {"text": "Anders."},
        {"section": "Elders"},
        {"number": 9},
        {"letter_id": other.id},
        {"added_at": clock.now() - timedelta(days=1)},
        {"added_by_id": people.other.account_id},
    ):
        refused(here.values(**values))
    run(here.values(retracted_at=clock.now(), retraction_reason="Fout."))
    alone = Passage(letter=other, number=1, text="Van niemand.", added_at=clock.now())
    bare_session.add(alone)
    bare_session.flush()
    refused(sa.delete(Passage).where(Passage.id == alone.id))
    of_ask = passage_ask.c.ask_id == asks[0].id
    refused(sa.delete(passage_ask).where(of_ask))
    refused(sa.update(passage_ask).where(of_ask).values(ask_id=asks[2].id))
    bare_session.execute(here.values(retracted_at=clock.now(), retraction_reason="Fout."))
    refused(here.values(retracted_at=None, retraction_reason=""))


def test_what_a_closing_rests_on_is_not_taken_back(
    bare_session: Session,
    refused: Run,
    run: Run,
    people: Office,
    letter: Letter,
    passage: Passage,
    asks: list[Ask],
) -> None:
    taken_back = {"retracted_at": clock.now(), "retraction_reason": "Fout."}
    both = [
        sa.update(Passage).where(Passage.id == passage.id).values(**taken_back),
        sa.update(Letter).where(Letter.id == letter.id).values(**taken_back),
    ]
    closing = proposed(bare_session, people.one, asks[0], passage)
    for statement in both:
        refused(statement)
    bare_session.execute(change(closing, state=ClosingState.WITHDRAWN))
    for statement in both:
        run(statement)
    bare_session.expire_all()
    closed(bare_session, people, asks[0], passage)
    for statement in both:
        refused(statement)
    reopen_ask(bare_session, people.one, asks[0], asks[0].version, "Toch niet.")
    for statement in both:
        run(statement)


def test_a_proposal_needs_a_standing_passage_about_the_ask(
    bare_session: Session,
    refused: Run,
    run: Run,
    people: Office,
    letter: Letter,
    passage: Passage,
    asks: list[Ask],
) -> None:
    one = people.one
    run(a_closing(one, asks[0], passage))
    refused(a_closing(one, asks[2], passage))
    refused(a_closing(one, asks[0], None))
    refused(a_closing(one, asks[0], None, outcome=AskState.ANSWERED))
    run(a_closing(one, asks[0], None, outcome=AskState.LAPSED))
    refused(a_closing(one, asks[0], passage, outcome=AskState.PARTLY))
    refused(a_closing(one, asks[0], passage, reason=""))
    taken_back = {"retracted_at": clock.now(), "retraction_reason": "Fout."}
    bare_session.execute(sa.update(Passage).where(Passage.id == passage.id).values(**taken_back))
    refused(a_closing(one, asks[0], passage))
    again = said(bare_session, one, letter, asks[:1], "Nog eens.")
    run(a_closing(one, asks[0], again))
    bare_session.execute(sa.update(Letter).where(Letter.id == letter.id).values(**taken_back))
    refused(a_closing(one, asks[0], again))


def test_a_proposal_begins_waiting_and_alone(
    refused: Run, people: Office, passage: Passage, asks: list[Ask], bare_session: Session
) -> None:
    for state in ClosingState:
        if state is not ClosingState.PENDING:
            who = {} if state is ClosingState.WITHDRAWN else decided(people.other, state)
            refused(a_closing(people.one, asks[0], passage, **{**who, "state": state}))
    bare_session.execute(a_closing(people.one, asks[0], passage))
    refused(a_closing(people.other, asks[0], passage))


def test_only_a_second_person_decides(
    bare_session: Session, refused: Run, run: Run, people: Office, passage: Passage, asks: list[Ask]
) -> None:
    closing = proposed(bare_session, people.one, asks[0], passage)
    for state in (ClosingState.APPROVED, ClosingState.REFUSED):
        run(change(closing, **decided(people.other, state)))
        refused(change(closing, **decided(people.one, state)))
        refused(change(closing, state=state))
    refused(change(closing, **decided(people.other, ClosingState.PENDING)))
    refused(change(closing, **decided(people.other, ClosingState.WITHDRAWN)))
    refused(change(closing, **decided(people.other, ClosingState.REVOKED)))


def test_what_is_proposed_stays_what_it_was(
    bare_session: Session, refused: Run, people: Office, passage: Passage, asks: list[Ask]
) -> None:
    closing = proposed(bare_session, people.one, asks[0], passage)
    for values in (
        {"ask_id": asks[1].id},
        {"outcome": AskState.ANSWERED},
        {"outcome": AskState.LAPSED, "passage_id": None},
        {"reason": "Anders."},
        {"proposed_at": clock.now() - timedelta(days=1)},
        # Else one could become the other, and then agree with oneself.
        {"proposed_by_id": people.other.account_id},
    ):
        refused(change(closing, **values))
    refused(sa.delete(AskClosing).where(AskClosing.id == closing.id))


def test_what_was_decided_stays_decided(
    bare_session: Session, refused: Run, people: Office, passage: Passage, asks: list[Ask]
) -> None:
    yes = closed(bare_session, people, asks[0], passage)
    no = proposed(bare_session, people.one, asks[1], passage)
    bare_session.execute(change(no, **decided(people.other, ClosingState.REFUSED)))
    for closing in (yes, no):
        for state in set(ClosingState) - {ClosingState.APPROVED, ClosingState.REFUSED}:
            refused(change(closing, state=state))
        refused(change(closing, decision_reason="Anders."))
        refused(change(closing, decided_at=clock.now() - timedelta(days=1)))
    refused(change(no, state=ClosingState.APPROVED))
    refused(change(yes, state=ClosingState.REFUSED))
    own = {"state": ClosingState.WITHDRAWN}
    gone = proposed(bare_session, people.one, asks[1], passage)
    bare_session.execute(change(gone, **own))
    for state in (ClosingState.APPROVED, ClosingState.REFUSED, ClosingState.REVOKED):
        refused(change(gone, **decided(people.other, state)))
    refused(change(gone, state=ClosingState.PENDING))


def test_agreement_is_revoked_only_after_the_ask_is_open(
    bare_session: Session, refused: Run, run: Run, people: Office, passage: Passage, asks: list[Ask]
) -> None:
    closing = closed(bare_session, people, asks[0], passage)
    revoked = change(closing, state=ClosingState.REVOKED)
    refused(revoked)
    bare_session.execute(sa.update(Ask).where(Ask.id == asks[0].id).values(state=AskState.IN_PROGRESS))
    run(revoked)


def test_an_ask_closes_only_by_agreement_on_that_outcome(
    bare_session: Session, refused: Run, run: Run, people: Office, passage: Passage, asks: list[Ask]
) -> None:
    def becomes(state: AskState) -> sa.Update:
        return sa.update(Ask).where(Ask.id == asks[0].id).values(state=state)

    closed_states = (AskState.FULFILLED, AskState.ANSWERED, AskState.LAPSED)
    for state in closed_states:
        refused(becomes(state))
    closing = proposed(bare_session, people.one, asks[0], passage)
    refused(becomes(AskState.FULFILLED))
    bare_session.execute(change(closing, **decided(people.other, ClosingState.APPROVED)))
    run(becomes(AskState.FULFILLED))
    refused(becomes(AskState.ANSWERED))
    refused(becomes(AskState.LAPSED))
    refused(sa.update(Ask).where(Ask.id == asks[1].id).values(state=AskState.FULFILLED))
    bare_session.execute(change(closing, state=ClosingState.REVOKED))
    refused(becomes(AskState.FULFILLED))
    for state in closed_states:
        new = {"code": "mot-nieuw", "item_id": asks[0].item_id, "text": "Nieuw", "state": state}
        refused(sa.insert(Ask).values(**new))
    run(sa.insert(Ask).values(code="mot-nieuw", item_id=asks[0].item_id, text="Nieuw"))
    refused(sa.delete(Ask).where(Ask.id == asks[2].id))


def test_one_time_is_settled_only_by_agreement_about_that_time(
    bare_session: Session, refused: Run, run: Run, people: Office, letter: Letter
) -> None:
    ask, other = asks_of_motie(bare_session, 2, AskKind.RECURRING)
    first, second = times_of(bare_session, ask)
    passage = said(bare_session, people.one, letter, [ask, other])

    def settled(time: AskOccurrence, at: object = clock.now) -> sa.Update:
        moment = clock.now() if at is not None else None
        return sa.update(AskOccurrence).where(AskOccurrence.id == time.id).values(settled_at=moment)

    refused(settled(first))
    refused(a_closing(people.one, other, passage, occurrence_id=first.id))
    refused(a_closing(people.one, ask, passage))
    whole = proposed(bare_session, people.one, ask, passage, AskState.ANSWERED)
    bare_session.execute(change(whole, **decided(people.other, ClosingState.APPROVED)))
    # Agreement about the whole is none about a time, and the other way round.
    refused(settled(first))
    bare_session.expire_all()
    closing = proposed(bare_session, people.one, ask, passage, occurrence=first)
    refused(settled(first))
    bare_session.execute(change(closing, **decided(people.other, ClosingState.APPROVED)))
    run(settled(first))
    refused(settled(second))
    refused(sa.update(Ask).where(Ask.id == ask.id).values(state=AskState.FULFILLED))
    bare_session.execute(settled(first))
    refused(change(closing, state=ClosingState.REVOKED))
    bare_session.execute(settled(first, None))
    run(change(closing, state=ClosingState.REVOKED))
    new = {"ask_id": ask.id, "number": 9, "due_on": SENT}
    refused(sa.insert(AskOccurrence).values(**new, settled_at=clock.now()))
    run(sa.insert(AskOccurrence).values(**new))
    refused(sa.delete(AskOccurrence).where(AskOccurrence.id == second.id))


def test_steps_are_only_added(
    bare_session: Session, refused: Run, people: Office, passage: Passage, asks: list[Ask]
) -> None:
    closed(bare_session, people, asks[0], passage)
    step = bare_session.scalars(sa.select(AskStep)).one()
    refused(sa.update(AskStep).where(AskStep.id == step.id).values(reason="Anders."))
    refused(sa.delete(AskStep).where(AskStep.id == step.id))


@pytest.mark.parametrize("table", ["letter", "passage", "ask_closing", "ask_occurrence", "ask_step"])
def test_no_way_around(
    bare_session: Session, refused: Run, people: Office, passage: Passage, asks: list[Ask], table: str
) -> None:
    ask = asks_of_motie(bare_session, kind=AskKind.RECURRING)[0]
    times_of(bare_session, ask)
    closed(bare_session, people, asks[0], passage)
    proposed(bare_session, people.one, asks[1], passage)
    if bare_session.get_bind().dialect.name == "postgresql":
        refused(sa.text(f"TRUNCATE {table} CASCADE"))
        return
    # One that was decided would also be refused because a proposal begins waiting.
    which = "WHERE state = 'pending'" if table == "ask_closing" else ""
    # Where somebody else opens the file, SQLite replaces a row without telling the triggers of DELETE.
    bare_session.execute(sa.text("PRAGMA recursive_triggers=OFF"))
    try:
        refused(sa.text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} {which}"))  # noqa: S608
    finally:
        bare_session.execute(sa.text("PRAGMA recursive_triggers=ON"))
