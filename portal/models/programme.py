"""The programme and the axes along which it is read."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.programme import Basis, GoalKind
from portal.models.plan_entry import PlanEntry


class Programme(PlanEntry):
    """The programme itself; there is one."""

    __tablename__ = "programme"

    title: Mapped[str] = mapped_column(sa.String(300))
    main_goal: Mapped[str] = mapped_column(sa.Text)
    as_of: Mapped[date]
    """Day up to which the letters describe the programme."""


class Line(PlanEntry):
    """One of the two lines: five knooppunten, and overarching maatregelen."""

    __tablename__ = "line"

    title: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text, default="")


class Theme(PlanEntry):
    """A rode lijn; there are four, public-private co-operation is the condition under all of them."""

    __tablename__ = "theme"

    title: Mapped[str] = mapped_column(sa.String(300))
    short_title: Mapped[str] = mapped_column(sa.String(60))
    description: Mapped[str] = mapped_column(sa.Text)


goal_theme = sa.Table(
    "goal_theme",
    Base.metadata,
    sa.Column("goal_id", sa.ForeignKey("goal.id"), primary_key=True),
    sa.Column("theme_id", sa.ForeignKey("theme.id"), primary_key=True, index=True),
)


class Goal(PlanEntry):
    """A subdoel (nota 4.2, 1)."""

    __tablename__ = "goal"

    title: Mapped[str] = mapped_column(sa.String(300))
    kind: Mapped[GoalKind]
    theme_basis: Mapped[Basis | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    themes: Mapped[list[Theme]] = relationship(secondary=goal_theme, order_by=Theme.position)


class ChainStage(PlanEntry):
    """A stage of the logistic chain, from source country to onward transport."""

    __tablename__ = "chain_stage"

    title: Mapped[str] = mapped_column(sa.String(300))
    derived: Mapped[bool]
    """True where the letter does not name the stage: only the first and the last are in the letter."""
