"""Noting who has a part of a report open, so that others see it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.models import Presence, Report
from portal.services.upsert import put


def mark(session: Session, report: Report, part: str, account_id: int) -> None:
    """Note that somebody has this part open now; not in the audit trail, for nothing changes."""
    key = {"report_id": report.id, "part": part, "account_id": account_id}
    put(session, Presence, key, {"seen_at": clock.now()})


def leave(session: Session, report: Report, part: str, account_id: int | None) -> None:
    """Note that somebody has finished with this part."""
    session.execute(
        sa.delete(Presence).where(
            Presence.report_id == report.id, Presence.part == part, Presence.account_id == account_id
        )
    )
