"""Writing the audit trail, in the transaction of the change itself; the commit seals it."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.models import AuditEvent
from portal.services import audit_chain

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Number of the request in which something happens; set by the web floor."""
address: ContextVar[str] = ContextVar("address", default="")
"""Where that request came from, shortened; empty for commands and jobs."""


def record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    kind: SubjectKind,
    subject_id: int | None,
    label: str,
    *,
    network_id: int | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one line to the audit trail and return it."""
    event = AuditEvent(
        at=clock.now(),
        actor_id=actor.account_id,
        actor_name=actor.name,
        actor_roles=" ".join(actor.roles),
        action=action,
        subject_kind=kind,
        subject_id=subject_id,
        subject_label=label,
        network_id=network_id,
        reason=reason,
        details=details or {},
        request_id=request_id.get(),
        address=address.get(),
    )
    session.add(event)
    session.flush()
    audit_chain.note(session, event)
    return event
