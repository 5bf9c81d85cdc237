"""What a workbook is of, and when it was made."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Cover:
    """What the first sheet and the hidden one say of the report."""

    report_id: int
    network: str
    period: str
    due_on: date
    made_at: datetime
    demonstration: bool
    former_period: str = ""
