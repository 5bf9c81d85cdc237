"""Sections of a report beside the maatregelen and the summary, with the answers in them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.questionnaires import Answer, Question, Section
from portal.models.account import Account

report_partner = sa.Table(
    "report_partner",
    Base.metadata,
    sa.Column("report_id", sa.ForeignKey("report.id"), primary_key=True),
    sa.Column("partner_id", sa.ForeignKey("partner.id"), primary_key=True, index=True),
)


class ReportSection(Base):
    """The state of one section: its version, who wrote last, and why it was sent back."""

    __tablename__ = "report_section"
    __table_args__ = (sa.UniqueConstraint("report_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    section: Mapped[Section]
    return_reason: Mapped[str] = mapped_column(sa.Text, default="")
    """Why the programme office sent this section back; empty unless it is to be corrected now."""
    updated_at: Mapped[datetime | None]
    updated_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    updated_by: Mapped[Account | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class QuestionnaireAnswer(Base):
    """What a network answers to one question in one report."""

    __tablename__ = "questionnaire_answer"
    __table_args__ = (sa.UniqueConstraint("report_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    question: Mapped[Question]
    answer: Mapped[Answer | None]
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
