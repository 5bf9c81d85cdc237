"""What judging leaves behind: submissions, returned parts, the office's own judgement, errata."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.audience import Audience
from portal.domain.progress import Aspect, Rating
from portal.domain.questionnaires import Section
from portal.models.account import Account


class Submission(Base):
    """The whole content of a report as it was submitted; only ever added."""

    __tablename__ = "submission"
    __table_args__ = (sa.UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    number: Mapped[int]
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Texts by part and field, as services.submissions writes them."""
    submitted_by: Mapped[Account | None] = relationship()


class PartReturn(Base):
    """One part that was sent back after a submission, and why; only ever added."""

    __tablename__ = "part_return"
    __table_args__ = (sa.CheckConstraint("progress_id IS NULL OR section IS NULL", name="one_part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"), index=True)
    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("submission.id"))
    progress_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel_progress.id"), index=True)
    section: Mapped[Section | None]
    """Empty beside an empty maatregel: summary and judgements."""
    reason: Mapped[str] = mapped_column(sa.Text)
    returned_at: Mapped[datetime]
    returned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    returned_by: Mapped[Account | None] = relationship()
    submission: Mapped[Submission] = relationship()


class OfficeJudgement(Base):
    """The programme office's own judgement beside that of the network; a difference has a reason."""

    __tablename__ = "office_judgement"
    __table_args__ = (sa.UniqueConstraint("report_id", "aspect"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    aspect: Mapped[Aspect]
    rating: Mapped[Rating]
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    given_by: Mapped[Account] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Erratum(Base):
    """A correction beside an adopted report, which itself never changes; only ever added."""

    __tablename__ = "erratum"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"), index=True)
    progress_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel_progress.id"), index=True)
    """The maatregel it is about; empty for the report as a whole."""
    passage: Mapped[str] = mapped_column(sa.Text)
    """What stands in the report."""
    correction: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    audience: Mapped[Audience] = mapped_column(default=Audience.ALL_NETWORKS)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    added_by: Mapped[Account] = relationship()
