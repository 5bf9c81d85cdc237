"""Asks through the services: splitting, changing, moving, linking and pointing; refused and remembered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import SYSTEM, Actor, AuditAction, SubjectKind
from portal.domain.dates import DatePrecision
from portal.domain.errors import (
    AskClosedError,
    AskTermError,
    LinkedAlreadyError,
    LinkRemovedError,
    PlanFixedError,
    ReasonRequiredError,
    SourceRequiredError,
    StaleVersionError,
    TermFixedError,
)
from portal.domain.parliament import AskAction, AskKind, AskState, ItemState, ReferenceKind, RegisterKind
from portal.domain.programme import Basis, ToezeggingKind
from portal.domain.terms import Recurrence, Term, last_day
from portal.domain.workflow import IllegalTransitionError
from portal.models import (
    Ask,
    AskClosing,
    AskLink,
    AskOccurrence,
    AskReference,
    AskStep,
    AuditEvent,
    Decision,
    Document,
    Maatregel,
    MaatregelProgress,
    Observation,
)
from portal.queries.item_states import progress_of
from portal.services import ask_links, ask_references, asks, register
from portal.services.ask_links import LinkContent
from portal.services.asks import AskContent, TermContent
from portal.services.register import ItemContent, OfficeFacts, PromiseContent
from tests.meetings import persona
from tests.register import SOURCE, ask, ask_of, bring_to, due, motie
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

BUDGET = TermContent(
    AskKind.RECURRING,
    Recurrence.WITH_BUDGET,
    DatePrecision.DAY,
    last_day(Term.WITH_BUDGET, 2021),
    "jaarlijks bij de begroting",
)


@pytest.fixture
def officer(db_session: Session) -> Actor:
    return persona(db_session, "medewerker1.programmabureau")


@pytest.fixture
def colleague(db_session: Session) -> Actor:
    return persona(db_session, "medewerker2.programmabureau")


@pytest.fixture
def own(db_session: Session, officer: Actor) -> Ask:
    """An ask that the office split off a motie of its own."""
    return ask(db_session, officer, motie(db_session, officer), "Iets doen")


def actions(session: Session, of: Ask) -> list[AuditAction]:
    wanted = sa.select(AuditEvent.action).where(
        AuditEvent.subject_kind == SubjectKind.ASK, AuditEvent.subject_id == of.id
    )
    return list(session.scalars(wanted.order_by(AuditEvent.id)))


def test_a_duty_that_no_letter_mentions_stands_with_its_source(db_session: Session, officer: Actor) -> None:
    item = ask_of(db_session, "mot-bk-1").item
    content = AskContent("Jaarlijks rapporteren", "Tekst van de motie", term=BUDGET)
    made = asks.add_ask(db_session, officer, item, content)
    assert asks.add_ask(db_session, officer, item, content) is made
    db_session.refresh(item, ["asks"])
    assert [each.code for each in item.asks] == ["mot-bk-1", "mot-bk-2", "mot-bikker-kuik-1"]
    assert (made.due_on, made.letter_judgement, made.state) == (date(2021, 9, 21), None, AskState.UNASSESSED)
    assert actions(db_session, made) == [AuditAction.ASK_ADDED, AuditAction.OCCURRENCES_MADE]
    assert progress_of(db_session, clock.today(), [item.id])[item.id].late == 1


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (AskContent("Iets", " "), SourceRequiredError),
        (AskContent("Iets", SOURCE, term=TermContent(AskKind.RECURRING)), AskTermError),
        (AskContent("Iets", SOURCE, term=TermContent(recurrence=Recurrence.YEARLY)), AskTermError),
        (AskContent("Iets", SOURCE, term=TermContent(due_latest=date(2026, 1, 1))), AskTermError),
        (AskContent("Iets", SOURCE, term=TermContent(due_precision=DatePrecision.DAY)), AskTermError),
    ],
)
def test_no_ask_without_a_source_or_with_a_term_that_cannot_be(
    db_session: Session, officer: Actor, own: Ask, content: AskContent, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        asks.add_ask(db_session, officer, own.item, content)
    with pytest.raises(refusal):
        asks.change_ask(db_session, officer, own, own.version, content)


def test_ours_changes_while_it_is_open_and_that_of_the_plan_never(
    db_session: Session, officer: Actor, colleague: Actor, own: Ask
) -> None:
    content = AskContent("Iets anders doen", SOURCE, "Gemeld in een brief", due(date(2026, 5, 1)))
    version = own.version
    asks.change_ask(db_session, officer, own, version, content)
    assert (own.text, own.response, own.due_on) == (
        "Iets anders doen",
        "Gemeld in een brief",
        date(2026, 5, 1),
    )
    asks.change_ask(db_session, officer, own, own.version, content)
    assert actions(db_session, own) == [AuditAction.ASK_ADDED, AuditAction.ASK_CHANGED]
    event = db_session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.details["text"] == ["Iets doen", "Iets anders doen"]
    assert event.details["due_latest"] == [None, "2026-05-01"]
    with pytest.raises(StaleVersionError):
        asks.change_ask(db_session, officer, own, version, content)
    of_plan = ask_of(db_session, "mot-mu-1")
    with pytest.raises(PlanFixedError):
        asks.change_ask(db_session, officer, of_plan, of_plan.version, content)
    bring_to(db_session, own, AskState.LAPSED, officer, colleague)
    with pytest.raises(AskClosedError):
        asks.change_ask(db_session, officer, own, own.version, replace(content, text="Toch niet"))


def test_nothing_changes_while_a_second_person_looks_at_it(
    db_session: Session, officer: Actor, own: Ask
) -> None:
    db_session.add(
        AskClosing(
            ask_id=own.id,
            outcome=AskState.LAPSED,
            reason="Niet meer nodig",
            proposed_at=clock.now(),
            proposed_by_id=officer.account_id,
        )
    )
    db_session.flush()
    with pytest.raises(AskClosedError):
        asks.change_ask(db_session, officer, own, own.version, AskContent("Anders", SOURCE))


def test_the_first_day_stays_once_something_rests_on_it(
    db_session: Session, officer: Actor, own: Ask
) -> None:
    content = AskContent(own.text, SOURCE, term=due(date(2026, 5, 1), Recurrence.YEARLY))
    asks.change_ask(db_session, officer, own, own.version, content)
    times = db_session.scalars(sa.select(AskOccurrence.due_on).where(AskOccurrence.ask_id == own.id))
    assert times.all() == [date(2026, 5, 1)]
    later = replace(content, term=due(date(2026, 6, 1), Recurrence.YEARLY))
    with pytest.raises(TermFixedError):
        asks.change_ask(db_session, officer, own, own.version, later)
    asks.change_ask(db_session, officer, own, own.version, replace(content, response="Gemeld"))
    assert own.response == "Gemeld"


def test_a_toezegging_of_one_ask_says_the_same_term(db_session: Session, officer: Actor) -> None:
    made = register.register_item(
        db_session,
        officer,
        RegisterKind.TOEZEGGING,
        ItemContent("Kamer informeren"),
        OfficeFacts(source_words=SOURCE),
        PromiseContent(ToezeggingKind.PROMISE),
        due(date(2026, 5, 1)),
    )
    (one,) = made.asks
    content = AskContent(one.text, SOURCE, term=due(date(2026, 6, 1)))
    asks.change_ask(db_session, officer, one, one.version, content)
    assert made.due_latest == date(2026, 6, 1)  # type: ignore[attr-defined]


def test_steps_have_reasons_and_two_clicks_are_one(
    db_session: Session, officer: Actor, colleague: Actor
) -> None:
    one = ask_of(db_session, "mot-mu-1")
    seen = one.version
    with pytest.raises(ReasonRequiredError):
        asks.move_ask(db_session, officer, one, seen, AskAction.START, " ")
    asks.move_ask(db_session, officer, one, seen, AskAction.START, "Begonnen.")
    asks.move_ask(db_session, officer, one, seen, AskAction.START, "Begonnen.")
    with pytest.raises(StaleVersionError):
        asks.move_ask(db_session, colleague, one, seen, AskAction.START, "Begonnen.")
    with pytest.raises(StaleVersionError):
        asks.move_ask(db_session, officer, one, seen, AskAction.CALL_PARTLY, "Begonnen.")
    with pytest.raises(IllegalTransitionError):
        asks.move_ask(db_session, officer, one, one.version, AskAction.START, "Nog eens.")
    asks.move_ask(db_session, officer, one, one.version, AskAction.CALL_PARTLY, "Halverwege.")
    asks.move_ask(db_session, officer, one, one.version, AskAction.SET_BACK, "Vergissing.")
    steps = db_session.scalars(sa.select(AskStep).where(AskStep.ask_id == one.id).order_by(AskStep.id)).all()
    assert [(step.from_state, step.to_state, step.reason) for step in steps] == [
        (AskState.UNASSESSED, AskState.IN_PROGRESS, "Begonnen."),
        (AskState.IN_PROGRESS, AskState.PARTLY, "Halverwege."),
        (AskState.PARTLY, AskState.NOT_STARTED, "Vergissing."),
    ]
    assert actions(db_session, one) == [AuditAction.ASK_MOVED] * 3


def test_what_is_closed_reopens_another_way(
    db_session: Session, officer: Actor, colleague: Actor, own: Ask
) -> None:
    bring_to(db_session, own, AskState.FULFILLED, officer, colleague)
    for action in AskAction:
        with pytest.raises(IllegalTransitionError):
            asks.move_ask(db_session, officer, own, own.version, action, "Toch nog iets.")
    assert own.state is AskState.FULFILLED


def test_one_motie_has_two_outcomes(db_session: Session, officer: Actor, colleague: Actor) -> None:
    item = ask_of(db_session, "mot-mu-1").item
    bring_to(db_session, ask_of(db_session, "mot-mu-2"), AskState.ANSWERED, officer, colleague)
    third = ask_of(db_session, "mot-mu-3")
    asks.move_ask(db_session, officer, third, third.version, AskAction.START, "In de plannen.")
    found = progress_of(db_session, clock.today(), [item.id])[item.id]
    assert {each.state for each in item.asks} == {
        AskState.UNASSESSED,
        AskState.ANSWERED,
        AskState.IN_PROGRESS,
    }
    assert (found.state, found.closed, found.asks) == (ItemState.PARTLY, 1, 3)


def test_a_maatregel_is_linked_changed_and_kept_when_removed(
    db_session: Session, officer: Actor, own: Ask
) -> None:
    maatregel = db_session.scalars(sa.select(Maatregel).where(Maatregel.code == "rtm-02")).one()
    content = LinkContent(Basis.DERIVED, "Meer rechercheurs.")
    link = ask_links.link_maatregel(db_session, officer, own, maatregel, content)
    assert ask_links.link_maatregel(db_session, officer, own, maatregel, content) is link
    other = LinkContent(Basis.EXPLICIT, "Meer honden.")
    with pytest.raises(LinkedAlreadyError):
        ask_links.link_maatregel(db_session, officer, own, maatregel, other)
    seen = link.version
    ask_links.change_link(db_session, officer, link, seen, other)
    with pytest.raises(StaleVersionError):
        ask_links.change_link(db_session, officer, link, seen, content)
    with pytest.raises(StaleVersionError):
        ask_links.unlink(db_session, officer, link, seen)
    ask_links.unlink(db_session, officer, link, link.version)
    with pytest.raises(LinkRemovedError):
        ask_links.unlink(db_session, officer, link, link.version)
    with pytest.raises(LinkRemovedError):
        ask_links.change_link(db_session, officer, link, link.version, content)
    again = ask_links.link_maatregel(db_session, officer, own, maatregel, content)
    every = db_session.scalars(sa.select(AskLink).where(AskLink.ask_id == own.id).order_by(AskLink.id)).all()
    assert [(each is again, each.removed_by_id) for each in every] == [
        (False, officer.account_id),
        (True, None),
    ]
    assert actions(db_session, own)[1:] == [
        AuditAction.ASK_LINKED,
        AuditAction.ASK_LINKED,
        AuditAction.ASK_UNLINKED,
        AuditAction.ASK_LINKED,
    ]
    with pytest.raises(ReasonRequiredError):
        ask_links.link_maatregel(db_session, SYSTEM, own, maatregel, content)


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (ReferenceKind.PROGRESS, sa.select(MaatregelProgress)),
        (ReferenceKind.DECISION, sa.select(Decision)),
        (ReferenceKind.OBSERVATION, sa.select(Observation)),
        (ReferenceKind.DOCUMENT, sa.select(Document)),
    ],
)
def test_what_shows_it_is_pointed_at_once_and_kept_when_removed(
    db_session: Session, officer: Actor, own: Ask, kind: ReferenceKind, first: sa.Select[ask_references.Proof]
) -> None:
    proof = db_session.scalars(first.limit(1)).one()
    with pytest.raises(ReasonRequiredError):
        ask_references.add_reference(db_session, officer, own, proof, " ")
    made = ask_references.add_reference(db_session, officer, own, proof, "Hier staat het.")
    assert ask_references.add_reference(db_session, officer, own, proof, "Nog eens.") is made
    assert (made.kind, getattr(made, kind.value)) == (kind, proof)
    ask_references.remove_reference(db_session, officer, made)
    ask_references.remove_reference(db_session, officer, made)
    again = ask_references.add_reference(db_session, officer, own, proof, "Toch.")
    assert again is not made
    of_own = sa.select(AskReference).where(AskReference.ask_id == own.id)
    every = db_session.scalars(of_own.order_by(AskReference.id)).all()
    assert [each.removed_by_id for each in every] == [officer.account_id, None]
    assert actions(db_session, own)[1:] == [
        AuditAction.REFERENCE_ADDED,
        AuditAction.REFERENCE_REMOVED,
        AuditAction.REFERENCE_ADDED,
    ]


@pytest.mark.parametrize(
    "write",
    [
        lambda one: sa.delete(Ask).where(Ask.id == one.id),
        lambda one: sa.update(Ask).where(Ask.id == one.id).values(state=AskState.FULFILLED),
        lambda one: sa.update(Ask).where(Ask.id == one.id).values(kind=AskKind.RECURRING),
    ],
)
def test_the_database_refuses_what_must_never_be(
    db_session: Session, own: Ask, write: Callable[[Ask], sa.Executable]
) -> None:
    with pytest.raises(sa.exc.DatabaseError), db_session.begin_nested():
        db_session.execute(write(own))
