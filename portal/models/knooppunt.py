"""Places, the networks that report on them, and the organisations in those networks."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.programme import KnooppuntKind, PartnerSector
from portal.models.document import Document
from portal.models.plan_entry import PlanEntry
from portal.models.programme import Line

knooppunt_research = sa.Table(
    "knooppunt_research",
    Base.metadata,
    sa.Column("knooppunt_id", sa.ForeignKey("knooppunt.id"), primary_key=True),
    sa.Column("document_id", sa.ForeignKey("document.id"), primary_key=True, index=True),
)


class Knooppunt(PlanEntry):
    """A place; five have a network, the others can appear in signals, lessons and observations."""

    __tablename__ = "knooppunt"

    title: Mapped[str] = mapped_column(sa.String(300))
    kind: Mapped[KnooppuntKind]
    areas: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    problem: Mapped[str] = mapped_column(sa.Text, default="")
    plan_title: Mapped[str] = mapped_column(sa.String(300), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    research: Mapped[list[Document]] = relationship(secondary=knooppunt_research, order_by=Document.position)
    network: Mapped["Network | None"] = relationship(back_populates="knooppunt")


class Partner(PlanEntry):
    """An organisation; never a person."""

    __tablename__ = "partner"

    title: Mapped[str] = mapped_column(sa.String(300))
    sector: Mapped[PartnerSector]
    kind: Mapped[str] = mapped_column(sa.String(60), default="")
    tasks: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    note: Mapped[str] = mapped_column(sa.Text, default="")


network_partner = sa.Table(
    "network_partner",
    Base.metadata,
    sa.Column("network_id", sa.ForeignKey("network.id"), primary_key=True),
    sa.Column("partner_id", sa.ForeignKey("partner.id"), primary_key=True, index=True),
)


class Network(PlanEntry):
    """A PPS-netwerk: who reports; one per knooppunt of line 1, plus one for the overarching maatregelen."""

    __tablename__ = "network"

    title: Mapped[str] = mapped_column(sa.String(300))
    short_title: Mapped[str] = mapped_column(sa.String(60))
    line_id: Mapped[int] = mapped_column(sa.ForeignKey("line.id"), index=True)
    knooppunt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("knooppunt.id"), unique=True)
    line: Mapped[Line] = relationship()
    knooppunt: Mapped[Knooppunt | None] = relationship(back_populates="network")
    partners: Mapped[list[Partner]] = relationship(secondary=network_partner, order_by=Partner.position)
