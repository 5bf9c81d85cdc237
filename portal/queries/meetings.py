"""Reading meetings of the stuurgroep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.meetings import MeetingState
from portal.domain.roles import Role
from portal.models import (
    Account,
    AgendaItem,
    Appointment,
    Attendance,
    Decision,
    Meeting,
    MeetingBook,
    Period,
    Remark,
)
from portal.queries.accounts import holds_on

STEERING = (Role.STEERING_MEMBER, Role.STEERING_SECRETARY)


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list, with how much is on its agenda and was decided."""

    meeting: Meeting
    items: int
    decisions: int


def count_meetings(session: Session) -> int:
    """Return how many meetings there are."""
    return session.scalar(sa.select(sa.func.count(Meeting.id))) or 0


def meetings(session: Session, limit: int, offset: int) -> list[MeetingRow]:
    """Return meetings, what is still to come first, then the newest."""
    items = (
        sa.select(sa.func.count(AgendaItem.id)).where(AgendaItem.meeting_id == Meeting.id).scalar_subquery()
    )
    decided = sa.select(sa.func.count(Decision.id)).where(Decision.meeting_id == Meeting.id).scalar_subquery()
    rows = session.execute(
        sa.select(Meeting, items, decided)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [MeetingRow(*row) for row in rows]


def meeting_by_id(session: Session, meeting_id: int | None) -> Meeting | None:
    """Return one meeting; None for no number."""
    return session.get(Meeting, meeting_id) if meeting_id is not None else None


def whole_meeting(session: Session, meeting_id: int) -> Meeting | None:
    """Return a meeting with its items, remarks, attendance and decisions."""
    return session.scalar(
        sa.select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            selectinload(Meeting.items).selectinload(AgendaItem.remarks).joinedload(Remark.author),
            selectinload(Meeting.attendance).joinedload(Attendance.account),
            selectinload(Meeting.decisions),
        )
    )


def item_of(meeting: Meeting, item_id: int) -> AgendaItem | None:
    """Return one item of the agenda of a meeting."""
    return next((each for each in meeting.items if each.id == item_id), None)


def meetings_in_session(session: Session, today: date) -> Sequence[Meeting]:
    """Return the meetings at which something can be decided today, newest first."""
    return session.scalars(
        sa.select(Meeting)
        .where(Meeting.state == MeetingState.CONVENED, Meeting.held_on <= today)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    ).all()


def next_meeting(session: Session, today: date) -> Meeting | None:
    """Return the first meeting that is still to be held, today or later."""
    return session.scalar(
        sa.select(Meeting)
        .where(Meeting.state != MeetingState.HELD, Meeting.held_on >= today)
        .order_by(Meeting.held_on, Meeting.id)
        .limit(1)
    )


def meeting_before(session: Session, meeting: Meeting) -> Meeting | None:
    """Return the last meeting that was held before this one."""
    return session.scalar(
        sa.select(Meeting)
        .where(
            Meeting.state == MeetingState.HELD, Meeting.held_on <= meeting.held_on, Meeting.id != meeting.id
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(1)
    )


def members_on(session: Session, on: date) -> Sequence[Account]:
    """Return who belongs to the stuurgroep on a day: the members and the secretary."""
    return session.scalars(
        sa.select(Account)
        .where(
            Account.active.is_(True),
            sa.exists().where(
                Appointment.account_id == Account.id,
                Appointment.role.in_(sorted(STEERING)),
                holds_on(on),
            ),
        )
        .options(selectinload(Account.appointments))
        .order_by(Account.id)
    ).all()


def periods_adopted_at(session: Session, meeting_id: int) -> Sequence[Period]:
    """Return the periods that were adopted at a meeting."""
    return session.scalars(
        sa.select(Period).where(Period.meeting_id == meeting_id).order_by(Period.observes_from)
    ).all()


def books_of(session: Session, meeting_id: int) -> Sequence[MeetingBook]:
    """Return the books of a meeting as they were issued, newest first."""
    return session.scalars(
        sa.select(MeetingBook)
        .where(MeetingBook.meeting_id == meeting_id)
        .options(joinedload(MeetingBook.issued_by))
        .order_by(MeetingBook.number.desc())
    ).all()
