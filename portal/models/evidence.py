"""Files and links that show what a report or an answer to the Kamer says."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base
from portal.domain.audience import Audience
from portal.domain.evidence import EvidenceKind
from portal.domain.uploads.kinds import KIND_OF_MEDIA_TYPE, FileKind
from portal.models.account import Account


class Evidence(Base):
    """One file or link, with one maatregel in one report or with one ask of a motie."""

    __tablename__ = "evidence"
    __table_args__ = (
        sa.CheckConstraint("(progress_id IS NULL) <> (ask_id IS NULL)", name="one_subject"),
        sa.CheckConstraint(
            "(kind = 'file' AND file_key <> '' AND sha256 <> '' AND url = '')"
            " OR (kind = 'link' AND file_key = '' AND url <> '')",
            name="file_or_link",
        ),
        sa.Index(
            "uq_evidence_file_key",
            "file_key",
            unique=True,
            sqlite_where=sa.text("file_key <> ''"),
            postgresql_where=sa.text("file_key <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EvidenceKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    progress_id: Mapped[int | None] = mapped_column(sa.ForeignKey("maatregel_progress.id"), index=True)
    ask_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ask.id"), index=True)
    audience: Mapped[Audience] = mapped_column(default=Audience.ALL_NETWORKS)
    url: Mapped[str] = mapped_column(sa.String(1000), default="")
    file_key: Mapped[str] = mapped_column(sa.String(64), default="")
    """Name in the file store; says nothing of what is in it."""
    file_name: Mapped[str] = mapped_column(sa.String(200), default="")
    media_type: Mapped[str] = mapped_column(sa.String(120), default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    added_by: Mapped[Account] = relationship(foreign_keys=[added_by_id])
    removed_by: Mapped[Account | None] = relationship(foreign_keys=[removed_by_id])

    @property
    def file_kind(self) -> FileKind | None:
        """Which kind of file it is; None for a link."""
        return KIND_OF_MEDIA_TYPE.get(self.media_type)
