"""What the people of one network say to each other about a part of their report."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.models.account import Account

comment_mention = sa.Table(
    "comment_mention",
    Base.metadata,
    sa.Column("comment_id", sa.ForeignKey("comment.id"), primary_key=True),
    sa.Column("account_id", sa.ForeignKey("account.id"), primary_key=True, index=True),
)


class Comment(Base):
    """One remark, inside the network only; only ever added."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"), index=True)
    progress_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel_progress.id"), index=True)
    """The maatregel it is about; empty for the report as a whole."""
    text: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    added_at: Mapped[datetime]
    author: Mapped[Account] = relationship()
    mentioned: Mapped[list[Account]] = relationship(secondary=comment_mention)
