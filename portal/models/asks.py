"""What is done about an ask: steps, links, proof, proposals to close it, postponements and occurrences."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, named_enum
from portal.domain.dates import DatePrecision
from portal.domain.parliament import AskState, ClosingState, ReferenceKind
from portal.domain.programme import Basis
from portal.models.account import Account
from portal.models.document import Document
from portal.models.indicator import Observation
from portal.models.letter import Passage
from portal.models.maatregel import Maatregel
from portal.models.meeting import Decision
from portal.models.parliament import Ask
from portal.models.report import MaatregelProgress


class AskStep(Base):
    """One move of an ask with the reason; only ever added."""

    __tablename__ = "ask_step"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="has_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("ask.id"), index=True)
    from_state: Mapped[AskState] = mapped_column(named_enum(AskState, "from_state"))
    to_state: Mapped[AskState] = mapped_column(named_enum(AskState, "to_state"))
    reason: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()
    ask: Mapped[Ask] = relationship()


class AskLink(Base):
    """That a maatregel carries out an ask, on which basis and with what contribution."""

    __tablename__ = "ask_link"
    __table_args__ = (
        sa.Index(
            "uq_ask_link_present",
            "ask_id",
            "maatregel_id",
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("ask.id"))
    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), index=True)
    basis: Mapped[Basis]
    contribution: Mapped[str] = mapped_column(sa.Text, default="")
    """What the maatregel does for this ask, in words that may be public."""
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    ask: Mapped[Ask] = relationship()
    maatregel: Mapped[Maatregel] = relationship()
    added_by: Mapped[Account] = relationship(foreign_keys=[added_by_id])
    removed_by: Mapped[Account | None] = relationship(foreign_keys=[removed_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class AskReference(Base):
    """What in the portal shows that an ask is carried out; who may not read that does not see this."""

    __tablename__ = "ask_reference"
    __table_args__ = (
        sa.CheckConstraint(
            "(kind = 'progress') = (progress_id IS NOT NULL)"
            " AND (kind = 'decision') = (decision_id IS NOT NULL)"
            " AND (kind = 'observation') = (observation_id IS NOT NULL)"
            " AND (kind = 'document') = (document_id IS NOT NULL)",
            name="one_thing",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("ask.id"), index=True)
    kind: Mapped[ReferenceKind]
    progress_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel_progress.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"), index=True)
    observation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("observation.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"), index=True)
    words: Mapped[str] = mapped_column(sa.Text, default="")
    """Why it shows that."""
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    ask: Mapped[Ask] = relationship()
    progress: Mapped[MaatregelProgress | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    observation: Mapped[Observation | None] = relationship()
    document: Mapped[Document | None] = relationship()
    added_by: Mapped[Account] = relationship(foreign_keys=[added_by_id])
    removed_by: Mapped[Account | None] = relationship(foreign_keys=[removed_by_id])


class AskOccurrence(Base):
    """One time that a recurring ask is due."""

    __tablename__ = "ask_occurrence"
    __table_args__ = (
        sa.UniqueConstraint("ask_id", "number"),
        sa.UniqueConstraint("ask_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("ask.id"))
    number: Mapped[int]
    due_on: Mapped[date]
    """The day that follows from the rhythm, inclusive."""
    postponed_to: Mapped[date | None]
    settled_at: Mapped[datetime | None]
    """When a second person approved that it was done or could be left out."""
    ask: Mapped[Ask] = relationship()


class AskClosing(Base):
    """A proposal to close an ask, or one time of it; holds once a second person approves."""

    __tablename__ = "ask_closing"
    __table_args__ = (
        sa.CheckConstraint("outcome IN ('fulfilled', 'answered', 'lapsed')", name="closes"),
        sa.CheckConstraint("outcome = 'lapsed' OR passage_id IS NOT NULL", name="has_passage"),
        sa.CheckConstraint("reason <> ''", name="has_reason"),
        sa.CheckConstraint(
            "(state IN ('pending', 'withdrawn')) = (decided_by_id IS NULL)", name="decided_by_somebody"
        ),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="second_person"),
        sa.ForeignKeyConstraint(["passage_id", "ask_id"], ["passage_ask.passage_id", "passage_ask.ask_id"]),
        sa.Index(
            "uq_ask_closing_pending",
            "ask_id",
            sa.text("coalesce(occurrence_id, 0)"),
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("ask.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ask_occurrence.id"), index=True)
    outcome: Mapped[AskState]
    passage_id: Mapped[int | None] = mapped_column(sa.ForeignKey("passage.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[ClosingState] = mapped_column(default=ClosingState.PENDING)
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    decision_reason: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    ask: Mapped[Ask] = relationship(foreign_keys=[ask_id])
    occurrence: Mapped[AskOccurrence | None] = relationship()
    passage: Mapped[Passage | None] = relationship(foreign_keys=[passage_id])
    proposed_by: Mapped[Account] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Postponement(Base):
    """That an ask, or one time of it, got a later day, why, and which letter told the Kamer; only added."""

    __tablename__ = "postponement"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="has_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("ask.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ask_occurrence.id"), index=True)
    from_day: Mapped[date | None]
    to_day: Mapped[date]
    to_precision: Mapped[DatePrecision]
    to_words: Mapped[str] = mapped_column(sa.String(120), default="")
    reason: Mapped[str] = mapped_column(sa.Text)
    passage_id: Mapped[int | None] = mapped_column(sa.ForeignKey("passage.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    ask: Mapped[Ask] = relationship()
    occurrence: Mapped[AskOccurrence | None] = relationship()
    passage: Mapped[Passage | None] = relationship()
    by: Mapped[Account] = relationship()
