"""Meetings through the services: what is refused, remembered, fixed and told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.actions import ActionState
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import (
    ActionSettledError,
    AgendaSharedError,
    DecisionRevisedError,
    EmptyAgendaError,
    MeetingBegunError,
    MeetingHeldError,
    NotInSessionError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.meetings import AgendaKind, MeetingState, Presence
from portal.domain.notices import NoticeKind
from portal.domain.workflow import IllegalTransitionError
from portal.models import ActionItem, AuditEvent, Decision, Meeting, Notice
from portal.services import actions, agenda, decisions, meetings, remarks
from portal.services.actions import ActionContent
from portal.services.agenda import NewItem
from portal.services.decisions import DecisionContent
from portal.services.meetings import MeetingContent, PresenceContent
from portal.services.reminders import remind
from tests.meetings import account_of, convened, item, persona, prepared

SAID = DecisionContent("Wij doen het.", "Omdat het nodig is.")


def lines(session: Session, kind: SubjectKind, subject_id: int) -> list[AuditAction]:
    wanted = sa.select(AuditEvent.action).where(
        AuditEvent.subject_kind == kind, AuditEvent.subject_id == subject_id
    )
    return list(session.scalars(wanted.order_by(AuditEvent.id)))


@pytest.fixture
def meeting(db_session: Session) -> Meeting:
    """A meeting that is held today."""
    return convened(db_session, persona(db_session, "secretaris.stuurgroep"), clock.today(), "Vandaag")


def test_from_planning_to_held_and_fixed(db_session: Session) -> None:
    secretary = persona(db_session, "secretaris.stuurgroep")
    member = account_of(db_session, "lid1.stuurgroep")
    content = MeetingContent("Van begin tot eind", clock.today())
    held = meetings.plan_meeting(db_session, secretary, content)
    assert meetings.plan_meeting(db_session, secretary, content) is held
    with pytest.raises(EmptyAgendaError):
        meetings.convene(db_session, secretary, held, held.version)
    agenda.add_items(db_session, secretary, held, [NewItem(AgendaKind.FREE, "Opening")])
    with pytest.raises(StaleVersionError):
        meetings.convene(db_session, secretary, held, held.version + 1)
    meetings.convene(db_session, secretary, held, held.version)
    remarks.add_remark(db_session, persona(db_session, "lid1.stuurgroep"), item(held), "Goed.")
    present = {member.id: PresenceContent(Presence.REPLACED, "Wethouder")}
    meetings.note_attendance(db_session, secretary, held, held.version, present, "Kort.")
    assert held.attendance[0].replaced_by == "Wethouder"
    present = {member.id: PresenceContent(Presence.PRESENT, "Wethouder")}
    meetings.note_attendance(db_session, secretary, held, held.version, present, "Kort.")
    assert [(row.presence, row.replaced_by) for row in held.attendance] == [(Presence.PRESENT, "")]
    decisions.record_decision(db_session, secretary, held, SAID)
    meetings.close_meeting(db_session, secretary, held, held.version)
    assert held.state is MeetingState.HELD
    for change in (
        lambda: agenda.add_items(db_session, secretary, held, [NewItem(AgendaKind.FREE, "Nog iets")]),
        lambda: agenda.annotate(db_session, secretary, item(held), item(held).version, "Anders"),
        lambda: agenda.move(db_session, secretary, item(held), 1),
        lambda: remarks.add_remark(db_session, secretary, item(held), "Te laat."),
        lambda: meetings.note_attendance(db_session, secretary, held, held.version, {}, "Anders"),
        lambda: decisions.record_decision(db_session, secretary, held, DecisionContent("Nog een", "Zo.")),
        lambda: meetings.change_meeting(db_session, secretary, held, held.version, content),
    ):
        with pytest.raises(MeetingHeldError):
            change()
    assert lines(db_session, SubjectKind.MEETING, held.id) == [
        AuditAction.MEETING_PLANNED,
        AuditAction.AGENDA_CHANGED,
        AuditAction.MEETING_CONVENED,
        AuditAction.REMARK_MADE,
        AuditAction.ATTENDANCE_NOTED,
        AuditAction.ATTENDANCE_NOTED,
        AuditAction.MEETING_CLOSED,
    ]


def test_members_hear_of_the_agenda_and_of_another_day(db_session: Session) -> None:
    secretary = persona(db_session, "secretaris.stuurgroep")
    meeting = convened(db_session, secretary, clock.today() + timedelta(days=30), "Later")

    def told() -> list[int]:
        wanted = sa.select(Notice.account_id).where(
            Notice.kind == NoticeKind.MEETING_CONVENED, Notice.meeting_id == meeting.id
        )
        return sorted(db_session.scalars(wanted))

    members = sorted(account_of(db_session, f"lid{n}.stuurgroep").id for n in (1, 2))
    assert told() == members
    other = MeetingContent("Later", meeting.held_on + timedelta(days=7))
    meetings.change_meeting(db_session, secretary, meeting, meeting.version, other)
    assert told() == sorted([*members, *members])


def test_an_agenda_goes_back_with_a_reason_until_something_is_decided(
    db_session: Session, meeting: Meeting
) -> None:
    secretary = persona(db_session, "secretaris.stuurgroep")
    with pytest.raises(ReasonRequiredError):
        meetings.take_back(db_session, secretary, meeting, meeting.version, " ")
    meetings.take_back(db_session, secretary, meeting, meeting.version, "Er ontbreekt een stuk.")
    assert meeting.state is MeetingState.PREPARING
    meetings.convene(db_session, secretary, meeting, meeting.version)
    decisions.record_decision(db_session, secretary, meeting, SAID)
    with pytest.raises(MeetingBegunError):
        meetings.take_back(db_session, secretary, meeting, meeting.version, "Toch niet.")
    other = MeetingContent(meeting.title, meeting.held_on + timedelta(days=1))
    with pytest.raises(MeetingBegunError):
        meetings.change_meeting(db_session, secretary, meeting, meeting.version, other)
    with pytest.raises(IllegalTransitionError):
        meetings.convene(db_session, secretary, meeting, meeting.version)


def test_before_its_day_nothing_is_decided_or_closed(db_session: Session) -> None:
    secretary = persona(db_session, "secretaris.stuurgroep")
    later = convened(db_session, secretary, clock.today() + timedelta(days=1), "Morgen")
    for act in (
        lambda: decisions.record_decision(db_session, secretary, later, SAID),
        lambda: meetings.close_meeting(db_session, secretary, later, later.version),
        lambda: meetings.note_attendance(db_session, secretary, later, later.version, {}, ""),
    ):
        with pytest.raises(NotInSessionError):
            act()


def test_an_item_leaves_only_an_agenda_that_nobody_has(db_session: Session) -> None:
    secretary = persona(db_session, "secretaris.stuurgroep")
    meeting = prepared(db_session, secretary, clock.today(), "In voorbereiding")
    second, third = (
        agenda.add_items(db_session, secretary, meeting, [NewItem(AgendaKind.FREE, title)])[0]
        for title in ("Tweede", "Derde")
    )
    agenda.move(db_session, secretary, third, -1)
    agenda.move(db_session, secretary, second, 5)
    assert [each.title for each in meeting.items] == ["Opening", "Derde", "Tweede"]
    version = second.version
    agenda.move(db_session, secretary, second, -2)
    assert second.version == version
    agenda.remove(db_session, secretary, third)
    assert [(each.title, each.position) for each in meeting.items] == [("Tweede", 1), ("Opening", 2)]
    meetings.convene(db_session, secretary, meeting, meeting.version)
    with pytest.raises(AgendaSharedError):
        agenda.remove(db_session, secretary, second)


def test_numbers_run_through_the_year_and_a_decision_is_revised_once(
    db_session: Session, meeting: Meeting
) -> None:
    secretary = persona(db_session, "secretaris.stuurgroep")
    before = db_session.scalar(sa.select(sa.func.max(Decision.number)).where(Decision.year == 2026)) or 0
    first = decisions.record_decision(db_session, secretary, meeting, SAID)
    assert decisions.record_decision(db_session, secretary, meeting, SAID) is first
    revision = DecisionContent("Toch anders.", "Nieuwe inzichten.", revises=first)
    second = decisions.record_decision(db_session, secretary, meeting, revision)
    assert (first.year, first.number, second.number) == (2026, before + 1, before + 2)
    again = DecisionContent("Nog anders.", "Weer.", revises=first)
    with pytest.raises(DecisionRevisedError):
        decisions.record_decision(db_session, secretary, meeting, again)
    with pytest.raises(ReasonRequiredError):
        decisions.record_decision(db_session, secretary, meeting, DecisionContent("Zomaar.", " "))
    assert lines(db_session, SubjectKind.DECISION, second.id) == [AuditAction.DECISION_RECORDED]
    # Whoever counts from the highest number meets the same one again only in another year.
    with clock.at(clock.now() + timedelta(days=366)):
        later = convened(db_session, secretary, clock.today(), "Volgend jaar")
        assert decisions.record_decision(db_session, secretary, later, SAID).number == 1


@pytest.fixture
def action(db_session: Session, meeting: Meeting) -> ActionItem:
    secretary = persona(db_session, "secretaris.stuurgroep")
    decision = decisions.record_decision(db_session, secretary, meeting, SAID)
    owner = account_of(db_session, "coordinator.rotterdam")
    content = ActionContent("Maak een plan.", owner, clock.today() + timedelta(days=10))
    made = decisions.add_action(db_session, secretary, decision, content)
    assert decisions.add_action(db_session, secretary, decision, content) is made
    return made


def test_an_action_moves_with_words_until_it_is_settled(db_session: Session, action: ActionItem) -> None:
    owner = persona(db_session, "coordinator.rotterdam")
    with pytest.raises(ReasonRequiredError):
        actions.move_action(db_session, owner, action, action.version, ActionState.DONE, " ")
    seen = action.version
    actions.move_action(db_session, owner, action, seen, ActionState.IN_PROGRESS, "Begonnen.")
    # The same form once more is the same step; another form of the former page is not.
    actions.move_action(db_session, owner, action, seen, ActionState.IN_PROGRESS, "Begonnen.")
    with pytest.raises(StaleVersionError):
        actions.move_action(db_session, owner, action, seen, ActionState.DONE, "Klaar.")
    actions.move_action(db_session, owner, action, action.version, ActionState.IN_PROGRESS, "Halverwege.")
    actions.move_action(db_session, owner, action, action.version, ActionState.DONE, "Klaar.")
    with pytest.raises(ActionSettledError):
        actions.move_action(db_session, owner, action, action.version, ActionState.OPEN, "Toch niet.")
    assert [step.words for step in action.steps] == ["Begonnen.", "Halverwege.", "Klaar."]
    assert lines(db_session, SubjectKind.ACTION, action.id).count(AuditAction.ACTION_MOVED) == 3


def test_who_is_late_hears_it_once_a_week(db_session: Session, action: ActionItem) -> None:
    def reminders(days: int) -> int:
        morning = clock.now().replace(hour=7, minute=5) + timedelta(days=days)
        with clock.at(morning):
            remind(db_session)
        wanted = sa.select(sa.func.count()).where(
            Notice.kind == NoticeKind.ACTION_OVERDUE, Notice.action_id == action.id
        )
        return db_session.scalar(wanted) or 0

    assert [reminders(days) for days in (10, 11, 11, 14, 17, 18)] == [0, 1, 1, 1, 1, 2]
    owner = persona(db_session, "coordinator.rotterdam")
    actions.move_action(db_session, owner, action, action.version, ActionState.DONE, "Klaar.")
    assert reminders(30) == 2
