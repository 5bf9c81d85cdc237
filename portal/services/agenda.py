"""Keeping the agenda of a meeting: what is on it, in which order, with which annotation."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction
from portal.domain.errors import AgendaSharedError, StaleVersionError
from portal.domain.meetings import AgendaKind, MeetingState
from portal.models import (
    ActionItem,
    AgendaItem,
    ChangeRequest,
    MaatregelProgress,
    Meeting,
    Period,
    Remark,
    Signal,
)
from portal.queries.agenda import Subject
from portal.services.meetings import hold_meeting, record


@dataclass(frozen=True)
class NewItem:
    """An item for an agenda; the title says no word of what is not for all members."""

    kind: AgendaKind
    title: str
    key: str = ""
    subject: Subject | None = None
    annotation: str = ""


def add_items(
    session: Session, actor: Actor, meeting: Meeting, wanted: Sequence[NewItem]
) -> list[AgendaItem]:
    """Put items at the end of the agenda; what is on it already is left out. Raises MeetingHeldError."""
    hold_meeting(session, meeting)
    items = _items(session, meeting)
    keys = {item.key for item in items if item.key}
    free = {(item.title, item.annotation) for item in items if not item.key}
    made: list[AgendaItem] = []
    for new in wanted:
        if new.key in keys or (not new.key and (new.title, new.annotation) in free):
            continue
        item = AgendaItem(
            meeting_id=meeting.id,
            position=len(items) + len(made) + 1,
            kind=new.kind,
            key=new.key,
            title=new.title[:300],
            annotation=new.annotation,
        )
        _point(item, new.subject)
        made.append(item)
        keys.add(new.key)
    session.add_all(made)
    session.flush()
    if made:
        details = {"places": [item.position for item in made], "change": "added"}
        record(session, actor, AuditAction.AGENDA_CHANGED, meeting, details=details)
    session.expire(meeting, ["items"])
    return made


def annotate(
    session: Session, actor: Actor, item: AgendaItem, version: int, annotation: str, title: str | None = None
) -> None:
    """Write what the programme office says of an item, and of a free item its title.

    Raises StaleVersionError or MeetingHeldError.
    """
    hold_meeting(session, item.meeting)
    session.refresh(item, with_for_update={"of": AgendaItem})
    if item.version != version:
        raise StaleVersionError
    item.annotation = annotation
    if title and item.kind is AgendaKind.FREE:
        item.title = title
    session.flush()
    _record(session, actor, item.meeting, item, "annotated")


def move(session: Session, actor: Actor, item: AgendaItem, steps: int) -> None:
    """Move an item up (negative) or down the agenda; at an end it stays. Raises MeetingHeldError."""
    meeting = item.meeting
    hold_meeting(session, meeting)
    items = _items(session, meeting)
    place = items.index(item)
    target = min(max(place + steps, 0), len(items) - 1)
    if target == place:
        return
    items.insert(target, items.pop(place))
    _number(session, items)
    _record(session, actor, meeting, item, "moved")
    session.expire(meeting, ["items"])


def remove(session: Session, actor: Actor, item: AgendaItem) -> None:
    """Take an item off an agenda that nobody has yet; raises AgendaSharedError or MeetingHeldError."""
    meeting = item.meeting
    hold_meeting(session, meeting)
    said = session.scalar(sa.select(sa.exists().where(Remark.item_id == item.id)))
    if meeting.state is not MeetingState.PREPARING or said:
        raise AgendaSharedError
    _record(session, actor, meeting, item, "removed")
    item.action = None
    session.flush()
    session.delete(item)
    session.flush()
    _number(session, _items(session, meeting))
    session.expire(meeting, ["items"])


def _items(session: Session, meeting: Meeting) -> list[AgendaItem]:
    wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    return list(session.scalars(wanted.order_by(AgendaItem.position, AgendaItem.id)))


def _number(session: Session, items: Sequence[AgendaItem]) -> None:
    """Number the items again; who is annotating one meanwhile has no stale version because of that."""
    for position, item in enumerate(items, start=1):
        if item.position != position:
            session.execute(
                sa.update(AgendaItem).where(AgendaItem.id == item.id).values(position=position),
                execution_options={"synchronize_session": False},
            )
            session.expire(item, ["position"])


def _point(item: AgendaItem, subject: Subject | None) -> None:
    match subject:
        case Period():
            item.period = subject
        case MaatregelProgress():
            item.progress = subject
        case Signal():
            item.signal = subject
        case ActionItem():
            item.action = subject
        case ChangeRequest():
            item.change_request = subject
        case _:
            # A flag is no row: its key says which one it is.
            pass


def _record(session: Session, actor: Actor, meeting: Meeting, item: AgendaItem, change: str) -> None:
    """Write the line; the title of an item is not yet for everybody, so it names the kind."""
    details = {"place": item.position, "kind": item.kind.value, "change": change}
    record(session, actor, AuditAction.AGENDA_CHANGED, meeting, details=details)
