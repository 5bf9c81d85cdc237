"""Letters to the Kamer and what they say; once sent, what was said never changes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.models.account import Account
from portal.models.document import Document
from portal.models.issued import IssuedDocument
from portal.models.parliament import Ask

passage_ask = sa.Table(
    "passage_ask",
    Base.metadata,
    sa.Column("passage_id", sa.ForeignKey("passage.id"), primary_key=True),
    sa.Column("ask_id", sa.ForeignKey("ask.id"), primary_key=True, index=True),
)


class Letter(Base):
    """A letter that was sent to the Kamer; registered once, never edited, taken back only while unused."""

    __tablename__ = "letter"
    __table_args__ = (
        sa.CheckConstraint("(file_key = '') = (sha256 = '')", name="file_is_whole"),
        sa.CheckConstraint("(retracted_at IS NULL) = (retraction_reason = '')", name="retracted_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(64), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    sent_on: Mapped[date] = mapped_column(index=True)
    reference: Mapped[str] = mapped_column(sa.String(120), default="")
    """Kenmerk of the ministry."""
    kamerstuk: Mapped[str] = mapped_column(sa.String(120), default="")
    url: Mapped[str] = mapped_column(sa.String(1000), default="")
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"), unique=True)
    """The document of the plan that it is, for the letters of 2021 and 2022."""
    issued_document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issued_document.id"), index=True)
    """What the portal made that went with it."""
    file_key: Mapped[str] = mapped_column(sa.String(64), default="")
    file_name: Mapped[str] = mapped_column(sa.String(200), default="")
    media_type: Mapped[str] = mapped_column(sa.String(120), default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Empty where the plan told of it."""
    retracted_at: Mapped[datetime | None]
    retracted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    retraction_reason: Mapped[str] = mapped_column(sa.Text, default="")
    registered_by: Mapped[Account | None] = relationship(foreign_keys=[registered_by_id])
    document: Mapped[Document | None] = relationship()
    issued_document: Mapped[IssuedDocument | None] = relationship()
    passages: Mapped[list["Passage"]] = relationship(order_by="Passage.number", back_populates="letter")


class Passage(Base):
    """Words of a letter that say something of asks; a mistake in copying is taken back, never edited."""

    __tablename__ = "passage"
    __table_args__ = (
        sa.UniqueConstraint("letter_id", "number"),
        sa.CheckConstraint("text <> ''", name="has_text"),
        sa.CheckConstraint("(retracted_at IS NULL) = (retraction_reason = '')", name="retracted_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(sa.ForeignKey("letter.id"))
    number: Mapped[int]
    section: Mapped[str] = mapped_column(sa.String(200), default="")
    """Heading or page under which it stands."""
    text: Mapped[str] = mapped_column(sa.Text)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    """Empty where it is a quote of the plan, at most ten words long."""
    retracted_at: Mapped[datetime | None]
    retracted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    retraction_reason: Mapped[str] = mapped_column(sa.Text, default="")
    letter: Mapped[Letter] = relationship(back_populates="passages")
    asks: Mapped[list[Ask]] = relationship(secondary=passage_ask, order_by=Ask.id)
    added_by: Mapped[Account | None] = relationship(foreign_keys=[added_by_id])
