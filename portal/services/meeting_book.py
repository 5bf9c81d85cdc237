"""Issuing the book of a meeting: numbered, and kept byte for byte."""

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction
from portal.domain.errors import BookNotReadyError
from portal.domain.meetings import MeetingState
from portal.filestore import FileMissingError, FileStore, new_key
from portal.models import Meeting, MeetingBook
from portal.services.evidence import DamagedFileError
from portal.services.meetings import record


@dataclass(frozen=True)
class BookFile:
    """The file of a book and how many pages it has."""

    content: bytes
    pages: int


def issued_since(session: Session, meeting: Meeting, last: int) -> MeetingBook | None:
    """Return the newest book when it is newer than the last one somebody saw; holds the meeting.

    Raises BookNotReadyError while the agenda is still being prepared.
    """
    session.refresh(meeting, ["state", "version"], with_for_update=True)
    if meeting.state is MeetingState.PREPARING:
        raise BookNotReadyError
    newest = _newest(session, meeting)
    return newest if newest is not None and newest.number > last else None


def next_issue(session: Session, meeting: Meeting) -> int:
    """Return the number that the next book gets."""
    newest = _newest(session, meeting)
    return newest.number + 1 if newest is not None else 1


def issue_book(
    session: Session, actor: Actor, meeting: Meeting, number: int, file: BookFile, store: FileStore
) -> MeetingBook:
    """Keep a book under its number; the file is in the store before the row is."""
    key = new_key()
    store.put(key, file.content)
    book = MeetingBook(
        meeting_id=meeting.id,
        number=number,
        file_key=key,
        sha256=hashlib.sha256(file.content).hexdigest(),
        size=len(file.content),
        pages=file.pages,
        issued_at=clock.now(),
        issued_by_id=actor.account_id or 0,
    )
    session.add(book)
    session.flush()
    details = {"number": number, "sha256": book.sha256, "pages": book.pages}
    record(session, actor, AuditAction.BOOK_ISSUED, meeting, details=details)
    return book


def read_book(session: Session, actor: Actor, meeting: Meeting, book: MeetingBook, store: FileStore) -> bytes:
    """Return the book exactly as it was issued, and record who took it; raises DamagedFileError."""
    try:
        content = store.read(book.file_key, book.size + 1)
    except FileMissingError:
        raise DamagedFileError(book.file_key) from None
    if hashlib.sha256(content).hexdigest() != book.sha256:
        raise DamagedFileError(book.file_key)
    record_taken(session, actor, meeting, "pdf", number=book.number)
    return content


def record_taken(session: Session, actor: Actor, meeting: Meeting, form: str, **details: object) -> None:
    """Write that somebody took something of a meeting along, and in which form."""
    record(session, actor, AuditAction.EXPORTED, meeting, details={"form": form, **details})


def _newest(session: Session, meeting: Meeting) -> MeetingBook | None:
    return session.scalar(
        sa.select(MeetingBook)
        .where(MeetingBook.meeting_id == meeting.id)
        .order_by(MeetingBook.number.desc())
        .limit(1)
    )
