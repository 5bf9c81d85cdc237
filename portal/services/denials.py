"""Writing down what was refused to somebody: each thing once a minute, and never without bound (ADR 40)."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.queries.denials import Behind, refused_lately
from portal.services import audit

SAME = timedelta(minutes=1)
"""Asking for the same again within this is no news."""
WHILE = timedelta(minutes=10)
MOST = 30
"""Refusals of one person that are written down in that while: nobody can fill the disk."""


@dataclass(frozen=True)
class Refusal:
    """What somebody asked for and did not get."""

    page: str
    """Endpoint of the page."""
    asked: str
    """The address, with the codes and numbers as they were asked for."""
    method: str
    status: int
    behind: Behind | None


def note_denied(session: Session, actor: Actor, refusal: Refusal) -> bool:
    """Write a refusal down, unless it just was or there were too many; return whether it was written."""
    if actor.account_id is None:
        return False
    lately = refused_lately(session, actor.account_id, refusal.page, refusal.asked, clock.now(), WHILE, SAME)
    if lately.same or lately.times >= MOST:
        return False
    details: dict[str, object] = {
        "page": refusal.page,
        "method": refusal.method,
        "status": refusal.status,
    }
    if refusal.behind is not None:
        details["exists"] = refusal.behind.exists
    if lately.times == MOST - 1:
        details["last_for_now"] = True
    audit.record(
        session,
        actor,
        AuditAction.ACCESS_DENIED,
        SubjectKind.PAGE,
        None,
        refusal.asked,
        network_id=refusal.behind.network_id if refusal.behind else None,
        details=details,
    )
    return True
