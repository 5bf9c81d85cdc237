"""Reading issued documents, within the audiences that somebody belongs to, and the templates for Word."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from portal.domain.audience import Audience
from portal.domain.issued import issue_name
from portal.domain.parliament import IssuedKind
from portal.models import Account, Appointment, IssuedDocument, WordTemplate


@dataclass(frozen=True)
class KeptFile:
    """A file of an issued document or a template, as the store has it."""

    file_key: str
    size: int
    sha256: str
    name: str


def count_issued(session: Session, audiences: Collection[Audience], kind: IssuedKind | None) -> int:
    """Return how many issues there are for readers of these audiences."""
    query = sa.select(sa.func.count(IssuedDocument.id)).where(_wanted(audiences, kind))
    return session.scalar(query) or 0


def issued_documents(
    session: Session,
    audiences: Collection[Audience],
    kind: IssuedKind | None,
    limit: int,
    offset: int,
) -> Sequence[IssuedDocument]:
    """Return one page of the issues, newest first, without their content."""
    return session.scalars(
        sa.select(IssuedDocument)
        .where(_wanted(audiences, kind))
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc())
        .options(defer(IssuedDocument.content), joinedload(IssuedDocument.period))
        .limit(limit)
        .offset(offset)
    ).all()


def issued_by_number(
    session: Session, audiences: Collection[Audience], kind: IssuedKind, year: int, number: int
) -> IssuedDocument | None:
    """Return one issue when it is for readers of these audiences, with the one before it."""
    people = selectinload(Account.appointments).joinedload(Appointment.network)
    return session.scalar(
        sa.select(IssuedDocument)
        .where(_wanted(audiences, kind), IssuedDocument.year == year, IssuedDocument.number == number)
        .options(
            joinedload(IssuedDocument.period),
            joinedload(IssuedDocument.previous),
            joinedload(IssuedDocument.issued_by).options(people),
        )
    )


def newest_issue(session: Session, kind: IssuedKind, audience: Audience) -> IssuedDocument | None:
    """Return the last issue of a kind for an audience: the one that a next issue is compared with."""
    return session.scalar(
        sa.select(IssuedDocument)
        .where(IssuedDocument.kind == kind, IssuedDocument.audience == audience)
        .order_by(IssuedDocument.id.desc())
        .limit(1)
    )


def following_issue(session: Session, issued: IssuedDocument) -> IssuedDocument | None:
    """Return the issue that came after this one."""
    return session.scalar(
        sa.select(IssuedDocument)
        .where(IssuedDocument.previous_id == issued.id)
        .options(defer(IssuedDocument.content))
    )


def placed_template(session: Session, kind: IssuedKind) -> WordTemplate | None:
    """Return the template of an office for a kind; None where our own is used."""
    newest = session.scalar(
        sa.select(WordTemplate).where(WordTemplate.kind == kind).order_by(WordTemplate.id.desc()).limit(1)
    )
    return newest if newest is not None and newest.file_key else None


def placed_templates(session: Session) -> Sequence[WordTemplate]:
    """Return every template that was put in or taken out, newest first."""
    people = selectinload(Account.appointments).joinedload(Appointment.network)
    return session.scalars(
        sa.select(WordTemplate)
        .order_by(WordTemplate.id.desc())
        .options(joinedload(WordTemplate.placed_by).options(people))
    ).all()


def kept_issued_files(session: Session) -> dict[str, KeptFile]:
    """Return every file of issues and templates by its key."""
    found: dict[str, KeptFile] = {}
    for row in session.scalars(sa.select(IssuedDocument).options(defer(IssuedDocument.content))):
        name = issue_name(row.kind, row.year, row.number)
        found[row.word_key] = KeptFile(row.word_key, row.word_size, row.word_sha256, f"{name}.docx")
        found[row.pdf_key] = KeptFile(row.pdf_key, row.pdf_size, row.pdf_sha256, f"{name}.pdf")
    for template in session.scalars(sa.select(WordTemplate).where(WordTemplate.file_key != "")):
        found[template.file_key] = KeptFile(
            template.file_key, template.size, template.sha256, template.file_name
        )
    return found


def _wanted(audiences: Collection[Audience], kind: IssuedKind | None) -> sa.ColumnElement[bool]:
    allowed = IssuedDocument.audience.in_(sorted(audiences))
    return allowed if kind is None else sa.and_(allowed, IssuedDocument.kind == kind)
