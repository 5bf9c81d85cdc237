"""What every row of the plan shares: a code that is stable for ever, an order, and its sources."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base
from portal.domain.sources import Source


class PlanEntry(Base):
    """A row that config/plan defines; the code never changes and never returns to another meaning."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(64), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    sources: Mapped[tuple[Source, ...]] = mapped_column(default=())
    retired_on: Mapped[date | None]


class TitleHistory(Base):
    """A title that an entry of the plan used to have."""

    __tablename__ = "title_history"
    __table_args__ = (sa.Index(None, "entity", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(sa.String(32))
    """Table name of the entry."""
    code: Mapped[str] = mapped_column(sa.String(64))
    title: Mapped[str] = mapped_column(sa.String(300))
    replaced_at: Mapped[datetime]
