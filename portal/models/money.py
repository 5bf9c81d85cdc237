"""Money as a network reports it, what moved it, and how a year is accounted for; whole euros."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.audience import Audience
from portal.domain.money import BudgetEventKind, ContributionKind, StatementState, UnderspendReason
from portal.models.account import Account
from portal.models.budget import FundingSource
from portal.models.knooppunt import Network, Partner


class MoneyLine(Base):
    """What a report says of one funding source in one year; the budget itself stands in the plan."""

    __tablename__ = "money_line"
    __table_args__ = (
        sa.UniqueConstraint("report_id", "year", "funding_source_id"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year_plausible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    year: Mapped[int]
    funding_source_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_source.id"), index=True)
    committed: Mapped[int | None] = mapped_column(sa.BigInteger)
    realised: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Spent up to and including the last day the period looks at."""
    forecast: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Expected for the whole year."""
    underspend_reason: Mapped[UnderspendReason | None]
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
    funding_source: Mapped[FundingSource] = relationship()


class Contribution(Base):
    """What a partner brings in besides public money; never part of a total of public money."""

    __tablename__ = "contribution"
    __table_args__ = (
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name="amount_not_negative"),
        sa.CheckConstraint("kind <> 'money' OR amount IS NOT NULL", name="money_has_amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("partner.id"), index=True)
    kind: Mapped[ContributionKind]
    amount: Mapped[int | None] = mapped_column(sa.BigInteger)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    audience: Mapped[Audience] = mapped_column(default=Audience.ALL_NETWORKS)
    partner: Mapped[Partner | None] = relationship()


class BudgetEvent(Base):
    """A dated move of money after the plan was fixed; only ever added, a mistake is reversed by another."""

    __tablename__ = "budget_event"
    __table_args__ = (
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="year_plausible"),
        sa.CheckConstraint(
            "(kind = 'carry_over' AND to_year > year AND to_network_id IS NULL)"
            " OR (kind = 'release' AND to_year IS NULL AND to_network_id IS NULL)"
            " OR (kind = 'reallocation' AND to_year IS NULL AND to_network_id IS NOT NULL"
            " AND to_network_id <> network_id)",
            name="target_fits_kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BudgetEventKind]
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id"), index=True)
    year: Mapped[int]
    funding_source_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_source.id"), index=True)
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    to_year: Mapped[int | None]
    to_network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id"), index=True)
    happened_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text)
    decision: Mapped[str] = mapped_column(sa.String(300))
    """The decision it rests on: which, by whom, when."""
    reverses_id: Mapped[int | None] = mapped_column(sa.ForeignKey("budget_event.id"), unique=True)
    """The earlier event that this one takes back; it then counts the other way round."""
    token: Mapped[str] = mapped_column(sa.String(36), unique=True)
    """Of the form it came from, so that sending that twice is one event."""
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    network: Mapped[Network] = relationship(foreign_keys=[network_id])
    to_network: Mapped[Network | None] = relationship(foreign_keys=[to_network_id])
    funding_source: Mapped[FundingSource] = relationship()
    recorded_by: Mapped[Account | None] = relationship()
    reverses: Mapped["BudgetEvent | None"] = relationship(remote_side="BudgetEvent.id")


class Statement(Base):
    """How a network accounts for one year; accepted by the programme office, and then never changed."""

    __tablename__ = "statement"
    __table_args__ = (
        sa.UniqueConstraint("network_id", "year"),
        sa.CheckConstraint("accepted_by_id IS NULL OR accepted_by_id <> submitted_by_id", name="four_eyes"),
        sa.CheckConstraint("state <> 'accepted' OR accepted_by_id IS NOT NULL", name="accepted_has_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id"))
    year: Mapped[int] = mapped_column(index=True)
    state: Mapped[StatementState] = mapped_column(default=StatementState.DRAFT)
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
    figures: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    """The lines as they were when submitted, so that the statement never changes with them."""
    return_reason: Mapped[str] = mapped_column(sa.Text, default="")
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    network: Mapped[Network] = relationship()
    submitted_by: Mapped[Account | None] = relationship(foreign_keys=[submitted_by_id])
    accepted_by: Mapped[Account | None] = relationship(foreign_keys=[accepted_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
