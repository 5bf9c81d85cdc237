"""The register: what the Tweede Kamer asked and what was promised to it, in separate asks."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.dates import DatePrecision
from portal.domain.parliament import Appreciation, AskKind, AskState, Origin, RegisterKind, Vote
from portal.domain.programme import Basis, LetterJudgement, ToezeggingKind
from portal.domain.terms import Recurrence
from portal.models.account import Account
from portal.models.document import Document
from portal.models.maatregel import Maatregel
from portal.models.plan_entry import PlanEntry


class Ask(PlanEntry):
    """One separate thing that a motie or promise asks, to be done once or again and again."""

    __tablename__ = "ask"
    __table_args__ = (
        sa.CheckConstraint("(kind = 'recurring') = (recurrence IS NOT NULL)", name="recurs"),
        sa.CheckConstraint("(due_precision = 'undetermined') = (due_latest IS NULL)", name="has_last_day"),
    )

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("register_item.id"), index=True)
    origin: Mapped[Origin] = mapped_column(default=Origin.PLAN)
    text: Mapped[str] = mapped_column(sa.Text)
    response: Mapped[str] = mapped_column(sa.Text, default="")
    """How the letter says it is carried out."""
    letter_judgement: Mapped[LetterJudgement | None]
    """What the minister says of it in the letter; empty where no letter mentions it."""
    source_words: Mapped[str] = mapped_column(sa.Text, default="")
    """Where it stands, in words, for what the plan files do not tell."""
    kind: Mapped[AskKind] = mapped_column(default=AskKind.ONCE)
    recurrence: Mapped[Recurrence | None]
    due_precision: Mapped[DatePrecision] = mapped_column(default=DatePrecision.UNDETERMINED)
    due_latest: Mapped[date | None]
    """Last day that was promised, inclusive; of a recurring ask the first time."""
    due_words: Mapped[str] = mapped_column(sa.String(120), default="")
    postponed_to: Mapped[date | None]
    """Last day after the newest postponement, inclusive."""
    state: Mapped[AskState] = mapped_column(default=AskState.UNASSESSED, index=True)
    added_at: Mapped[datetime | None]
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    item: Mapped["RegisterItem"] = relationship(back_populates="asks")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @hybrid_property
    def due_on(self) -> date | None:
        """Return the last day that holds now, inclusive."""
        return self.postponed_to or self.due_latest

    @due_on.inplace.expression
    @classmethod
    def _due_on(cls) -> sa.ColumnElement[date | None]:
        return sa.func.coalesce(cls.postponed_to, cls.due_latest)


class MotieMaatregel(Base):
    """That a maatregel carries out a motie: said in a letter, or derived."""

    __tablename__ = "motie_maatregel"

    motie_id: Mapped[int] = mapped_column(sa.ForeignKey("register_item.id"), primary_key=True)
    maatregel_id: Mapped[int] = mapped_column(sa.ForeignKey("maatregel.id"), primary_key=True, index=True)
    basis: Mapped[Basis]
    motie: Mapped["Motie"] = relationship(back_populates="links")
    maatregel: Mapped[Maatregel] = relationship()


coalition_maatregel = sa.Table(
    "coalition_maatregel",
    Base.metadata,
    sa.Column("coalition_passage_id", sa.ForeignKey("register_item.id"), primary_key=True),
    sa.Column("maatregel_id", sa.ForeignKey("maatregel.id"), primary_key=True, index=True),
)


class RegisterItem(PlanEntry):
    """A motie, promise, passage of the coalition agreement or recommendation that must be answered for."""

    __tablename__ = "register_item"
    __table_args__ = (
        sa.CheckConstraint("(item_kind = 'toezegging') = (kind IS NOT NULL)", name="promise_has_kind"),
        sa.CheckConstraint(
            "(item_kind = 'toezegging') = (due_precision IS NOT NULL)", name="promise_has_term"
        ),
        sa.Index(
            "uq_register_item_external_id",
            "external_id",
            unique=True,
            sqlite_where=sa.text("external_id <> ''"),
            postgresql_where=sa.text("external_id <> ''"),
        ),
    )

    item_kind: Mapped[RegisterKind] = mapped_column(index=True)
    origin: Mapped[Origin] = mapped_column(default=Origin.PLAN)
    title: Mapped[str] = mapped_column(sa.Text)
    submitters: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Who asked it: members of the Kamer, a party, or the Algemene Rekenkamer."""
    date_words: Mapped[str] = mapped_column(sa.String(120), default="")
    date_sort: Mapped[str] = mapped_column(sa.String(10), default="")
    """Year, year-month or full date, so that text order is time order."""
    other_dates: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    """Document code to the date that document gives, where documents differ."""
    reference: Mapped[str] = mapped_column(sa.String(120), default="")
    """Kamerstuk: dossier and number."""
    url: Mapped[str] = mapped_column(sa.String(1000), default="")
    source_words: Mapped[str] = mapped_column(sa.Text, default="")
    """Where it stands, in words, for what the plan files do not tell."""
    inside_programme: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    appreciation: Mapped[Appreciation | None]
    vote: Mapped[Vote | None]
    voted_on: Mapped[date | None]
    kamer_status: Mapped[str] = mapped_column(sa.String(200), default="")
    """Status as the Kamer itself gives it, word for word."""
    external_id: Mapped[str] = mapped_column(sa.String(64), default="")
    """Identifier in the open data of the Tweede Kamer."""
    external_number: Mapped[str] = mapped_column(sa.String(64), default="")
    """Number in the open data, such as 2022Z17012 or TZ202603-130."""
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    """Who at the programme office answers for it."""
    office_note: Mapped[str] = mapped_column(sa.Text, default="")
    """What the programme office notes for itself and the stuurgroep."""
    added_at: Mapped[datetime | None]
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    owner: Mapped[Account | None] = relationship(foreign_keys=[owner_id])
    asks: Mapped[list[Ask]] = relationship(order_by=(Ask.position, Ask.id), back_populates="item")

    __mapper_args__ = {"polymorphic_on": item_kind, "version_id_col": version}  # noqa: RUF012


class Motie(RegisterItem):
    """A motie of the Tweede Kamer, with the names and dates as the letters give them."""

    __mapper_args__ = {"polymorphic_identity": RegisterKind.MOTIE}  # noqa: RUF012

    whole_plan: Mapped[bool] = mapped_column(default=False, nullable=True)
    """True where the letter says that the plan as a whole carries it out."""
    links: Mapped[list[MotieMaatregel]] = relationship(back_populates="motie", cascade="all, delete-orphan")


class Toezegging(RegisterItem):
    """A promise, intention or expectation in a letter, with its date as precise as the letter is."""

    __mapper_args__ = {"polymorphic_identity": RegisterKind.TOEZEGGING}  # noqa: RUF012

    kind: Mapped[ToezeggingKind] = mapped_column(nullable=True)
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"), index=True)
    due_precision: Mapped[DatePrecision] = mapped_column(nullable=True)
    due_latest: Mapped[date | None]
    due_words: Mapped[str] = mapped_column(sa.String(120), default="", nullable=True)
    frequency_words: Mapped[str] = mapped_column(sa.String(120), default="", nullable=True)
    state_words: Mapped[str] = mapped_column(sa.String(200), default="", nullable=True)
    """What the sources say of the state, up to November 2022."""
    maatregel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel.id"), index=True)
    motie_id: Mapped[int | None] = mapped_column(sa.ForeignKey("register_item.id"), index=True)
    document: Mapped[Document | None] = relationship()
    maatregel: Mapped[Maatregel | None] = relationship()
    motie: Mapped[Motie | None] = relationship(remote_side=RegisterItem.id, foreign_keys=[motie_id])


class CoalitionPassage(RegisterItem):
    """A passage of the coalition agreement that the plan carries out."""

    __mapper_args__ = {"polymorphic_identity": RegisterKind.COALITION_PASSAGE}  # noqa: RUF012

    carried_out_by: Mapped[str] = mapped_column(sa.String(300), default="", nullable=True)
    maatregelen: Mapped[list[Maatregel]] = relationship(
        secondary=coalition_maatregel, order_by=Maatregel.position
    )


class Recommendation(RegisterItem):
    """A recommendation of an audit, such as one of the Algemene Rekenkamer."""

    __mapper_args__ = {"polymorphic_identity": RegisterKind.RECOMMENDATION}  # noqa: RUF012
