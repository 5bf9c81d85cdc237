"""Meetings of the stuurgroep: agenda, remarks, attendance, decisions, actions and the issued book."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.actions import ActionState
from portal.domain.flags import FlagKind, FlagOutcome
from portal.domain.meetings import AgendaKind, MeetingState, Presence
from portal.models.account import Account
from portal.models.change_request import ChangeRequest
from portal.models.knooppunt import Network
from portal.models.maatregel import Maatregel
from portal.models.period import Period
from portal.models.report import MaatregelProgress
from portal.models.signal import Signal


class Meeting(Base):
    """One meeting of the stuurgroep."""

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    held_on: Mapped[date] = mapped_column(index=True)
    begins: Mapped[str] = mapped_column(sa.String(5), default="")
    """Time of day in Amsterdam, such as 13:30."""
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PREPARING)
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    convened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    items: Mapped[list["AgendaItem"]] = relationship(order_by="AgendaItem.position, AgendaItem.id")
    attendance: Mapped[list["Attendance"]] = relationship(order_by="Attendance.id")
    decisions: Mapped[list["Decision"]] = relationship(order_by="Decision.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class AgendaItem(Base):
    """One item on the agenda, with the annotation of the programme office."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        sa.Index(
            "uq_agenda_item_key",
            "meeting_id",
            "key",
            unique=True,
            sqlite_where=sa.text("key <> ''"),
            postgresql_where=sa.text("key <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[AgendaKind]
    key: Mapped[str] = mapped_column(sa.String(200), default="")
    """What it is about, so that the same thing is proposed once; empty for a free item."""
    title: Mapped[str] = mapped_column(sa.String(300))
    annotation: Mapped[str] = mapped_column(sa.Text, default="")
    period_id: Mapped[int | None] = mapped_column(sa.ForeignKey("period.id"))
    progress_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel_progress.id"))
    signal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signal.id"))
    change_request_id: Mapped[int | None] = mapped_column(sa.ForeignKey("change_request.id"))
    version: Mapped[int] = mapped_column(default=1)
    meeting: Mapped[Meeting] = relationship(back_populates="items")
    period: Mapped[Period | None] = relationship()
    progress: Mapped[MaatregelProgress | None] = relationship()
    signal: Mapped[Signal | None] = relationship()
    action: Mapped["ActionItem | None"] = relationship(secondary="agenda_item_action")
    change_request: Mapped[ChangeRequest | None] = relationship()
    remarks: Mapped[list["Remark"]] = relationship(order_by="Remark.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Remark(Base):
    """What a member says about an item beforehand; only ever added."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime]
    author: Mapped[Account] = relationship()


class Attendance(Base):
    """Whether a member was at a meeting."""

    __tablename__ = "attendance"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    presence: Mapped[Presence]
    replaced_by: Mapped[str] = mapped_column(sa.String(120), default="")
    """Function of who came instead, never a name."""
    account: Mapped[Account] = relationship()


decision_maatregel = sa.Table(
    "decision_maatregel",
    Base.metadata,
    sa.Column("decision_id", sa.ForeignKey("decision.id"), primary_key=True),
    sa.Column("maatregel_id", sa.ForeignKey("maatregel.id"), primary_key=True, index=True),
)
decision_signal = sa.Table(
    "decision_signal",
    Base.metadata,
    sa.Column("decision_id", sa.ForeignKey("decision.id"), primary_key=True),
    sa.Column("signal_id", sa.ForeignKey("signal.id"), primary_key=True, index=True),
)


class Decision(Base):
    """What the stuurgroep decided; never edited, a revision is a new one."""

    __tablename__ = "decision"
    __table_args__ = (
        sa.UniqueConstraint("year", "number"),
        sa.CheckConstraint("revises_id IS NULL OR revises_id < id", name="revises_an_older_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_item.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    revises_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"), unique=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    meeting: Mapped[Meeting] = relationship(back_populates="decisions")
    item: Mapped[AgendaItem | None] = relationship()
    revises: Mapped["Decision | None"] = relationship(remote_side="Decision.id")
    recorded_by: Mapped[Account] = relationship()
    maatregelen: Mapped[list[Maatregel]] = relationship(
        secondary=decision_maatregel, order_by=Maatregel.position
    )
    signals: Mapped[list[Signal]] = relationship(secondary=decision_signal, order_by=Signal.id)
    actions: Mapped[list["ActionItem"]] = relationship(
        order_by="ActionItem.id", back_populates="decision", foreign_keys="ActionItem.decision_id"
    )


class ActionItem(Base):
    """What somebody is to do before a day, because of a decision, a flag or a signal."""

    __tablename__ = "action_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(sa.Text)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN, index=True)
    decision_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"), index=True)
    signal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signal.id"), index=True)
    flag_key: Mapped[str] = mapped_column(sa.String(200), default="")
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)
    owner: Mapped[Account] = relationship(foreign_keys=[owner_id])
    given_by: Mapped[Account] = relationship(foreign_keys=[given_by_id])
    network: Mapped[Network | None] = relationship()
    decision: Mapped[Decision | None] = relationship(back_populates="actions", foreign_keys=[decision_id])
    signal: Mapped[Signal | None] = relationship()
    steps: Mapped[list["ActionStep"]] = relationship(order_by="ActionStep.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ActionStep(Base):
    """What the owner says of an action, with the state it then got; only ever added."""

    __tablename__ = "action_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action_item.id"), index=True)
    state: Mapped[ActionState]
    words: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    by: Mapped[Account] = relationship()


# A table of its own: actions follow from decisions, decisions from items, and an item may be about an action.
agenda_item_action = sa.Table(
    "agenda_item_action",
    Base.metadata,
    sa.Column("item_id", sa.ForeignKey("agenda_item.id"), primary_key=True),
    sa.Column("action_id", sa.ForeignKey("action_item.id"), primary_key=True, index=True),
)


class FlagDisposition(Base):
    """What was decided about a flag, for as long as its facts stay the same; only ever added."""

    __tablename__ = "flag_disposition"
    __table_args__ = (
        sa.CheckConstraint("reason <> ''", name="has_reason"),
        sa.CheckConstraint("(outcome = 'action') = (action_id IS NOT NULL)", name="action_has_item"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(200), index=True)
    """Which flag: its kind and what it is about."""
    kind: Mapped[FlagKind]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """What was true when it was decided."""
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    """Of those facts; with another one the flag is open again."""
    outcome: Mapped[FlagOutcome]
    reason: Mapped[str] = mapped_column(sa.Text)
    until: Mapped[date | None]
    """Last day on which it holds, inclusive."""
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action_item.id"), index=True)
    decided_by: Mapped[Account] = relationship()
    action: Mapped[ActionItem | None] = relationship()


class MeetingBook(Base):
    """The book of a meeting as it was issued: kept byte for byte."""

    __tablename__ = "meeting_book"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    number: Mapped[int]
    file_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    pages: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    issued_by: Mapped[Account] = relationship()
    meeting: Mapped[Meeting] = relationship()
