"""What stands in the book of a meeting: all of it as every member may read it, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.actions import PENDING
from portal.domain.meetings import AgendaKind
from portal.models import (
    Account,
    ActionItem,
    AgendaItem,
    Appointment,
    Attendance,
    Decision,
    Meeting,
    MeetingBook,
    Network,
    Remark,
    Report,
)
from portal.queries.agenda import Subject, subjects_of
from portal.queries.decisions import decisions_of
from portal.queries.meetings import meeting_before
from portal.queries.visibility import Visibility

_PEOPLE = selectinload(Account.appointments).joinedload(Appointment.network)


@dataclass(frozen=True)
class BookItem:
    """An item with what it is about, and for an adoption the reports that came in."""

    item: AgendaItem
    subject: Subject | None
    reports: Sequence[Report] = ()
    missing: Sequence[str] = ()
    """Titles of the networks whose report the stuurgroep cannot read: it is not handed in."""


@dataclass(frozen=True)
class BookContents:
    """Everything in a book."""

    meeting: Meeting
    items: Sequence[BookItem]
    decisions: Sequence[Decision]
    former: Meeting | None
    former_decisions: Sequence[Decision]
    actions: Sequence[ActionItem]

    @property
    def withheld(self) -> int:
        """How many items are about something that not every member may read now."""
        own = (AgendaKind.FREE, AgendaKind.FLAG)
        return sum(entry.subject is None and entry.item.kind not in own for entry in self.items)


def book_contents(session: Session, visibility: Visibility, meeting: Meeting) -> BookContents:
    """Return what stands in the book, within what `visibility` (that of any member) lets somebody read."""
    items = session.scalars(
        sa.select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.position, AgendaItem.id)
        .options(selectinload(AgendaItem.remarks).joinedload(Remark.author).options(_PEOPLE))
        .execution_options(populate_existing=True)
    ).all()
    subjects = subjects_of(session, visibility, items)
    former = meeting_before(session, meeting)
    return BookContents(
        meeting,
        [_item(session, visibility, item, subjects.get(item.id)) for item in items],
        decisions_of(session, meeting.id),
        former,
        decisions_of(session, former.id) if former else (),
        pending_actions(session),
    )


def pending_actions(session: Session) -> Sequence[ActionItem]:
    """Return everything that is still to be done, with its owner and what was last said of it."""
    return session.scalars(
        sa.select(ActionItem)
        .where(ActionItem.state.in_(sorted(PENDING)))
        .order_by(ActionItem.due_on, ActionItem.id)
        .options(
            joinedload(ActionItem.owner).options(_PEOPLE),
            joinedload(ActionItem.network),
            joinedload(ActionItem.decision),
            selectinload(ActionItem.steps),
        )
    ).all()


def attendance_of(session: Session, meeting_id: int) -> Sequence[Attendance]:
    """Return who was there, with the functions they hold."""
    return session.scalars(
        sa.select(Attendance)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.id)
        .options(joinedload(Attendance.account).options(_PEOPLE))
    ).all()


def decisions_with_owners(session: Session, meeting_id: int) -> Sequence[Decision]:
    """Return the decisions of a meeting with their actions and the functions of who does these."""
    return session.scalars(
        sa.select(Decision)
        .where(Decision.meeting_id == meeting_id)
        .order_by(Decision.year, Decision.number)
        .options(
            joinedload(Decision.revises),
            selectinload(Decision.actions).joinedload(ActionItem.owner).options(_PEOPLE),
        )
    ).all()


def book_by_number(session: Session, meeting_id: int, number: int) -> MeetingBook | None:
    """Return one issue of the book of a meeting."""
    return session.scalar(
        sa.select(MeetingBook).where(MeetingBook.meeting_id == meeting_id, MeetingBook.number == number)
    )


def kept_books(session: Session) -> dict[str, MeetingBook]:
    """Return every book by the key of its file."""
    return {book.file_key: book for book in session.scalars(sa.select(MeetingBook))}


def _item(session: Session, visibility: Visibility, item: AgendaItem, subject: Subject | None) -> BookItem:
    if item.kind is not AgendaKind.ADOPTION or item.period_id is None:
        return BookItem(item, subject)
    reports = session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(Report.period_id == item.period_id, visibility.handed_in())
        .order_by(Network.position)
        .options(
            contains_eager(Report.network),
            selectinload(Report.judgements),
            selectinload(Report.office_judgements),
            selectinload(Report.progress),
        )
    ).all()
    read = [report.id for report in reports]
    missing = session.scalars(
        sa.select(Network.title)
        .join(Report, Report.network_id == Network.id)
        .where(Report.period_id == item.period_id, Report.id.not_in(read))
        .order_by(Network.position)
    ).all()
    return BookItem(item, subject, reports, missing)
