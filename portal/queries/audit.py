"""Reading the audit trail."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction, SubjectKind
from portal.models import AuditEvent

REPORT_MOVES = frozenset(
    {
        AuditAction.REPORT_SUBMITTED,
        AuditAction.REPORT_RETURNED,
        AuditAction.REPORT_ACCEPTED,
        AuditAction.REPORT_ADOPTED,
        AuditAction.REPORT_WRITTEN_OFF,
    }
)
"""What happened to a report as a whole; who wrote which part is for its own network only."""


def events_of(
    session: Session, kind: SubjectKind, subject_id: int, only: Collection[AuditAction] | None = None
) -> Sequence[AuditEvent]:
    """Return what happened to one thing, newest first."""
    query = (
        sa.select(AuditEvent)
        .where(AuditEvent.subject_kind == kind, AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.id.desc())
    )
    if only is not None:
        query = query.where(AuditEvent.action.in_(sorted(only)))
    return session.scalars(query).all()
