"""Codes for what somebody adds by hand: a word and the next number, never one that was used before."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.models import PlanEntry


def free_code(session: Session, kind: type[PlanEntry], prefix: str) -> str:
    """Return the prefix with the first number after all that are taken; the table must be held."""
    taken = session.scalars(sa.select(kind.code).where(kind.code.startswith(f"{prefix}-", autoescape=True)))
    endings = (code.removeprefix(f"{prefix}-") for code in taken)
    numbers = [int(ending) for ending in endings if ending.isascii() and ending.isdigit()]
    return f"{prefix}-{max(numbers, default=0) + 1}"
