"""Closing asks through the services: what each step needs, what it changes, and who hears of it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import (
    AskClosedError,
    ClosingDecidedError,
    ClosingPendingError,
    DomainError,
    LetterRetractedError,
    OccurrenceSettledError,
    OthersClosingError,
    OutcomeError,
    OwnClosingError,
    PassageRequiredError,
    PassageRetractedError,
    PassageUnrelatedError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.notices import NoticeKind
from portal.domain.parliament import AskKind, AskState, ClosingState
from portal.domain.workflow import IllegalTransitionError
from portal.models import Ask, AskClosing, AskStep, AuditEvent, Letter, Notice, Passage
from portal.services.closing_rules import ClosingContent
from portal.services.closings import (
    approve_closing,
    propose_closing,
    refuse_closing,
    reopen_ask,
    reopen_occurrence,
    withdraw_closing,
)
from portal.services.letters import retract_letter
from portal.services.passages import retract_passage
from portal.services.reminders import still_matters
from tests.letters import Office, asks_of_motie, closed, office, proposed, said, sent, times_of


@pytest.fixture
def people(bare_session: Session) -> Office:
    return office(bare_session)


@pytest.fixture
def letter(bare_session: Session, people: Office) -> Letter:
    return sent(bare_session, people.one)


@pytest.fixture
def ask(bare_session: Session) -> Ask:
    return asks_of_motie(bare_session)[0]


@pytest.fixture
def passage(bare_session: Session, people: Office, letter: Letter, ask: Ask) -> Passage:
    return said(bare_session, people.one, letter, [ask])


def lines(session: Session, ask: Ask) -> list[AuditEvent]:
    wanted = sa.select(AuditEvent).where(
        AuditEvent.subject_kind == SubjectKind.ASK, AuditEvent.subject_id == ask.id
    )
    return list(session.scalars(wanted.order_by(AuditEvent.id)))


def steps(session: Session, ask: Ask) -> list[tuple[AskState, AskState, str, int]]:
    wanted = sa.select(AskStep).where(AskStep.ask_id == ask.id).order_by(AskStep.id)
    return [(each.from_state, each.to_state, each.reason, each.by_id) for each in session.scalars(wanted)]


def told(session: Session, kind: NoticeKind) -> list[int]:
    wanted = sa.select(Notice.account_id).where(Notice.kind == kind).order_by(Notice.id)
    return list(session.scalars(wanted))


def test_from_a_proposal_to_closed_and_open_again(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    closing = proposed(bare_session, people.one, ask, passage)
    assert (ask.state, closing.state) == (AskState.UNASSESSED, ClosingState.PENDING)
    assert told(bare_session, NoticeKind.CLOSING_PROPOSED) == [people.other.account_id]
    approve_closing(bare_session, people.other, closing, closing.version, "Nagelezen.")
    bare_session.expire_all()
    assert (ask.state, closing.state) == (AskState.FULFILLED, ClosingState.APPROVED)
    assert (closing.decided_by_id, closing.decided_at, closing.decision_reason) == (
        people.other.account_id,
        clock.now(),
        "Nagelezen.",
    )
    assert told(bare_session, NoticeKind.CLOSING_DECIDED) == [people.one.account_id]
    reopen_ask(bare_session, people.one, ask, ask.version, "De brief blijkt onvolledig.")
    bare_session.expire_all()
    assert (ask.state, closing.state) == (AskState.IN_PROGRESS, ClosingState.REVOKED)
    assert steps(bare_session, ask) == [
        (AskState.UNASSESSED, AskState.FULFILLED, "De brief zegt het.", people.other.account_id),
        (AskState.FULFILLED, AskState.IN_PROGRESS, "De brief blijkt onvolledig.", people.one.account_id),
    ]
    about = {"outcome": "fulfilled", "passage": "brief-2026-01 1"}
    assert [(each.action, each.reason, each.details) for each in lines(bare_session, ask)] == [
        (AuditAction.CLOSING_PROPOSED, "De brief zegt het.", about),
        (
            AuditAction.CLOSING_APPROVED,
            "Nagelezen.",
            {**about, "from": "unassessed", "to": "fulfilled"},
        ),
        (
            AuditAction.ASK_MOVED,
            "De brief blijkt onvolledig.",
            {"from": "fulfilled", "to": "in_progress"},
        ),
    ]
    # What no longer holds does not stand in the way of closing it anew.
    assert closed(bare_session, people, ask, passage).state is ClosingState.APPROVED


@pytest.mark.parametrize("outcome", [AskState.ANSWERED, AskState.LAPSED])
def test_it_can_end_in_other_ways(
    bare_session: Session, people: Office, ask: Ask, passage: Passage, outcome: AskState
) -> None:
    needed = passage if outcome is AskState.ANSWERED else None
    closing = proposed(bare_session, people.one, ask, needed, outcome)
    approve_closing(bare_session, people.other, closing, closing.version)
    assert ask.state is outcome


@pytest.mark.parametrize("outcome", [AskState.FULFILLED, AskState.ANSWERED])
def test_only_a_letter_says_that_it_was_done_or_answered(
    bare_session: Session, people: Office, ask: Ask, outcome: AskState
) -> None:
    with pytest.raises(PassageRequiredError):
        proposed(bare_session, people.one, ask, None, outcome)


def test_a_passage_must_stand_and_speak_of_the_ask(
    bare_session: Session, people: Office, ask: Ask, letter: Letter, passage: Passage
) -> None:
    other = asks_of_motie(bare_session)[0]
    with pytest.raises(PassageUnrelatedError):
        proposed(bare_session, people.one, other, passage)
    with pytest.raises(PassageUnrelatedError):
        proposed(bare_session, people.one, other, passage, AskState.LAPSED)
    retract_passage(bare_session, people.one, passage, "Verkeerd.")
    with pytest.raises(PassageRetractedError):
        proposed(bare_session, people.one, ask, passage)
    again = said(bare_session, people.one, letter, [ask])
    retract_letter(bare_session, people.one, letter, "Niet verzonden.")
    with pytest.raises(LetterRetractedError):
        proposed(bare_session, people.one, ask, again)


def test_nobody_decides_about_the_own_proposal(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    closing = proposed(bare_session, people.one, ask, passage)
    with pytest.raises(OwnClosingError):
        approve_closing(bare_session, people.one, closing, closing.version)
    with pytest.raises(OwnClosingError):
        refuse_closing(bare_session, people.one, closing, closing.version, "Toch niet.")
    assert (ask.state, closing.state) == (AskState.UNASSESSED, ClosingState.PENDING)
    with pytest.raises(OthersClosingError):
        withdraw_closing(bare_session, people.other, closing, closing.version)


def test_refusing_and_withdrawing_change_nothing_of_the_ask(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    first = proposed(bare_session, people.one, ask, passage)
    with pytest.raises(ReasonRequiredError):
        refuse_closing(bare_session, people.other, first, first.version, " ")
    refuse_closing(bare_session, people.other, first, first.version, "Dat staat er niet.")
    second = proposed(bare_session, people.one, ask, passage)
    withdraw_closing(bare_session, people.one, second, second.version)
    assert (first.state, second.state) == (ClosingState.REFUSED, ClosingState.WITHDRAWN)
    assert ask.state is AskState.UNASSESSED
    assert steps(bare_session, ask) == []
    assert told(bare_session, NoticeKind.CLOSING_DECIDED) == [people.one.account_id]
    actions = [each.action for each in lines(bare_session, ask)]
    assert actions[1::2] == [AuditAction.CLOSING_REFUSED, AuditAction.CLOSING_WITHDRAWN]
    for closing in (first, second):
        with pytest.raises(ClosingDecidedError):
            approve_closing(bare_session, people.other, closing, closing.version)
        with pytest.raises(ClosingDecidedError):
            refuse_closing(bare_session, people.other, closing, closing.version, "Nee.")
        with pytest.raises(ClosingDecidedError):
            withdraw_closing(bare_session, people.one, closing, closing.version)


def test_one_proposal_waits_at_a_time_and_the_same_one_again_is_that_one(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    first = proposed(bare_session, people.one, ask, passage)
    assert proposed(bare_session, people.one, ask, passage) is first
    assert len(told(bare_session, NoticeKind.CLOSING_PROPOSED)) == 1
    with pytest.raises(ClosingPendingError):
        proposed(bare_session, people.one, ask, passage, AskState.ANSWERED)
    with pytest.raises(ClosingPendingError):
        proposed(bare_session, people.other, ask, passage)


def test_what_somebody_saw_is_what_is_decided_about(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    content = ClosingContent(AskState.FULFILLED, "Zo.", passage)
    with pytest.raises(StaleVersionError):
        propose_closing(bare_session, people.one, ask, ask.version - 1, content)
    with pytest.raises(ReasonRequiredError):
        propose_closing(bare_session, people.one, ask, ask.version, ClosingContent(AskState.LAPSED, " "))
    closing = proposed(bare_session, people.one, ask, passage)
    stale = closing.version - 1
    acts: list[Callable[[], object]] = [
        lambda: approve_closing(bare_session, people.other, closing, stale),
        lambda: refuse_closing(bare_session, people.other, closing, stale, "Nee."),
        lambda: withdraw_closing(bare_session, people.one, closing, stale),
        lambda: reopen_ask(bare_session, people.one, ask, ask.version - 1, "Zomaar."),
    ]
    for act in acts:
        with pytest.raises(StaleVersionError):
            act()


def test_a_closed_ask_is_not_closed_again_and_an_open_one_not_opened(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    with pytest.raises(IllegalTransitionError):
        reopen_ask(bare_session, people.one, ask, ask.version, "Zomaar.")
    closed(bare_session, people, ask, passage)
    with pytest.raises(AskClosedError):
        proposed(bare_session, people.one, ask, passage, AskState.ANSWERED)
    with pytest.raises(ReasonRequiredError):
        reopen_ask(bare_session, people.one, ask, ask.version, " ")


def test_one_time_of_an_ask_that_comes_back(bare_session: Session, people: Office, letter: Letter) -> None:
    ask = asks_of_motie(bare_session, kind=AskKind.RECURRING)[0]
    first, second = times_of(bare_session, ask)
    passage = said(bare_session, people.one, letter, [ask])
    with pytest.raises(OutcomeError):
        proposed(bare_session, people.one, ask, passage)
    closing = proposed(bare_session, people.one, ask, passage, occurrence=first)
    beside = proposed(bare_session, people.other, ask, None, AskState.LAPSED, second)
    approve_closing(bare_session, people.other, closing, closing.version)
    bare_session.expire_all()
    assert (first.settled_at, second.settled_at, ask.state) == (clock.now(), None, AskState.UNASSESSED)
    assert steps(bare_session, ask) == []
    assert lines(bare_session, ask)[-1].details["occurrence"] == 1
    with pytest.raises(OccurrenceSettledError):
        proposed(bare_session, people.one, ask, passage, occurrence=first)
    with pytest.raises(ReasonRequiredError):
        reopen_occurrence(bare_session, people.one, first, " ")
    for _twice in range(2):
        reopen_occurrence(bare_session, people.one, first, "Niet compleet.")
    bare_session.expire_all()
    assert (first.settled_at, closing.state) == (None, ClosingState.REVOKED)
    assert [each.action for each in lines(bare_session, ask)].count(AuditAction.ASK_MOVED) == 1
    # The ask as a whole can lapse; then nothing of it is settled any more.
    whole = proposed(bare_session, people.one, ask, None, AskState.LAPSED)
    approve_closing(bare_session, people.other, whole, whole.version)
    assert ask.state is AskState.LAPSED
    with pytest.raises(AskClosedError):
        approve_closing(bare_session, people.one, beside, beside.version)
    reopen_ask(bare_session, people.one, ask, ask.version, "Toch nodig.")
    assert (whole.state, beside.state) == (ClosingState.REVOKED, ClosingState.PENDING)
    approve_closing(bare_session, people.one, beside, beside.version)
    assert second.settled_at is not None


def test_a_time_belongs_to_its_own_ask(bare_session: Session, people: Office, letter: Letter) -> None:
    asks = asks_of_motie(bare_session, 2, AskKind.RECURRING)
    time = times_of(bare_session, asks[0], 1)[0]
    passage = said(bare_session, people.one, letter, asks)
    with pytest.raises(OccurrenceSettledError):
        proposed(bare_session, people.one, asks[1], passage, occurrence=time)


def test_an_ask_that_came_to_recur_meanwhile_is_not_done_for_good(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    closing = proposed(bare_session, people.one, ask, passage)
    bare_session.execute(
        sa.update(Ask).where(Ask.id == ask.id).values(kind=AskKind.RECURRING, recurrence="yearly")
    )
    with pytest.raises(OutcomeError):
        approve_closing(bare_session, people.other, closing, closing.version)


def test_a_mail_that_asks_for_agreement_leaves_only_while_it_is_needed(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    closing = proposed(bare_session, people.one, ask, passage)
    asked = bare_session.scalars(sa.select(Notice)).one()
    assert still_matters(bare_session, asked)
    approve_closing(bare_session, people.other, closing, closing.version)
    assert not still_matters(bare_session, asked)
    reopen_ask(bare_session, people.other, ask, ask.version, "Toch niet.")
    proposed(bare_session, people.other, ask, passage)
    # What waits now is this person's own proposal.
    assert not still_matters(bare_session, asked)


def test_every_refusal_leaves_the_database_as_it_was(
    bare_session: Session, people: Office, ask: Ask, passage: Passage
) -> None:
    closing = proposed(bare_session, people.one, ask, passage)
    with pytest.raises(DomainError):
        approve_closing(bare_session, people.one, closing, closing.version)
    bare_session.flush()
    bare_session.expire_all()
    assert bare_session.scalars(sa.select(AskClosing.state)).all() == [ClosingState.PENDING]
