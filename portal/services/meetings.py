"""Planning a meeting of the stuurgroep, sharing its agenda, noting who was there, and closing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    EmptyAgendaError,
    MeetingBegunError,
    MeetingHeldError,
    NotInSessionError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.meetings import (
    MeetingAction,
    MeetingState,
    Presence,
    next_meeting_state,
    takes_decisions,
)
from portal.domain.notices import NoticeKind
from portal.models import AgendaItem, Attendance, Decision, Meeting, Period
from portal.queries.meetings import members_on
from portal.services import audit
from portal.services.locks import hold_table
from portal.services.notices import tell


@dataclass(frozen=True)
class MeetingContent:
    """What a meeting is called, and when and where it is held."""

    title: str
    held_on: date
    begins: str = ""
    place: str = ""


@dataclass(frozen=True)
class PresenceContent:
    """Whether a member was there, and the function of who came instead."""

    presence: Presence
    replaced_by: str = ""


def plan_meeting(session: Session, actor: Actor, content: MeetingContent) -> Meeting:
    """Plan a meeting; the same one again on the same day is the one that is there."""
    # A form that was sent twice at once must not become two meetings.
    hold_table(session, Meeting)
    present = session.scalar(
        sa.select(Meeting).where(Meeting.title == content.title, Meeting.held_on == content.held_on)
    )
    if present is not None:
        return present
    meeting = Meeting(
        title=content.title, held_on=content.held_on, begins=content.begins, place=content.place
    )
    session.add(meeting)
    session.flush()
    record(session, actor, AuditAction.MEETING_PLANNED, meeting)
    return meeting


def change_meeting(
    session: Session, actor: Actor, meeting: Meeting, version: int, content: MeetingContent
) -> None:
    """Change what and when; members who have the agenda hear of another day.

    Raises StaleVersionError, MeetingHeldError or, for another day, MeetingBegunError.
    """
    hold_meeting(session, meeting, version)
    moved = content.held_on != meeting.held_on
    if moved and _has_decided(session, meeting):
        raise MeetingBegunError
    meeting.title, meeting.held_on = content.title, content.held_on
    meeting.begins, meeting.place = content.begins, content.place
    session.flush()
    record(session, actor, AuditAction.MEETING_CHANGED, meeting)
    if moved and meeting.state is MeetingState.CONVENED:
        _tell(session, actor, meeting)


def convene(session: Session, actor: Actor, meeting: Meeting, version: int) -> None:
    """Share the agenda with the members; raises EmptyAgendaError, StaleVersionError."""
    hold_meeting(session, meeting, version)
    target = next_meeting_state(MeetingAction.CONVENE, meeting.state)
    if not session.scalar(sa.select(sa.func.count(AgendaItem.id)).where(AgendaItem.meeting_id == meeting.id)):
        raise EmptyAgendaError
    meeting.state, meeting.convened_at = target, clock.now()
    session.flush()
    record(session, actor, AuditAction.MEETING_CONVENED, meeting)
    _tell(session, actor, meeting)


def take_back(session: Session, actor: Actor, meeting: Meeting, version: int, reason: str) -> None:
    """Take the agenda back to prepare it further; raises ReasonRequiredError, MeetingBegunError."""
    if not reason.strip():
        raise ReasonRequiredError
    hold_meeting(session, meeting, version)
    target = next_meeting_state(MeetingAction.TAKE_BACK, meeting.state)
    if _has_decided(session, meeting):
        raise MeetingBegunError
    meeting.state, meeting.convened_at = target, None
    session.flush()
    record(session, actor, AuditAction.MEETING_CHANGED, meeting, reason)


def note_attendance(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    version: int,
    present: Mapping[int, PresenceContent],
    notes: str,
) -> None:
    """Note for members, by account, whether they were there, and what is to be kept of the meeting.

    Raises NotInSessionError before the day itself, MeetingHeldError afterwards.
    """
    hold_session(session, meeting, version)
    known = {row.account_id: row for row in meeting.attendance}
    for account_id, content in present.items():
        row = known.get(account_id) or Attendance(account_id=account_id)
        row.presence = content.presence
        row.replaced_by = content.replaced_by if content.presence is Presence.REPLACED else ""
        if account_id not in known:
            meeting.attendance.append(row)
    meeting.notes = notes
    # Also where only the attendance differs, whoever has the former page must notice.
    flag_modified(meeting, "notes")
    session.flush()
    record(session, actor, AuditAction.ATTENDANCE_NOTED, meeting)


def close_meeting(session: Session, actor: Actor, meeting: Meeting, version: int) -> None:
    """Close the meeting: agenda, attendance, notes and decisions are fixed from here on."""
    hold_session(session, meeting, version)
    meeting.state = next_meeting_state(MeetingAction.CLOSE, meeting.state)
    meeting.closed_at = clock.now()
    session.flush()
    record(session, actor, AuditAction.MEETING_CLOSED, meeting)


def hold_meeting(session: Session, meeting: Meeting, version: int | None = None) -> None:
    """Keep others from changing the meeting; raises StaleVersionError, MeetingHeldError."""
    session.refresh(meeting, ["state", "version", "held_on"], with_for_update=True)
    if meeting.state is MeetingState.HELD:
        raise MeetingHeldError
    if version is not None and meeting.version != version:
        raise StaleVersionError


def hold_session(session: Session, meeting: Meeting, version: int | None = None) -> None:
    """As hold_meeting; raises NotInSessionError where nothing can be decided at it yet."""
    hold_meeting(session, meeting, version)
    if not takes_decisions(meeting.state, meeting.held_on, clock.today()):
        raise NotInSessionError


def record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    meeting: Meeting,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Write a line in the audit trail about a meeting."""
    label = f"{meeting.title}, {meeting.held_on.isoformat()}"
    audit.record(
        session, actor, action, SubjectKind.MEETING, meeting.id, label, reason=reason, details=details
    )


def _has_decided(session: Session, meeting: Meeting) -> bool:
    decided = sa.exists().where(Decision.meeting_id == meeting.id)
    adopted = sa.exists().where(Period.meeting_id == meeting.id)
    return bool(session.scalar(sa.select(sa.or_(decided, adopted))))


def _tell(session: Session, actor: Actor, meeting: Meeting) -> None:
    members = [each for each in members_on(session, clock.today()) if each.id != actor.account_id]
    key = f"meeting_convened:{meeting.id}:{meeting.held_on}"
    tell(session, NoticeKind.MEETING_CONVENED, members, key=key, meeting=meeting)
