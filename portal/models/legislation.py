"""Changes of the law that maatregelen wait for."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.parliament import LegislationStage
from portal.models.account import Account
from portal.models.maatregel import Maatregel

track_maatregel = sa.Table(
    "track_maatregel",
    Base.metadata,
    sa.Column("track_id", sa.ForeignKey("legislation_track.id"), primary_key=True),
    sa.Column("maatregel_id", sa.ForeignKey("maatregel.id"), primary_key=True, index=True),
)


class LegislationTrack(Base):
    """A possible change of the law, followed from the first thought to the day it holds."""

    __tablename__ = "legislation_track"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(64), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    stage: Mapped[LegislationStage] = mapped_column(default=LegislationStage.EXPLORATION)
    needed_on: Mapped[date | None]
    """Last day on which the law must hold for the maatregelen that wait for it, inclusive."""
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    maatregelen: Mapped[list[Maatregel]] = relationship(
        secondary=track_maatregel, order_by=Maatregel.position
    )
    """Which maatregelen wait for it."""
    steps: Mapped[list["LegislationStep"]] = relationship(order_by="LegislationStep.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class LegislationStep(Base):
    """That a change of the law came to a stage, since when and by which source; only ever added."""

    __tablename__ = "legislation_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    track_id: Mapped[int] = mapped_column(sa.ForeignKey("legislation_track.id"), index=True)
    stage: Mapped[LegislationStage]
    since: Mapped[date]
    expected_in_force: Mapped[date | None]
    source: Mapped[str] = mapped_column(sa.Text)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
