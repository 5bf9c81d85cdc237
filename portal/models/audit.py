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
