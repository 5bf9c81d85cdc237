"""Registering a letter that was sent to the Kamer; what it says is never changed, a mistake is taken back."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.closings import letter_code
from portal.domain.errors import (
    KeptByPlanError,
    LetterContentError,
    LetterRetractedError,
    PassageInUseError,
    ReasonRequiredError,
)
from portal.domain.uploads import CheckedFile
from portal.filestore import FileMissingError, FileStore, new_key
from portal.models import Letter, Passage
from portal.queries.closings import used_passages
from portal.services import audit
from portal.services.evidence import DamagedFileError
from portal.services.locks import hold_table


@dataclass(frozen=True)
class LetterContent:
    """What a letter is called, when it was sent, and where it can be read."""

    title: str
    sent_on: date
    reference: str = ""
    kamerstuk: str = ""
    url: str = ""
    issued_document_id: int | None = None


@dataclass(frozen=True)
class LetterFile:
    """The letter itself, after it was checked, and where it will be kept."""

    checked: CheckedFile
    store: FileStore


def register_letter(
    session: Session, actor: Actor, content: LetterContent, file: LetterFile | None = None
) -> Letter:
    """Register a letter; the same one again is the one that is there. Raises LetterContentError."""
    whole = content.title.strip() and (content.url or file)
    if actor.account_id is None or not whole or content.sent_on > clock.today():
        raise LetterContentError
    # Two people take numbers of one year, and a form that was sent twice is one letter.
    hold_table(session, Letter)
    sha256 = file.checked.sha256 if file else ""
    present = _same(session, content, sha256)
    if present is not None:
        return present
    year = content.sent_on.year
    letter = Letter(
        code=letter_code(year, _next_number(session, year)),
        title=content.title,
        sent_on=content.sent_on,
        reference=content.reference,
        kamerstuk=content.kamerstuk,
        url=content.url,
        issued_document_id=content.issued_document_id,
        registered_at=clock.now(),
        registered_by_id=actor.account_id,
        **(_keep(file) if file else {}),
    )
    session.add(letter)
    session.flush()
    details = {"sent_on": letter.sent_on.isoformat(), "sha256": sha256}
    record(session, actor, AuditAction.LETTER_REGISTERED, letter, details=details)
    return letter


def retract_letter(session: Session, actor: Actor, letter: Letter, reason: str) -> None:
    """Take back a letter that was registered by mistake.

    Raises ReasonRequiredError, KeptByPlanError, LetterRetractedError or PassageInUseError.
    """
    if not reason.strip():
        raise ReasonRequiredError
    if letter.document_id is not None:
        raise KeptByPlanError
    hold_letter(session, letter)
    numbers = session.scalars(sa.select(Passage.id).where(Passage.letter_id == letter.id)).all()
    if used_passages(session, numbers):
        raise PassageInUseError
    letter.retracted_at, letter.retracted_by_id = clock.now(), actor.account_id
    letter.retraction_reason = reason
    session.flush()
    record(session, actor, AuditAction.LETTER_RETRACTED, letter, reason)


def hand_out(session: Session, actor: Actor, letter: Letter, store: FileStore) -> bytes:
    """Return the file exactly as it came in, and record who took it; raises DamagedFileError."""
    try:
        content = store.read(letter.file_key, letter.size + 1)
    except FileMissingError:
        raise DamagedFileError(letter.file_key) from None
    if hashlib.sha256(content).hexdigest() != letter.sha256:
        raise DamagedFileError(letter.file_key)
    record(session, actor, AuditAction.EVIDENCE_READ, letter)
    return content


def hold_letter(session: Session, letter: Letter) -> None:
    """Let nobody add to the letter or take it back beside us; raises LetterRetractedError."""
    session.refresh(letter, ["retracted_at"], with_for_update=True)
    if letter.retracted_at is not None:
        raise LetterRetractedError


def record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    letter: Letter,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Write a line in the audit trail about a letter."""
    audit.record(
        session,
        actor,
        action,
        SubjectKind.LETTER,
        letter.id,
        letter.code,
        reason=reason,
        details=details,
    )


def _keep(file: LetterFile) -> dict[str, Any]:
    """Put the file in the store, before there is a row that speaks of it, and return what the row says."""
    key = new_key()
    file.store.put(key, file.checked.content)
    return {
        "file_key": key,
        "file_name": file.checked.name,
        "media_type": file.checked.media_type,
        "size": len(file.checked.content),
        "sha256": file.checked.sha256,
    }


def _same(session: Session, content: LetterContent, sha256: str) -> Letter | None:
    return session.scalar(
        sa.select(Letter).where(
            Letter.title == content.title,
            Letter.sent_on == content.sent_on,
            Letter.reference == content.reference,
            Letter.kamerstuk == content.kamerstuk,
            Letter.url == content.url,
            Letter.issued_document_id.is_not_distinct_from(content.issued_document_id),
            Letter.sha256 == sha256,
            Letter.retracted_at.is_(None),
            Letter.document_id.is_(None),
        )
    )


def _next_number(session: Session, year: int) -> int:
    before = letter_code(year, 0)[:-2]
    codes = session.scalars(sa.select(Letter.code).where(Letter.code.startswith(before, autoescape=True)))
    return max((int(code.removeprefix(before)) for code in codes), default=0) + 1
