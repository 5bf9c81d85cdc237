"""Maatregelen: what a network does, with their actions."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, named_enum
from portal.domain.dates import DatePrecision
from portal.domain.programme import Basis, MaatregelKind, MaatregelTerm, PartnerPart, Stage
from portal.models.account import Account
from portal.models.budget import FundingSource
from portal.models.knooppunt import Knooppunt, Network, Partner
from portal.models.plan_entry import PlanEntry
from portal.models.programme import ChainStage, Goal, Theme


def _link(name: str, other: str) -> sa.Table:
    return sa.Table(
        name,
        Base.metadata,
        sa.Column("maatregel_id", sa.ForeignKey("maatregel.id"), primary_key=True),
        sa.Column(f"{other}_id", sa.ForeignKey(f"{other}.id"), primary_key=True, index=True),
    )


maatregel_theme = _link("maatregel_theme", "theme")
maatregel_goal = _link("maatregel_goal", "goal")
maatregel_chain_stage = _link("maatregel_chain_stage", "chain_stage")
maatregel_knooppunt = _link("maatregel_knooppunt", "knooppunt")
maatregel_funding = _link("maatregel_funding_source", "funding_source")
maatregel_contributor = _link("maatregel_contributor", "account")


class MaatregelPartner(Base):
    """The part an organisation has in a maatregel."""

    __tablename__ = "maatregel_partner"

    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(sa.ForeignKey("partner.id"), primary_key=True, index=True)
    part: Mapped[PartnerPart] = mapped_column(primary_key=True)
    partner: Mapped[Partner] = relationship()


class Action(PlanEntry):
    """A concrete step inside a maatregel, as a letter names it."""

    __tablename__ = "action"

    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    stage: Mapped[Stage]
    planned_precision: Mapped[DatePrecision] = mapped_column(default=DatePrecision.UNDETERMINED)
    planned_latest: Mapped[date | None]
    planned_words: Mapped[str] = mapped_column(sa.String(120), default="")
    executor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("partner.id"), index=True)
    funding_words: Mapped[str] = mapped_column(sa.String(200), default="")
    executor: Mapped[Partner | None] = relationship()


class Maatregel(PlanEntry):
    """A maatregel of one network; everything about its progress is in the reports."""

    __tablename__ = "maatregel"

    network_id: Mapped[int] = mapped_column(sa.ForeignKey("network.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[MaatregelKind]
    term: Mapped[MaatregelTerm]
    ends_on: Mapped[date | None]
    """Last day on which it was paid for, inclusive; empty for structural maatregelen."""
    stage: Mapped[Stage | None]
    stage_basis: Mapped[Basis | None] = mapped_column(named_enum(Basis, "stage_basis"))
    link_basis: Mapped[Basis]
    """Whether themes, goals and chain stages stand in the letter or were derived."""
    legislation_possible: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    """Who answers for it in the portal; given by the network, not by the plan."""

    network: Mapped[Network] = relationship()
    owner: Mapped[Account | None] = relationship()
    contributors: Mapped[list[Account]] = relationship(secondary=maatregel_contributor, order_by=Account.name)
    """Who fills it in, besides the owner and the coordinators of the network."""
    themes: Mapped[list[Theme]] = relationship(secondary=maatregel_theme, order_by=Theme.position)
    goals: Mapped[list[Goal]] = relationship(secondary=maatregel_goal, order_by=Goal.position)
    chain_stages: Mapped[list[ChainStage]] = relationship(
        secondary=maatregel_chain_stage, order_by=ChainStage.position
    )
    knooppunten: Mapped[list[Knooppunt]] = relationship(
        secondary=maatregel_knooppunt, order_by=Knooppunt.position
    )
    funding_sources: Mapped[list[FundingSource]] = relationship(
        secondary=maatregel_funding, order_by=FundingSource.position
    )
    partners: Mapped[list[MaatregelPartner]] = relationship(cascade="all, delete-orphan")
    actions: Mapped[list[Action]] = relationship(order_by=Action.position)
