"""What the Tweede Kamer asked and what was promised to it."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.dates import DatePrecision
from portal.domain.programme import Basis, LetterJudgement, ToezeggingKind
from portal.models.document import Document
from portal.models.maatregel import Maatregel
from portal.models.plan_entry import PlanEntry


class Ask(PlanEntry):
    """One separate thing a motie asks."""

    __tablename__ = "ask"

    motie_id: Mapped[int] = mapped_column(sa.ForeignKey("motie.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    response: Mapped[str] = mapped_column(sa.Text, default="")
    """How the letter says it is carried out."""
    letter_judgement: Mapped[LetterJudgement]


class MotieMaatregel(Base):
    """That a maatregel carries out a motie: said in a letter, or derived."""

    __tablename__ = "motie_maatregel"

    motie_id: Mapped[int] = mapped_column(sa.ForeignKey("motie.id"), primary_key=True)
    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), primary_key=True, index=True)
    basis: Mapped[Basis]
    motie: Mapped["Motie"] = relationship(back_populates="links")
    maatregel: Mapped[Maatregel] = relationship()


class Motie(PlanEntry):
    """A motie of the Tweede Kamer, with the names and dates as the letters give them."""

    __tablename__ = "motie"

    title: Mapped[str] = mapped_column(sa.String(300))
    submitters: Mapped[list[str]] = mapped_column(sa.JSON)
    date_words: Mapped[str] = mapped_column(sa.String(120), default="")
    date_sort: Mapped[str] = mapped_column(sa.String(10), default="")
    """Year, year-month or full date, so that text order is time order."""
    other_dates: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    """Document code to the date that document gives, where documents differ."""
    reference: Mapped[str] = mapped_column(sa.String(120), default="")
    inside_programme: Mapped[bool]
    whole_plan: Mapped[bool] = mapped_column(default=False)
    """True where the letter says that the plan as a whole carries it out."""
    note: Mapped[str] = mapped_column(sa.Text, default="")
    asks: Mapped[list[Ask]] = relationship(order_by=Ask.position)
    links: Mapped[list[MotieMaatregel]] = relationship(back_populates="motie", cascade="all, delete-orphan")


class Toezegging(PlanEntry):
    """A promise, intention or expectation in a letter, with its date as precise as the letter is."""

    __tablename__ = "toezegging"

    title: Mapped[str] = mapped_column(sa.String(300))
    kind: Mapped[ToezeggingKind]
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    due_precision: Mapped[DatePrecision]
    due_latest: Mapped[date | None]
    due_words: Mapped[str] = mapped_column(sa.String(120), default="")
    frequency_words: Mapped[str] = mapped_column(sa.String(120), default="")
    state_words: Mapped[str] = mapped_column(sa.String(200), default="")
    """What the sources say of the state, up to November 2022."""
    inside_programme: Mapped[bool]
    maatregel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel.id"), index=True)
    motie_id: Mapped[int | None] = mapped_column(sa.ForeignKey("motie.id"), index=True)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    document: Mapped[Document] = relationship()
    maatregel: Mapped[Maatregel | None] = relationship()
    motie: Mapped[Motie | None] = relationship()


coalition_maatregel = sa.Table(
    "coalition_maatregel",
    Base.metadata,
    sa.Column("coalition_passage_id", sa.ForeignKey("coalition_passage.id"), primary_key=True),
    sa.Column("maatregel_id", sa.ForeignKey("maatregel.id"), primary_key=True, index=True),
)


class CoalitionPassage(PlanEntry):
    """A passage of the coalition agreement that the plan carries out."""

    __tablename__ = "coalition_passage"

    text: Mapped[str] = mapped_column(sa.Text)
    carried_out_by: Mapped[str] = mapped_column(sa.String(300))
    maatregelen: Mapped[list[Maatregel]] = relationship(
        secondary=coalition_maatregel, order_by=Maatregel.position
    )
