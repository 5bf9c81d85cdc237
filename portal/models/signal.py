"""Signals of new developments and suspected displacement, and the vocabularies they use."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, named_enum
from portal.domain.audience import Audience
from portal.domain.signals import Confidence, SignalKind, SignalState, SourceType, VocabularyKind
from portal.models.account import Account
from portal.models.indicator import Observation
from portal.models.knooppunt import Knooppunt, Network
from portal.models.maatregel import Maatregel


class VocabularyTerm(Base):
    """One modus operandi or goods flow, in general words; the programme office keeps the list."""

    __tablename__ = "vocabulary_term"
    __table_args__ = (sa.UniqueConstraint("kind", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[VocabularyKind]
    title: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    retired_on: Mapped[date | None]
    """Last day on which it could be chosen; what was filed with it keeps it."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


signal_term = sa.Table(
    "signal_term",
    Base.metadata,
    sa.Column("signal_id", sa.ForeignKey("signal.id"), primary_key=True),
    sa.Column("term_id", sa.ForeignKey("vocabulary_term.id"), primary_key=True, index=True),
)
signal_maatregel = sa.Table(
    "signal_maatregel",
    Base.metadata,
    sa.Column("signal_id", sa.ForeignKey("signal.id"), primary_key=True),
    sa.Column("maatregel_id", sa.ForeignKey("maatregel.id"), primary_key=True, index=True),
)
signal_observation = sa.Table(
    "signal_observation",
    Base.metadata,
    sa.Column("signal_id", sa.ForeignKey("signal.id"), primary_key=True),
    sa.Column("observation_id", sa.ForeignKey("observation.id"), primary_key=True, index=True),
)


class Signal(Base):
    """What somebody noticed: from where, towards where, how sure; never a person, a case or an operation."""

    __tablename__ = "signal"
    __table_args__ = (
        sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_target"),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
        sa.CheckConstraint(
            "kind <> 'displacement' OR to_knooppunt_id IS NOT NULL", name="displacement_has_target"
        ),
        sa.CheckConstraint(
            "from_knooppunt_id IS NULL OR to_knooppunt_id IS NULL OR from_knooppunt_id <> to_knooppunt_id",
            name="two_places",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SignalKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text)
    noticed_on: Mapped[date]
    network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id"), index=True)
    """The network that filed it; empty where the programme office did."""
    from_knooppunt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("knooppunt.id"), index=True)
    to_knooppunt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("knooppunt.id"), index=True)
    place_words: Mapped[str] = mapped_column(sa.String(200), default="")
    """What the list of places cannot say, such as which port abroad."""
    source_type: Mapped[SourceType]
    confidence: Mapped[Confidence]
    audience: Mapped[Audience] = mapped_column(default=Audience.STEERING)
    state: Mapped[SignalState] = mapped_column(default=SignalState.NEW, index=True)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signal.id"), index=True)
    screening_key: Mapped[str] = mapped_column(sa.String(200), default="", index=True)
    """Which outcome of the screening it was made from; empty where somebody noticed it."""
    filed_at: Mapped[datetime] = mapped_column(index=True)
    filed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    network: Mapped[Network | None] = relationship()
    from_knooppunt: Mapped[Knooppunt | None] = relationship(foreign_keys=[from_knooppunt_id])
    to_knooppunt: Mapped[Knooppunt | None] = relationship(foreign_keys=[to_knooppunt_id])
    merged_into: Mapped["Signal | None"] = relationship(remote_side="Signal.id")
    filed_by: Mapped[Account] = relationship()
    terms: Mapped[list[VocabularyTerm]] = relationship(
        secondary=signal_term, order_by=(VocabularyTerm.kind, VocabularyTerm.position)
    )
    maatregelen: Mapped[list[Maatregel]] = relationship(
        secondary=signal_maatregel, order_by=Maatregel.position
    )
    observations: Mapped[list[Observation]] = relationship(
        secondary=signal_observation, order_by=Observation.id
    )
    steps: Mapped[list["SignalStep"]] = relationship(order_by="SignalStep.id", back_populates="signal")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class SignalStep(Base):
    """One move in the interpretation of a signal with the reason; only ever added."""

    __tablename__ = "signal_step"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="has_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    signal_id: Mapped[int] = mapped_column(sa.ForeignKey("signal.id"), index=True)
    from_state: Mapped[SignalState] = mapped_column(named_enum(SignalState, "from_state"))
    to_state: Mapped[SignalState] = mapped_column(named_enum(SignalState, "to_state"))
    reason: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    signal: Mapped[Signal] = relationship(back_populates="steps")
