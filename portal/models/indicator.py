"""Indicators with their versioned definitions, what they are held against, and what was observed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, Measured
from portal.domain.audience import Audience
from portal.domain.indicators import Direction, NormKind
from portal.domain.progress import Rating
from portal.models.account import Account
from portal.models.knooppunt import Knooppunt
from portal.models.maatregel import Maatregel
from portal.models.period import Period
from portal.models.programme import Goal

indicator_goal = sa.Table(
    "indicator_goal",
    Base.metadata,
    sa.Column("indicator_id", sa.ForeignKey("indicator.id"), primary_key=True),
    sa.Column("goal_id", sa.ForeignKey("goal.id"), primary_key=True, index=True),
)
indicator_maatregel = sa.Table(
    "indicator_maatregel",
    Base.metadata,
    sa.Column("indicator_id", sa.ForeignKey("indicator.id"), primary_key=True),
    sa.Column("maatregel_id", sa.ForeignKey("maatregel.id"), primary_key=True, index=True),
)


class Indicator(Base):
    """Something that is counted or measured for a place and a stretch of time."""

    __tablename__ = "indicator"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int] = mapped_column(default=0)
    unit: Mapped[str] = mapped_column(sa.String(60))
    direction: Mapped[Direction]
    exposure: Mapped[str] = mapped_column(sa.String(200), default="")
    """What a value is divided by to compare places, such as the number of checks; empty where nothing is."""
    source: Mapped[str] = mapped_column(sa.String(300))
    """Where the values come from, and who supplies them."""
    moment: Mapped[str] = mapped_column(sa.String(200))
    """When it is measured, in words."""
    retired_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    definitions: Mapped[list["IndicatorDefinition"]] = relationship(order_by="IndicatorDefinition.number")
    norms: Mapped[list["IndicatorNorm"]] = relationship(order_by="IndicatorNorm.id")
    goals: Mapped[list[Goal]] = relationship(secondary=indicator_goal, order_by=Goal.position)
    maatregelen: Mapped[list[Maatregel]] = relationship(
        secondary=indicator_maatregel, order_by=Maatregel.position
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class IndicatorDefinition(Base):
    """One version of what an indicator counts; only ever added, a new one is a break in the series."""

    __tablename__ = "indicator_definition"
    __table_args__ = (sa.UniqueConstraint("indicator_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    """Why it changed; empty for the first."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    made_by: Mapped[Account] = relationship()


class IndicatorNorm(Base):
    """A baseline or a target, for one place or for all together; or the decision to go without."""

    __tablename__ = "indicator_norm"
    __table_args__ = (
        sa.CheckConstraint("(value IS NULL) = (waived_because <> '')", name="value_or_waived"),
        sa.Index(
            "uq_indicator_norm_place",
            "indicator_id",
            "kind",
            sa.text("coalesce(knooppunt_id, 0)"),
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    kind: Mapped[NormKind]
    knooppunt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("knooppunt.id"), index=True)
    value: Mapped[Decimal | None] = mapped_column(Measured())
    holds_on: Mapped[date | None]
    """Day the baseline was measured, or by which the target is to be reached."""
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    waived_because: Mapped[str] = mapped_column(sa.Text, default="")
    set_at: Mapped[datetime]
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    knooppunt: Mapped[Knooppunt | None] = relationship()
    set_by: Mapped[Account] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Observation(Base):
    """One value for one place and stretch of time from one source; never edited, only withdrawn."""

    __tablename__ = "observation"
    __table_args__ = (
        sa.CheckConstraint("observed_until >= observed_from", name="days_in_order"),
        sa.CheckConstraint("exposure IS NULL OR exposure > 0", name="exposure_positive"),
        sa.CheckConstraint("lower IS NULL OR lower <= value", name="lower_below_value"),
        sa.CheckConstraint("upper IS NULL OR upper >= value", name="upper_above_value"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_because = '')", name="withdrawn_has_reason"),
        sa.Index(None, "indicator_id", "knooppunt_id", "observed_from"),
        sa.Index(
            "uq_observation_standing",
            "indicator_id",
            "knooppunt_id",
            "observed_from",
            "observed_until",
            "source",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    definition_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator_definition.id"), index=True)
    knooppunt_id: Mapped[int] = mapped_column(sa.ForeignKey("knooppunt.id"), index=True)
    observed_from: Mapped[date]
    observed_until: Mapped[date]
    value: Mapped[Decimal] = mapped_column(Measured())
    exposure: Mapped[Decimal | None] = mapped_column(Measured())
    source: Mapped[str] = mapped_column(sa.String(200))
    lower: Mapped[Decimal | None] = mapped_column(Measured())
    upper: Mapped[Decimal | None] = mapped_column(Measured())
    uncertainty: Mapped[str] = mapped_column(sa.String(300), default="")
    """How sure the value is, in words."""
    audience: Mapped[Audience] = mapped_column(default=Audience.ALL_NETWORKS)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    withdrawn_because: Mapped[str] = mapped_column(sa.Text, default="")
    indicator: Mapped[Indicator] = relationship()
    definition: Mapped[IndicatorDefinition] = relationship()
    knooppunt: Mapped[Knooppunt] = relationship()
    recorded_by: Mapped[Account] = relationship(foreign_keys=[recorded_by_id])
    withdrawn_by: Mapped[Account | None] = relationship(foreign_keys=[withdrawn_by_id])


class ObservationUpload(Base):
    """A file with observations that was read but not yet taken over."""

    __tablename__ = "observation_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    uploaded_at: Mapped[datetime]
    processed_at: Mapped[datetime | None]


class Underpinning(Base):
    """Why a maatregel should work, since when it does, and when that is looked into."""

    __tablename__ = "underpinning"

    id: Mapped[int] = mapped_column(primary_key=True)
    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), unique=True)
    mechanism: Mapped[str] = mapped_column(sa.Text, default="")
    operational_on: Mapped[date | None]
    """First day on which it worked in practice; shown beside the series of indicators."""
    evaluation_on: Mapped[date | None]
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    maatregel: Mapped[Maatregel] = relationship()
    written_by: Mapped[Account] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class GoalAssessment(Base):
    """What the programme office says of a subdoel over one period; a process goal also gets a judgement."""

    __tablename__ = "goal_assessment"
    __table_args__ = (sa.UniqueConstraint("goal_id", "period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(sa.ForeignKey("goal.id"))
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("period.id"), index=True)
    rating: Mapped[Rating | None]
    words: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    goal: Mapped[Goal] = relationship()
    period: Mapped[Period] = relationship()
    written_by: Mapped[Account] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ScreeningSetting(Base):
    """The parameters of the screening for displacement; the newest row holds, none is ever changed."""

    __tablename__ = "screening_setting"
    __table_args__ = (
        sa.CheckConstraint("giver_change < 0 AND receiver_change > 0", name="changes_have_sign"),
        sa.CheckConstraint("most_lag >= 0 AND fewest_observations >= 2 AND floor >= 0", name="plausible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    giver_change: Mapped[Decimal]
    """Logarithmic change at or below which a place gives, such as -0.15."""
    receiver_change: Mapped[Decimal]
    """Logarithmic change at or above which a place receives, such as 0.40."""
    floor: Mapped[Decimal] = mapped_column(Measured())
    """Value that a receiver must at least have reached."""
    fewest_observations: Mapped[int]
    most_lag: Mapped[int]
    """How many periods a receiver may come after a giver."""
    reason: Mapped[str] = mapped_column(sa.Text)
    set_at: Mapped[datetime]
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    set_by: Mapped[Account] = relationship()
