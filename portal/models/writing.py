"""What goes on while a report is written: who is busy, what was typed but not saved, what was explained."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.models.account import Account


class Presence(Base):
    """That somebody had a part of a report open a moment ago."""

    __tablename__ = "presence"
    __table_args__ = (sa.UniqueConstraint("report_id", "part", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    part: Mapped[str] = mapped_column(sa.String(40))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    seen_at: Mapped[datetime]
    account: Mapped[Account] = relationship()


class KeptInput(Base):
    """What somebody had typed when the session was over, to be put back after signing in."""

    __tablename__ = "kept_input"
    __table_args__ = (sa.UniqueConstraint("account_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    path: Mapped[str] = mapped_column(sa.String(500))
    fields: Mapped[list[list[str]]] = mapped_column(sa.JSON)
    """Names and values in the order of the form."""
    kept_at: Mapped[datetime]


class Explanation(Base):
    """Why a remarkable value is right; it holds for that very value only."""

    __tablename__ = "explanation"
    __table_args__ = (sa.UniqueConstraint("report_id", "part", "field", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    part: Mapped[str] = mapped_column(sa.String(40))
    field: Mapped[str] = mapped_column(sa.String(60))
    code: Mapped[str] = mapped_column(sa.String(48))
    value: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    explained_at: Mapped[datetime]
    explained_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    explained_by: Mapped[Account | None] = relationship()


class WorkbookUpload(Base):
    """A workbook that was read but not yet processed; nothing of it stands in the report before that."""

    __tablename__ = "workbook_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    uploaded_at: Mapped[datetime]
    processed_at: Mapped[datetime | None]
