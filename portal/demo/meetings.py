"""The meetings of the demonstration: one for each adopted round, and one that is still to come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.meeting_story import ToldAction, ToldDecision, ToldMeeting, ToldStep, read_meetings
from portal.demo.moments import Round, working_moment
from portal.demo.schedule import adoption_of
from portal.demo.stage import Stage
from portal.domain import clock
from portal.domain.audit import Actor
from portal.domain.dates import local_date
from portal.domain.meetings import AgendaKind, Presence
from portal.domain.roles import Role
from portal.models import ActionItem, AgendaItem, Decision, Maatregel, Meeting, Network
from portal.queries.agenda import proposals_for
from portal.queries.meetings import members_on
from portal.services import actions, agenda, decisions, meetings, remarks
from portal.services.actions import ActionContent
from portal.services.agenda import NewItem
from portal.services.decisions import DecisionContent
from portal.services.meetings import MeetingContent, PresenceContent
from portal.web.agenda_words import stored_title

_MOST: dict[AgendaKind, int] = {
    AgendaKind.ADOPTION: 1,
    AgendaKind.QUESTION: 2,
    AgendaKind.SIGNAL: 2,
    AgendaKind.FLAG: 2,
    AgendaKind.ACTION: 2,
}
"""How many of each kind the programme office takes on one agenda."""
_COMING = timedelta(days=12)


@dataclass
class MeetingDiary:
    """Everything that happens around the meetings, and what was decided so far by round and place."""

    stage: Stage
    decided: dict[str, Decision] = field(default_factory=dict)

    def plan(self, diary: Agenda, the_rounds: Sequence[Round], today: date) -> None:
        """Write everything in the agenda of the demonstration."""
        story = read_meetings()
        for this_round in the_rounds:
            if not this_round.is_open:
                _Held(self, this_round, story[str(this_round.number)]).plan(diary)
        coming = _Meeting(self, local_date(working_moment(today + _COMING, time(13, 30))), story["komend"])
        coming.plan_before(diary, working_moment(today - timedelta(days=1), time(9, 40)), timedelta(hours=1))


@dataclass
class _Meeting:
    """One meeting, by what is done before it is held."""

    diary: MeetingDiary
    held_on: date
    told: ToldMeeting
    row: Meeting | None = None

    @property
    def stage(self) -> Stage:
        return self.diary.stage

    @property
    def meeting(self) -> Meeting:
        if self.row is None:
            raise LookupError(self.held_on)
        return self.row

    def plan_before(self, diary: Agenda, begun: datetime, step: timedelta) -> None:
        """Plan it, put together the agenda, share it and let members say something, a step apart."""
        happens: list[Callable[[], object]] = [self.announce, self.compose, self.share, self.remark]
        for number, each in enumerate(happens):
            moment = begun + step * number
            diary.note(working_moment(local_date(moment), moment.time(), forward=True), each)

    def announce(self) -> None:
        content = MeetingContent("Stuurgroep", self.held_on, "13:30", "Vergadercentrum in Utrecht")
        self.row = meetings.plan_meeting(self.stage.session, self.secretary(), content)

    def compose(self) -> None:
        session, actor = self.stage.session, self.officer(Permission.KEEP_MEETINGS)
        visibility = self.stage.cast.principal(self.stage.cast.officers()[0]).visibility()
        left = {kind: most for kind, most in _MOST.items() if kind in self.told.annotations}
        wanted = []
        for proposal in proposals_for(session, visibility, self.meeting):
            if left.get(proposal.kind, 0) > 0:
                left[proposal.kind] -= 1
                annotation = self.told.annotations[proposal.kind]
                title = stored_title(proposal)
                wanted.append(
                    NewItem(proposal.kind, title, proposal.key, proposal.subject, annotation.strip())
                )
        wanted += [
            NewItem(AgendaKind.FREE, each.title, annotation=each.annotation.strip())
            for each in self.told.free
        ]
        agenda.add_items(session, actor, self.meeting, wanted)

    def share(self) -> None:
        meetings.convene(self.stage.session, self.secretary(), self.meeting, self.meeting.version)

    def remark(self) -> None:
        for said in self.told.remarks:
            account = self.stage.cast.by_local_part(said.who)
            actor = self.stage.cast.act(account, Permission.REMARK_ON_AGENDA)
            remarks.add_remark(self.stage.session, actor, self.item(said.item), said.text.strip())

    def item(self, kind: AgendaKind) -> AgendaItem:
        """Return the first item of a kind, or the last of all where there is none."""
        items = self.meeting.items
        return next((each for each in items if each.kind is kind), items[-1])

    def secretary(self, permission: Permission = Permission.KEEP_MEETINGS) -> Actor:
        return self.stage.cast.act(self.stage.cast.account(Role.STEERING_SECRETARY), permission)

    def officer(self, permission: Permission) -> Actor:
        return self.stage.cast.act(self.stage.cast.officers()[0], permission)


class _Held(_Meeting):
    """One meeting that was held, by what was decided and what became of it."""

    def __init__(self, diary: MeetingDiary, this_round: Round, told: ToldMeeting) -> None:
        self.adoption = adoption_of(this_round)
        super().__init__(diary, local_date(self.adoption), told)
        self._round = this_round

    def plan(self, diary: Agenda) -> None:
        """Write it in the agenda, around the moment at which the period is adopted."""
        self.plan_before(diary, self.adoption - timedelta(days=14, hours=4), timedelta(days=2))
        diary.note(self.adoption + timedelta(minutes=20), self.decide)
        diary.note(self.adoption + timedelta(minutes=50), self.close)
        for decision in self.told.decisions:
            for action in decision.actions:
                for step in action.steps:
                    self._plan_step(diary, action, step)

    def decide(self) -> None:
        for place, told in enumerate(self.told.decisions, start=1):
            name = f"{self._round.number}.{place}"
            self.diary.decided[name] = self._record(told)
            for action in told.actions:
                self._give(self.diary.decided[name], action)

    def close(self) -> None:
        session, actor = self.stage.session, self.secretary()
        replaced = {
            self.stage.cast.by_local_part(name).id: function for name, function in self.told.absent.items()
        }
        present = {
            each.id: PresenceContent(Presence.REPLACED, replaced[each.id])
            if each.id in replaced
            else PresenceContent(Presence.PRESENT)
            for each in members_on(session, self.held_on)
        }
        notes = self.told.notes.strip()
        meetings.note_attendance(session, actor, self.meeting, self.meeting.version, present, notes)
        meetings.close_meeting(session, actor, self.meeting, self.meeting.version)

    def _record(self, told: ToldDecision) -> Decision:
        ids = self.stage.session.scalars(sa.select(Maatregel.id).where(Maatregel.code.in_(told.maatregelen)))
        content = DecisionContent(
            told.text.strip(),
            told.reason.strip(),
            list(ids),
            (),
            self.item(told.item),
            self.diary.decided[told.revises] if told.revises else None,
        )
        actor = self.secretary(Permission.RECORD_DECISIONS)
        return decisions.record_decision(self.stage.session, actor, self.meeting, content)

    def _give(self, decision: Decision, told: ToldAction) -> None:
        session = self.stage.session
        network = session.scalar(sa.select(Network.id).where(Network.code == told.network))
        owner = self.stage.cast.by_local_part(told.owner)
        due_on = self.held_on + timedelta(days=told.due)
        content = ActionContent(told.what, owner, due_on, network)
        decisions.add_action(session, self.secretary(Permission.GIVE_ACTIONS), decision, content)

    def _plan_step(self, diary: Agenda, told: ToldAction, step: ToldStep) -> None:
        moment = working_moment(self.held_on + timedelta(days=step.on), time(11, 10))

        def happens() -> None:
            session = self.stage.session
            action = session.scalars(
                sa.select(ActionItem)
                .where(ActionItem.what == told.what, ActionItem.given_at <= clock.now())
                .order_by(ActionItem.id.desc())
            ).first()
            if action is not None:
                who = self.stage.cast.by_local_part(step.by or told.owner)
                actor = self.stage.cast.act(who, Permission.READ_ACTIONS)
                actions.move_action(session, actor, action, action.version, step.state, step.words)

        diary.note(moment, happens)
