"""What belongs to one maatregel in one report besides its words: milestones, requirements, partners."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.models.maatregel import Maatregel

progress_partner = sa.Table(
    "progress_partner",
    Base.metadata,
    sa.Column("progress_id", sa.ForeignKey("maatregel_progress.id"), primary_key=True),
    sa.Column("partner_id", sa.ForeignKey("partner.id"), primary_key=True, index=True),
)


class ProgressMilestone(Base):
    """A milestone as it stood in one period; the key follows it from period to period."""

    __tablename__ = "progress_milestone"
    __table_args__ = (sa.UniqueConstraint("progress_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    progress_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel_progress.id"))
    key: Mapped[str] = mapped_column(sa.String(36))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(sa.String(200))
    planned_on: Mapped[date]
    """The day first agreed; once adopted it never moves, only the expectation does."""
    expected_on: Mapped[date | None]
    actual_on: Mapped[date | None]


class ProgressRequirement(Base):
    """That this maatregel needs another one first ("vereist")."""

    __tablename__ = "progress_requirement"
    __table_args__ = (sa.UniqueConstraint("progress_id", "maatregel_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    progress_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel_progress.id"))
    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), index=True)
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
    maatregel: Mapped[Maatregel] = relationship()
