"""Adding evidence, taking it away, and handing a file out."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import EvidenceRemovedError, NotEditableError, TooMuchEvidenceError
from portal.domain.evidence import MOST_EVIDENCE, EvidenceKind
from portal.domain.uploads import CheckedFile
from portal.filestore import FileMissingError, FileStore, StoreUnavailableError, new_key
from portal.models import Ask, Evidence, MaatregelProgress
from portal.queries.evidence import all_with_ask, all_with_progress, ask_of, progress_of
from portal.services import audit
from portal.services.locks import hold_open
from portal.services.progress import progress_is_editable

Subject = MaatregelProgress | Ask


class DamagedFileError(Exception):
    """Raised when what lies in the store is not what was put there; nothing of it is handed out."""


@dataclass(frozen=True)
class Description:
    """What somebody says of a file or link."""

    title: str
    audience: Audience


def add_file(
    session: Session,
    actor: Actor,
    subject: Subject,
    said: Description,
    checked: CheckedFile,
    store: FileStore,
) -> Evidence:
    """Keep a checked file; the same file twice is once. Raises NotEditableError or TooMuchEvidenceError.

    The file is in the store before the row is: what is acknowledged is there, and a file without
    a row is found by `portal files check`.
    """
    present = _present(session, subject)
    same = next((each for each in present if each.sha256 == checked.sha256), None)
    if same:
        return same
    _check_room(present)
    key = new_key()
    store.put(key, checked.content)
    made = Evidence(
        kind=EvidenceKind.FILE,
        file_key=key,
        file_name=checked.name,
        media_type=checked.media_type,
        size=len(checked.content),
        sha256=checked.sha256,
    )
    return _add(session, actor, subject, said, made)


def add_link(session: Session, actor: Actor, subject: Subject, said: Description, url: str) -> Evidence:
    """Name an address elsewhere, which the portal never visits; raises as add_file."""
    present = _present(session, subject)
    same = next((each for each in present if each.url == url), None)
    if same:
        return same
    _check_room(present)
    return _add(session, actor, subject, said, Evidence(kind=EvidenceKind.LINK, url=url))


def remove(session: Session, actor: Actor, evidence: Evidence) -> None:
    """Take evidence away: the line stays, with who and when.

    Raises NotEditableError or EvidenceRemovedError.
    """
    subject = subject_of(session, evidence)
    _hold(session, subject)
    session.refresh(evidence, ["removed_at"], with_for_update=True)
    if evidence.removed_at is not None:
        raise EvidenceRemovedError
    evidence.removed_at = clock.now()
    evidence.removed_by_id = actor.account_id
    _touch(subject, actor)
    session.flush()
    _record(session, actor, AuditAction.EVIDENCE_REMOVED, subject, evidence)


def discard(file_key: str, store: FileStore) -> None:
    """Destroy the file of evidence that was taken away; what fails here `portal files check` does."""
    if file_key:
        with suppress(StoreUnavailableError):
            store.delete(file_key)


def hand_out(session: Session, actor: Actor, evidence: Evidence, store: FileStore) -> bytes:
    """Return the whole file as it was added, and record who took it; raises DamagedFileError."""
    try:
        content = store.read(evidence.file_key, evidence.size + 1)
    except FileMissingError:
        raise DamagedFileError(evidence.file_key) from None
    if hashlib.sha256(content).hexdigest() != evidence.sha256:
        raise DamagedFileError(evidence.file_key)
    _record(session, actor, AuditAction.EVIDENCE_READ, subject_of(session, evidence), evidence)
    return content


def subject_of(session: Session, evidence: Evidence) -> Subject:
    """Return what the evidence stands with."""
    return progress_of(session, evidence) if evidence.progress_id is not None else ask_of(session, evidence)


def _present(session: Session, subject: Subject) -> Sequence[Evidence]:
    """Return what stands there now, while nobody can close the report; raises NotEditableError."""
    _hold(session, subject)
    every = (
        all_with_progress(session, subject.id)
        if isinstance(subject, MaatregelProgress)
        else all_with_ask(session, subject.id)
    )
    return [each for each in every if each.removed_at is None]


def _check_room(present: Sequence[Evidence]) -> None:
    if len(present) >= MOST_EVIDENCE:
        raise TooMuchEvidenceError


def _hold(session: Session, subject: Subject) -> None:
    if isinstance(subject, Ask):
        return
    hold_open(session, subject.report)
    session.refresh(subject, ["return_reason"])
    if not progress_is_editable(subject):
        raise NotEditableError


def _add(session: Session, actor: Actor, subject: Subject, said: Description, made: Evidence) -> Evidence:
    made.title = said.title
    made.audience = said.audience
    made.added_at = clock.now()
    made.added_by_id = actor.account_id or 0
    if isinstance(subject, MaatregelProgress):
        made.progress_id = subject.id
    else:
        made.ask_id = subject.id
    session.add(made)
    _touch(subject, actor)
    session.flush()
    _record(session, actor, AuditAction.EVIDENCE_ADDED, subject, made)
    return made


def _touch(subject: Subject, actor: Actor) -> None:
    """Let a part that was sent back count as corrected; elsewhere evidence is no text that somebody saved."""
    if isinstance(subject, MaatregelProgress) and subject.return_reason:
        subject.updated_at = clock.now()
        subject.updated_by_id = actor.account_id


def _record(
    session: Session, actor: Actor, action: AuditAction, subject: Subject, evidence: Evidence
) -> None:
    """Write the line; the title of evidence may be part of a draft, so it names kind and fingerprint."""
    if isinstance(subject, Ask):
        audit.record(
            session,
            actor,
            action,
            SubjectKind.ASK,
            subject.id,
            subject.code,
            details=_said(evidence),
        )
        return
    report = subject.report
    audit.record(
        session,
        actor,
        action,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        details={"part": subject.title, **_said(evidence)},
    )


def _said(evidence: Evidence) -> dict[str, str]:
    """Return what tells one piece of evidence from another, and nothing of what it says."""
    return {"kind": evidence.kind.value, "sha256": evidence.sha256 or ""}
