"""Rapportageperiodes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base
from portal.domain.workflow import PeriodState


class Period(Base):
    """A round of reporting: what it looks at, and when reports are due (inclusive)."""

    __tablename__ = "period"
    __table_args__ = (
        sa.CheckConstraint("observes_from <= observes_until", name="observation_order"),
        sa.CheckConstraint("submit_from <= submit_until", name="submission_order"),
        sa.CheckConstraint("observes_until < submit_until", name="submission_after_observation"),
        sa.Index(
            "uq_period_one_open",
            "state",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    observes_from: Mapped[date] = mapped_column(index=True)
    observes_until: Mapped[date]
    submit_from: Mapped[date]
    submit_until: Mapped[date]
    state: Mapped[PeriodState] = mapped_column(default=PeriodState.PLANNED)
    opens_on: Mapped[date | None]
    """Day on which the job runner opens it; empty where somebody does that."""
    closes_on: Mapped[date | None]
    """Day on which the job runner closes it, at its beginning; empty where somebody does that."""
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    adopted_at: Mapped[datetime | None]
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))
    """Meeting of the stuurgroep at which it was adopted."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
