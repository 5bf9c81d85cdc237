"""The audit trail: rows that are only ever added."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base
from portal.domain.audit import AuditAction, SubjectKind


class AuditEvent(Base):
    """Who did what to what, when and why; names are kept as they were at that moment."""

    __tablename__ = "audit_event"
    __table_args__ = (sa.Index(None, "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    actor_roles: Mapped[str] = mapped_column(sa.String(200), default="")
    action: Mapped[AuditAction]
    subject_kind: Mapped[SubjectKind]
    subject_id: Mapped[int | None]
    subject_label: Mapped[str] = mapped_column(sa.String(300), default="")
    network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id"), index=True)
    """The network whose members may see this line; empty where it is nobody's in particular."""
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    """Old and new values, without the text of a draft."""
    request_id: Mapped[str] = mapped_column(sa.String(64), default="")
    address: Mapped[str] = mapped_column(sa.String(60), default="", server_default=sa.text("''"))
    """Where the request came from, shortened so that it no longer points at one device."""


class AuditSeal(Base):
    """A link of the chain: what an event said, sealed with the one before it; only ever added."""

    __tablename__ = "audit_seal"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counts from 1 without gaps, in the order of sealing."""
    event_id: Mapped[int] = mapped_column(unique=True)
    """No foreign key: a seal outlives an event that the retention rule lets go."""
    digest: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 of what the event says."""
    seal: Mapped[str] = mapped_column(sa.String(64))
    """HMAC over position, event, digest and the seal before it."""


class AuditHead(Base):
    """The end of the chain, one row: whoever adds to it holds this row until the transaction ends."""

    __tablename__ = "audit_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    seal: Mapped[str] = mapped_column(sa.String(64))
