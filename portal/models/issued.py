"""Documents that the portal made and issued: numbered, hashed, kept."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.audience import Audience
from portal.domain.parliament import IssuedKind
from portal.models.account import Account
from portal.models.period import Period


class IssuedDocument(Base):
    """One issue of a document, kept byte for byte; only ever added."""

    __tablename__ = "issued_document"
    __table_args__ = (
        sa.UniqueConstraint("kind", "year", "number"),
        sa.CheckConstraint("previous_id IS NULL OR previous_id < id", name="follows_an_older_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[IssuedKind]
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(300))
    audience: Mapped[Audience]
    period_id: Mapped[int | None] = mapped_column(sa.ForeignKey("period.id"), index=True)
    """Newest adopted period it tells of; empty where it tells of the plan only."""
    as_of: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Everything it says, with the source of every paragraph."""
    sha256: Mapped[str] = mapped_column(sa.String(64))
    """Of the content, written in one fixed way."""
    word_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    word_sha256: Mapped[str] = mapped_column(sa.String(64))
    word_size: Mapped[int]
    template_sha256: Mapped[str] = mapped_column(sa.String(64))
    """Of the Word template that it was made with."""
    pdf_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    pdf_sha256: Mapped[str] = mapped_column(sa.String(64))
    pdf_size: Mapped[int]
    pages: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    previous_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issued_document.id"), unique=True)
    issued_by: Mapped[Account] = relationship()
    period: Mapped[Period | None] = relationship()
    previous: Mapped["IssuedDocument | None"] = relationship(remote_side="IssuedDocument.id")


class WordTemplate(Base):
    """The Word template of an office, kept as it was put in; the newest one is used, none means our own."""

    __tablename__ = "word_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[IssuedKind] = mapped_column(index=True)
    file_key: Mapped[str] = mapped_column(sa.String(64), default="")
    """Empty where somebody went back to our own template."""
    file_name: Mapped[str] = mapped_column(sa.String(200), default="")
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    placed_by: Mapped[Account] = relationship()
