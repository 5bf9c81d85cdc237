"""In which areas something changed: what processes that remember things ask each other (ADR 44)."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base
from portal.domain.areas import Area


class ChangeMark(Base):
    """A number for each area, another one after every change that was committed there."""

    __tablename__ = "change_mark"

    area: Mapped[Area] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(sa.BigInteger)
