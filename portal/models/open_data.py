"""What the open data of the Tweede Kamer said, and what was done with it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.parliament import OpenDataKind, ProposalState
from portal.models.account import Account
from portal.models.parliament import RegisterItem


class KamerProposal(Base):
    """A difference between the open data and the register, which an officer takes over or refuses."""

    __tablename__ = "kamer_proposal"
    __table_args__ = (
        sa.UniqueConstraint("external_id", "fingerprint"),
        sa.CheckConstraint("state <> 'rejected' OR reason <> ''", name="refused_with_reason"),
        sa.CheckConstraint(
            "(state IN ('taken', 'rejected')) = (decided_by_id IS NOT NULL)", name="decided_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OpenDataKind]
    external_id: Mapped[str] = mapped_column(sa.String(64))
    external_number: Mapped[str] = mapped_column(sa.String(64), default="")
    title: Mapped[str] = mapped_column(sa.Text)
    dialect: Mapped[str] = mapped_column(sa.String(8))
    raw: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """What the service answered, as it was."""
    changes: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """Field, what the register had, what the service says."""
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    """Of what the service says; the same answer makes no second proposal."""
    fetched_at: Mapped[datetime]
    modified_at: Mapped[datetime | None]
    """When the service says it last changed."""
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.OPEN, index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("register_item.id"), index=True)
    """The item it is about, or became; empty while it is in no register."""
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    item: Mapped[RegisterItem | None] = relationship()
    decided_by: Mapped[Account | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
