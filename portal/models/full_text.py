"""Everything that can be found by words, made from the other tables and never written by hand."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base
from portal.domain.audience import Audience
from portal.domain.full_text import FoundKind, Guard


class SearchText(Base):
    """One text that can be found, with the page it leads to and the rule that says for whom it is."""

    __tablename__ = "search_text"
    __table_args__ = (sa.UniqueConstraint("source", "source_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(sa.String(32))
    """From which table it was made."""
    source_id: Mapped[int]
    part: Mapped[int]
    kind: Mapped[FoundKind]
    guard: Mapped[Guard]
    guarded_id: Mapped[int | None]
    """The row that the rule asks about, where it is not about the whole portal."""
    audience: Mapped[Audience | None]
    network_id: Mapped[int | None] = mapped_column(sa.ForeignKey("network.id"), index=True)
    period_id: Mapped[int | None] = mapped_column(sa.ForeignKey("period.id"), index=True)
    title: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[str] = mapped_column(sa.Text)
    as_of: Mapped[date | None]
    """Empty for what stands in the plan."""
    address: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    """What the address of the page is made of."""
    title_stems: Mapped[str] = mapped_column(sa.Text)
    stems: Mapped[str] = mapped_column(sa.Text)
    """Of title and text; the database looks for words in this."""
