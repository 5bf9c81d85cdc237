"""Who has a part of a report open at this moment; for the people of its own network only."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.models import Account, Presence

RECENT = timedelta(minutes=2)
"""So long after the last sign somebody still counts as busy."""


def recent() -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions on others at work in a report, asked with `asked_of`."""
    return (
        Presence.report_id == sa.bindparam("report_id"),
        Presence.seen_at > sa.bindparam("since"),
        Presence.account_id != sa.bindparam("besides"),
    )


def asked_of(report_id: int, besides: int | None) -> dict[str, Any]:
    """Return what is asked now about the others in a report."""
    return {"report_id": report_id, "since": clock.now() - RECENT, "besides": besides or 0}


_BUSY = sa.select(Presence.part, Account.name).join(Presence.account).where(*recent()).order_by(Account.name)


def busy(session: Session, report_id: int, besides: int | None) -> Mapping[str, Sequence[str]]:
    """Return the names of the others who have a part open, by part."""
    rows = session.execute(_BUSY, asked_of(report_id, besides))
    found: dict[str, list[str]] = {}
    for part, name in rows:
        found.setdefault(part, []).append(name)
    return found
