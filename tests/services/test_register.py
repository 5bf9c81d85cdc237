"""The register through the services: what is kept, refused, remembered and told once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.dates import DatePrecision
from portal.domain.errors import PlanFixedError, SourceRequiredError, StaleVersionError, VoteError
from portal.domain.parliament import Appreciation, AskKind, AskState, Origin, RegisterKind, Vote
from portal.domain.programme import ToezeggingKind
from portal.domain.terms import Recurrence
from portal.models import Ask, AuditEvent, Document, Motie, RegisterItem, Toezegging
from portal.services import register
from portal.services.asks import TermContent
from portal.services.plan import check_plan, load_plan
from portal.services.register import ItemContent, OfficeFacts, PassageContent, PromiseContent
from tests.conftest import ROOT
from tests.meetings import account_of, persona
from tests.register import SOURCE
from tests.untold import world_app  # noqa: F401 - takes the place of the fixture

FACTS = OfficeFacts(source_words=SOURCE)
CONTENT = ItemContent(
    "Meer camera’s",
    ("Verzonnen lid",),
    "september 2025",
    "2025-09",
    {"VB21": "2025-09-15"},
    "29911 nr. 900",
    inside_programme=False,
)


@pytest.fixture
def officer(db_session: Session) -> Actor:
    return persona(db_session, "medewerker1.programmabureau")


def trail(session: Session, kind: SubjectKind, number: int) -> list[AuditEvent]:
    wanted = sa.select(AuditEvent).where(AuditEvent.subject_kind == kind, AuditEvent.subject_id == number)
    return list(session.scalars(wanted.order_by(AuditEvent.id)))


def plan_item(session: Session, code: str) -> RegisterItem:
    return session.scalars(sa.select(RegisterItem).where(RegisterItem.code == code)).one()


def test_a_motie_is_kept_as_its_source_gives_it_and_once(db_session: Session, officer: Actor) -> None:
    made = register.register_item(db_session, officer, RegisterKind.MOTIE, CONTENT, FACTS)
    again = register.register_item(db_session, officer, RegisterKind.MOTIE, CONTENT, FACTS)
    other = replace(CONTENT, reference="29911 nr. 901")
    second = register.register_item(db_session, officer, RegisterKind.MOTIE, other, FACTS)
    assert again is made
    assert (made.code, second.code) == ("motie-1", "motie-2")
    assert (made.origin, made.asks, made.inside_programme) == (Origin.OFFICE, [], False)
    assert (made.date_sort, made.other_dates) == ("2025-09", {"VB21": "2025-09-15"})
    assert second.position == made.position + 1
    (event,) = trail(db_session, SubjectKind.REGISTER_ITEM, made.id)
    assert (event.action, event.subject_label) == (AuditAction.ITEM_REGISTERED, "motie-1")


def test_anything_else_begins_as_one_ask_with_its_own_words(db_session: Session, officer: Actor) -> None:
    term = TermContent(
        AskKind.RECURRING, Recurrence.YEARLY, DatePrecision.YEAR, date(2027, 12, 31), "ieder jaar"
    )
    promise = PromiseContent(ToezeggingKind.PROMISE, motie=db_session.scalars(sa.select(Motie)).first())
    made = register.register_item(db_session, officer, RegisterKind.TOEZEGGING, CONTENT, FACTS, promise, term)
    assert isinstance(made, Toezegging)
    assert (made.code, made.due_latest, made.due_words) == ("toezegging-1", date(2027, 12, 31), "ieder jaar")
    (one,) = made.asks
    assert (one.code, one.text, one.source_words) == ("toezegging-1-1", CONTENT.title, SOURCE)
    assert (one.kind, one.recurrence, one.due_on) == (AskKind.RECURRING, Recurrence.YEARLY, made.due_latest)
    assert one.state is AskState.UNASSESSED
    others = [
        register.register_item(db_session, officer, kind, CONTENT, FACTS, own)
        for kind, own in (
            (RegisterKind.COALITION_PASSAGE, PassageContent("Dit plan")),
            (RegisterKind.RECOMMENDATION, None),
        )
    ]
    assert [(each.code, len(each.asks)) for each in others] == [("passage-1", 1), ("aanbeveling-1", 1)]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (OfficeFacts(), SourceRequiredError),
        (OfficeFacts(source_words=" "), SourceRequiredError),
        (replace(FACTS, voted_on=date(2026, 1, 1)), VoteError),
        (replace(FACTS, vote=Vote.HELD, voted_on=date(2026, 1, 1)), VoteError),
        (replace(FACTS, vote=Vote.ADOPTED, voted_on=date(2026, 3, 21)), VoteError),
    ],
)
def test_nothing_without_a_source_and_no_vote_that_cannot_be(
    db_session: Session, officer: Actor, facts: OfficeFacts, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        register.register_item(db_session, officer, RegisterKind.MOTIE, CONTENT, facts)
    assert db_session.scalar(sa.select(RegisterItem.id).where(RegisterItem.code == "motie-1")) is None


def test_of_the_plan_only_what_it_does_not_say_can_change(db_session: Session, officer: Actor) -> None:
    item = plan_item(db_session, "mot-mutluer")
    owner = account_of(db_session, "medewerker2.programmabureau")
    facts = replace(
        FACTS,
        owner=owner,
        appreciation=Appreciation.LEFT_TO_KAMER,
        vote=Vote.ADOPTED,
        voted_on=date(2022, 9, 27),
        kamer_status="Aangenomen",
        office_note="Verzonnen opmerking",
    )
    register.change_item(db_session, officer, item, item.version, facts)
    (event,) = trail(db_session, SubjectKind.REGISTER_ITEM, item.id)
    assert event.action is AuditAction.ITEM_CHANGED
    assert event.details["owner"] == [None, owner.name]
    assert event.details["vote"] == [None, "adopted"]
    assert "owner_id" not in event.details
    with pytest.raises(PlanFixedError):
        register.change_item(db_session, officer, item, item.version, facts, CONTENT)
    with pytest.raises(SourceRequiredError):
        register.change_item(db_session, officer, item, item.version, replace(facts, source_words=""))
    kept = (item.title, item.version)
    db_session.flush()
    # The plan files stay the source of their facts, and leave alone what the office keeps.
    assert load_plan(db_session, check_plan(ROOT / "config" / "plan"), officer).is_empty
    assert (item.title, item.version, item.vote, item.owner) == (*kept, Vote.ADOPTED, owner)


def test_an_owner_alone_needs_no_source(db_session: Session, officer: Actor) -> None:
    item = plan_item(db_session, "ca-1")
    owner = account_of(db_session, "medewerker1.programmabureau")
    register.change_item(db_session, officer, item, item.version, OfficeFacts(owner=owner))
    version = item.version
    register.change_item(db_session, officer, item, version, OfficeFacts(owner=owner))
    assert item.version == version
    assert len(trail(db_session, SubjectKind.REGISTER_ITEM, item.id)) == 1


def test_what_is_ours_changes_and_a_stale_save_does_not(db_session: Session, officer: Actor) -> None:
    document = db_session.scalars(sa.select(Document).where(Document.code == "VB21")).one()
    promise = PromiseContent(ToezeggingKind.PROMISE)
    made = register.register_item(db_session, officer, RegisterKind.TOEZEGGING, CONTENT, FACTS, promise)
    version = made.version
    changed = replace(CONTENT, title="Minder camera’s", other_dates={})
    register.change_item(
        db_session, officer, made, version, FACTS, changed, replace(promise, document=document)
    )
    assert (made.title, made.other_dates) == ("Minder camera’s", {})
    event = trail(db_session, SubjectKind.REGISTER_ITEM, made.id)[-1]
    assert event.details["title"] == ["Meer camera’s", "Minder camera’s"]
    assert event.details["document"] == [None, "VB21"]
    with pytest.raises(StaleVersionError):
        register.change_item(db_session, officer, made, version, FACTS, CONTENT, promise)
    assert made.title == "Minder camera’s"


def test_a_code_never_returns(db_session: Session, officer: Actor) -> None:
    made = register.register_item(db_session, officer, RegisterKind.MOTIE, CONTENT, FACTS)
    made.code = "motie-41"
    db_session.flush()
    other = replace(CONTENT, title="Nog een")
    assert register.register_item(db_session, officer, RegisterKind.MOTIE, other, FACTS).code == "motie-42"
    with clock.at(clock.now() + timedelta(days=400)):
        third = replace(CONTENT, title="Een derde")
        assert (
            register.register_item(db_session, officer, RegisterKind.MOTIE, third, FACTS).code == "motie-43"
        )
    assert db_session.scalar(sa.select(sa.func.count(Ask.id)).where(Ask.item_id == made.id)) == 0
