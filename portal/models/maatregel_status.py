"""What the newest report says of each maatregel, kept beside the reports for whoever lists them."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base
from portal.domain.progress import ProgressStatus, Trend


class MaatregelStatus(Base):
    """Which row of progress is the newest that counts, with its state; made from the reports (ADR 47)."""

    __tablename__ = "maatregel_status"
    __table_args__ = (sa.Index("ix_maatregel_status_status", "adopted_only", "status"),)

    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), primary_key=True)
    adopted_only: Mapped[bool] = mapped_column(primary_key=True)
    """Whether only adopted reports were looked at: who may read no others gets this row."""
    progress_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel_progress.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("period.id"))
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id"), index=True)
    """Network of that report; a maatregel can have another one since."""
    status: Mapped[ProgressStatus]
    trend: Mapped[Trend | None]
