"""Issuing a document for the Kamer: numbered by kind and year, hashed, and kept byte for byte."""

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import StaleVersionError
from portal.domain.issued import Document, parse_name
from portal.domain.issued_json import as_json, canonical, fingerprint, from_json
from portal.domain.parliament import IssuedKind
from portal.filestore import FileMissingError, FileStore, new_key
from portal.models import IssuedDocument
from portal.queries.issued import newest_issue
from portal.services import audit
from portal.services.evidence import DamagedFileError
from portal.services.locks import hold_table


@dataclass(frozen=True)
class IssueFiles:
    """The files of an issue, and the mark of the template that the first was made with."""

    word: bytes
    template_sha256: str
    pdf: bytes
    pages: int


def issued_since(session: Session, kind: IssuedKind, audience: Audience, last: int) -> IssuedDocument | None:
    """Return the newest issue of a kind for an audience when it is newer than the last one somebody saw.

    Nobody else issues until this transaction ends.
    """
    hold_table(session, IssuedDocument)
    newest = newest_issue(session, kind, audience)
    return newest if newest is not None and newest.id > last else None


def next_number(session: Session, kind: IssuedKind, year: int) -> int:
    """Return the number that the next issue of a kind gets in a year."""
    highest = session.scalar(
        sa.select(sa.func.max(IssuedDocument.number)).where(
            IssuedDocument.kind == kind, IssuedDocument.year == year
        )
    )
    return (highest or 0) + 1


def check_seen(document: Document | None, seen: str) -> Document:
    """Return what is to be issued; raises StaleVersionError when it is not what somebody saw beforehand."""
    if document is None or fingerprint(document) != seen:
        raise StaleVersionError
    return document


def issue(
    session: Session,
    actor: Actor,
    document: Document,
    period_id: int | None,
    files: IssueFiles,
    store: FileStore,
) -> IssuedDocument:
    """Keep an issue under the name in its imprint; the files are in the store before the row is."""
    imprint = document.imprint
    name = parse_name(imprint.name) if imprint is not None else None
    if imprint is None or name is None:
        raise ValueError("only what has an imprint is issued")
    previous = newest_issue(session, document.kind, document.audience)
    keys = {}
    for form, content in (("word", files.word), ("pdf", files.pdf)):
        keys[form] = new_key()
        store.put(keys[form], content)
    issued = IssuedDocument(
        kind=document.kind,
        year=name[1],
        number=name[2],
        title=document.title,
        audience=document.audience,
        period_id=period_id,
        as_of=document.as_of,
        content=as_json(document),
        sha256=fingerprint(document),
        word_key=keys["word"],
        word_sha256=sha256_of(files.word),
        word_size=len(files.word),
        template_sha256=files.template_sha256,
        pdf_key=keys["pdf"],
        pdf_sha256=sha256_of(files.pdf),
        pdf_size=len(files.pdf),
        pages=files.pages,
        issued_at=imprint.issued_at,
        issued_by_id=actor.account_id or 0,
        previous_id=previous.id if previous else None,
    )
    session.add(issued)
    session.flush()
    details = {"sha256": issued.sha256, "audience": document.audience.value, "pages": files.pages}
    _record(session, actor, AuditAction.DOCUMENT_ISSUED, issued, imprint.name, details)
    return issued


def content_of(issued: IssuedDocument) -> Document:
    """Return the content of an issue; raises DamagedFileError when it is not what was issued."""
    document = from_json(issued.content)
    if fingerprint(document) != issued.sha256:
        raise DamagedFileError(issued.sha256)
    return document


def read_file(session: Session, actor: Actor, issued: IssuedDocument, form: str, store: FileStore) -> bytes:
    """Return a file exactly as it was issued, and record who took it; raises DamagedFileError."""
    document = content_of(issued)
    if form == "json":
        content = canonical(document)
    elif form == "docx":
        content = read_checked(store, issued.word_key, issued.word_size, issued.word_sha256)
    else:
        content = read_checked(store, issued.pdf_key, issued.pdf_size, issued.pdf_sha256)
    name = document.imprint.name if document.imprint else ""
    _record(session, actor, AuditAction.EXPORTED, issued, name, {"form": form})
    return content


def read_checked(store: FileStore, key: str, size: int, sha256: str) -> bytes:
    """Return a file that is exactly as it was kept; raises DamagedFileError."""
    try:
        content = store.read(key, size + 1)
    except FileMissingError:
        raise DamagedFileError(key) from None
    if sha256_of(content) != sha256:
        raise DamagedFileError(key)
    return content


def sha256_of(content: bytes) -> str:
    """Return the mark of exactly this content."""
    return hashlib.sha256(content).hexdigest()


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    issued: IssuedDocument,
    name: str,
    details: dict[str, Any],
) -> None:
    audit.record(session, actor, action, SubjectKind.ISSUED_DOCUMENT, issued.id, name, details=details)
