"""Voortgangsrapportages: one network, one period, one row per active maatregel."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, named_enum
from portal.domain.audience import Audience
from portal.domain.progress import Aspect, DelayReason, Proactivity, ProgressStatus, Rating, Trend
from portal.domain.reports import JudgementContent, ProgressContent
from portal.domain.workflow import ReportState
from portal.models.account import Account
from portal.models.detail import ProgressMilestone, ProgressRequirement, progress_partner
from portal.models.knooppunt import Network, Partner
from portal.models.maatregel import Maatregel
from portal.models.money import Contribution, MoneyLine
from portal.models.period import Period
from portal.models.review import OfficeJudgement
from portal.models.section import QuestionnaireAnswer, ReportSection, report_partner


class Judgement(Base):
    """One of the four judgements a network gives about itself, with its words."""

    __tablename__ = "judgement"
    __table_args__ = (sa.UniqueConstraint("report_id", "aspect"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    aspect: Mapped[Aspect]
    rating: Mapped[Rating | None]
    explanation: Mapped[str] = mapped_column(sa.Text, default="")

    @property
    def content(self) -> JudgementContent:
        """What was said, without the row around it."""
        return JudgementContent(self.aspect, self.rating, self.explanation)


class MaatregelProgress(Base):
    """What a network says about one maatregel in one report."""

    __tablename__ = "maatregel_progress"
    __table_args__ = (sa.UniqueConstraint("report_id", "maatregel_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    """Title of the maatregel when the period opened, so that an adopted report never changes."""
    status: Mapped[ProgressStatus | None]
    trend: Mapped[Trend | None]
    done: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[str] = mapped_column(sa.Text, default="")
    next_step: Mapped[str] = mapped_column(sa.Text, default="")
    delay_reason: Mapped[DelayReason | None]
    recovery: Mapped[str] = mapped_column(sa.Text, default="")
    proactivity: Mapped[Proactivity | None]
    fte_planned: Mapped[Decimal | None]
    fte_filled: Mapped[Decimal | None]
    decision_question: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    """What the stuurgroep is asked to decide; empty where no decision is needed."""
    audience: Mapped[Audience] = mapped_column(
        default=Audience.ALL_NETWORKS, server_default=Audience.ALL_NETWORKS
    )
    """For whom the words are meant; state and trend are for everybody who may read the report."""
    unchanged_since_id: Mapped[int | None] = mapped_column(sa.ForeignKey("period.id"))
    """First period with this very text, where the network said that nothing changed."""
    return_reason: Mapped[str] = mapped_column(sa.Text, default="")
    """Why the programme office sent this part back; empty unless it is to be corrected now."""
    updated_at: Mapped[datetime | None]
    updated_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    maatregel: Mapped[Maatregel] = relationship()
    updated_by: Mapped[Account | None] = relationship()
    unchanged_since: Mapped[Period | None] = relationship()
    milestones: Mapped[list[ProgressMilestone]] = relationship(
        order_by=ProgressMilestone.position, cascade="all, delete-orphan"
    )
    requirements: Mapped[list[ProgressRequirement]] = relationship(
        order_by=ProgressRequirement.id, cascade="all, delete-orphan"
    )
    partners: Mapped[list[Partner]] = relationship(secondary=progress_partner, order_by=Partner.position)
    report: Mapped["Report"] = relationship(back_populates="progress")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def content(self) -> ProgressContent:
        """What was said, without the row around it."""
        return ProgressContent(
            self.status,
            self.trend,
            self.done,
            self.result,
            self.next_step,
            self.delay_reason,
            self.recovery,
            self.proactivity,
            self.fte_planned,
            self.fte_filled,
            self.decision_question,
            self.audience,
        )


class Report(Base):
    """The voortgangsrapportage of one network in one period."""

    __tablename__ = "report"
    __table_args__ = (
        sa.UniqueConstraint("period_id", "network_id"),
        sa.CheckConstraint("accepted_by_id IS NULL OR accepted_by_id <> submitted_by_id", name="four_eyes"),
        sa.CheckConstraint(
            "state IN ('draft', 'not_received') OR first_submitted_at IS NOT NULL",
            name="submitted_has_moment",
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'adopted') OR accepted_by_id IS NOT NULL", name="accepted_has_person"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("period.id"))
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id"), index=True)
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT)
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    """Words that could stand in a public letter."""
    developments: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    """New developments and suspected displacement."""
    developments_audience: Mapped[Audience] = mapped_column(
        named_enum(Audience, "developments_audience"),
        default=Audience.ALL_NETWORKS,
        server_default=Audience.ALL_NETWORKS,
    )
    covenant: Mapped[str] = mapped_column(sa.String(300), default="", server_default=sa.text("''"))
    """The agreement under which the partners of the network work together."""
    covenant_ends_on: Mapped[date | None]
    extended_until: Mapped[date | None]
    """Last day of submission for this network alone, inclusive; empty where that of the period holds."""
    return_reason: Mapped[str] = mapped_column(sa.Text, default="")
    """Why summary and judgements were sent back; empty unless they are to be corrected now."""
    first_submitted_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    adopted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    period: Mapped[Period] = relationship()
    network: Mapped[Network] = relationship()
    judgements: Mapped[list[Judgement]] = relationship(order_by=Judgement.id)
    progress: Mapped[list[MaatregelProgress]] = relationship(
        back_populates="report", order_by=MaatregelProgress.id
    )

    sections: Mapped[list[ReportSection]] = relationship(order_by=ReportSection.id)
    answers: Mapped[list[QuestionnaireAnswer]] = relationship(order_by=QuestionnaireAnswer.id)
    partners: Mapped[list[Partner]] = relationship(secondary=report_partner, order_by=Partner.position)
    money: Mapped[list[MoneyLine]] = relationship(order_by=MoneyLine.id, cascade="all, delete-orphan")
    contributions: Mapped[list[Contribution]] = relationship(
        order_by=Contribution.id, cascade="all, delete-orphan"
    )
    office_judgements: Mapped[list[OfficeJudgement]] = relationship(order_by=OfficeJudgement.id)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def content_version(self) -> int:
        """A number that grows with every change anywhere in the report."""
        return (
            self.version
            + sum(row.version for row in self.progress)
            + sum(section.version for section in self.sections)
        )

    @property
    def due_on(self) -> date:
        """The last day on which this network is in time, inclusive."""
        return self.extended_until or self.period.submit_until
