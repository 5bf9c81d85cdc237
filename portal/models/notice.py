"""What people are told: notices in the portal, wishes about mail, and the outbox."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.notices import Delivery, MailState, NoticeKind
from portal.models.account import Account
from portal.models.knooppunt import Network
from portal.models.maatregel import Maatregel
from portal.models.meeting import ActionItem, Meeting
from portal.models.parliament import Ask
from portal.models.period import Period
from portal.models.report import Report
from portal.models.sign_in import AccountToken
from portal.models.signal import Signal


class Notice(Base):
    """One thing one person is told; the key makes that it is told once."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "key"),
        sa.Index(None, "account_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    kind: Mapped[NoticeKind]
    key: Mapped[str] = mapped_column(sa.String(200))
    period_id: Mapped[int | None] = mapped_column(sa.ForeignKey("period.id"))
    network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id"))
    report_id: Mapped[int | None] = mapped_column(sa.ForeignKey("report.id"), index=True)
    maatregel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel.id"))
    signal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signal.id"))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action_item.id"))
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))
    ask_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ask.id"))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()
    period: Mapped[Period | None] = relationship()
    network: Mapped[Network | None] = relationship()
    report: Mapped[Report | None] = relationship()
    maatregel: Mapped[Maatregel | None] = relationship()
    signal: Mapped[Signal | None] = relationship()
    action: Mapped[ActionItem | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    ask: Mapped[Ask | None] = relationship()


class NoticePreference(Base):
    """How somebody wants one kind of notice by mail; without a row the default of the kind holds."""

    __tablename__ = "notice_preference"
    __table_args__ = (sa.UniqueConstraint("account_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    kind: Mapped[NoticeKind]
    delivery: Mapped[Delivery]


mail_notice = sa.Table(
    "mail_notice",
    Base.metadata,
    sa.Column("mail_id", sa.ForeignKey("mail.id"), primary_key=True),
    sa.Column("notice_id", sa.ForeignKey("notice.id"), primary_key=True, index=True),
)


class Mail(Base):
    """One mail in the outbox, written in the transaction of what it tells; a job sends it."""

    __tablename__ = "mail"
    __table_args__ = (sa.Index(None, "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    """One mail for one key; it is also the Message-ID, by which a receiving server knows a double."""
    state: Mapped[MailState] = mapped_column(default=MailState.PENDING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(sa.String(80), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(sa.String(254), default="")
    """Where it went, kept with what was sent; filled beforehand where it must not go to the present one."""
    subject: Mapped[str] = mapped_column(sa.String(200), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    html: Mapped[str] = mapped_column(sa.Text, default="")
    error: Mapped[str] = mapped_column(sa.String(300), default="")
    token_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account_token.id"), index=True)
    """The link this mail brings; it is made when the mail is sent and never kept with it."""
    account: Mapped[Account] = relationship()
    token: Mapped[AccountToken | None] = relationship()
    notices: Mapped[list[Notice]] = relationship(secondary=mail_notice, order_by=Notice.id)
