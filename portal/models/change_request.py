"""Requests to change a maatregel itself."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.changes import ChangeState
from portal.models.account import Account
from portal.models.maatregel import Maatregel


class ChangeRequest(Base):
    """What should change in a maatregel, why, and what it does to money and time."""

    __tablename__ = "change_request"
    __table_args__ = (
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> requested_by_id", name="four_eyes"),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'rejected') OR decided_by_id IS NOT NULL", name="decided_has_person"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), index=True)
    what: Mapped[str] = mapped_column(sa.Text)
    why: Mapped[str] = mapped_column(sa.Text)
    money_effect: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Whole euros more (or, negative, less) than the plan; empty where nothing changes."""
    money_words: Mapped[str] = mapped_column(sa.Text, default="")
    new_end: Mapped[date | None]
    time_words: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.REQUESTED, index=True)
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    decision_reason: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    maatregel: Mapped[Maatregel] = relationship()
    requested_by: Mapped[Account] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
