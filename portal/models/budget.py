"""Money as the letters fixed it; whole euros."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.knooppunt import Network
from portal.models.plan_entry import PlanEntry


class FundingSource(PlanEntry):
    """Where money comes from; totals of different sources are never added up."""

    __tablename__ = "funding_source"

    title: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    in_programme_budget: Mapped[bool]
    """True only for the structural mainports budget of nota 3, ad 1."""


class BudgetEntry(PlanEntry):
    """An amount for one network, or for nobody in particular, in one year from one source."""

    __tablename__ = "budget_entry"
    __table_args__ = (
        sa.CheckConstraint("amount >= 0", name="amount_not_negative"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year_plausible"),
        sa.Index(None, "network_id", "year"),
    )

    series: Mapped[str] = mapped_column(sa.String(64), index=True)
    """Code of the row in the source table, such as b-rotterdam."""
    title: Mapped[str] = mapped_column(sa.String(300))
    network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id"))
    funding_source_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_source.id"), index=True)
    year: Mapped[int]
    and_later: Mapped[bool] = mapped_column(default=False)
    """True for the column "2025 e.v.": the amount also holds for every later year."""
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    network: Mapped[Network | None] = relationship()
    funding_source: Mapped[FundingSource] = relationship()


class PrintedTotal(PlanEntry):
    """A total as the nota prints it, kept so that the sum on screen can be compared with it."""

    __tablename__ = "printed_total"

    year: Mapped[int] = mapped_column(unique=True)
    amount: Mapped[int] = mapped_column(sa.BigInteger)
