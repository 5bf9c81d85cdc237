"""The documents the plan rests on, and where they contradict each other."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.domain.programme import Severity
from portal.models.plan_entry import PlanEntry


class Document(PlanEntry):
    """A letter, nota or study; sources name it by its code."""

    __tablename__ = "document"

    title: Mapped[str] = mapped_column(sa.String(300))
    kind: Mapped[str] = mapped_column(sa.String(60))
    """Beslisnota, kamerbrief, voortgangsbrief, onderzoek, bijlage: as it is shown."""
    dated_on: Mapped[date | None]
    date_words: Mapped[str] = mapped_column(sa.String(120), default="")
    """The date as far as a source gives it, where it is less than a day."""
    reference: Mapped[str] = mapped_column(sa.String(120), default="")
    """Kenmerk or Kamerstuk."""
    author: Mapped[str] = mapped_column(sa.String(300), default="")
    missing: Mapped[bool] = mapped_column(default=False)
    """True where the letters mention the document but it was not among the sources."""
    note: Mapped[str] = mapped_column(sa.Text, default="")


class Contradiction(PlanEntry):
    """A point on which documents differ or stay silent; kept, never smoothed over."""

    __tablename__ = "contradiction"

    title: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(sa.Text)
    severity: Mapped[Severity]
