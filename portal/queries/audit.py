"""Reading the audit trail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

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


AUTHORSHIP = frozenset(
    {
        AuditAction.PROGRESS_WRITTEN,
        AuditAction.PROGRESS_UNCHANGED,
        AuditAction.JUDGEMENTS_WRITTEN,
        AuditAction.REPORT_SUBMITTED,
    }
)
"""What makes somebody an author of a report."""


def took_part(session: Session, report_id: int, account_id: int) -> bool:
    """Return whether somebody ever wrote or submitted any of a report."""
    return bool(
        session.scalar(
            sa.select(
                sa.exists().where(
                    AuditEvent.subject_kind == SubjectKind.REPORT,
                    AuditEvent.subject_id == report_id,
                    AuditEvent.actor_id == account_id,
                    AuditEvent.action.in_(sorted(AUTHORSHIP)),
                )
            )
        )
    )


@dataclass(frozen=True)
class TimelineRow:
    """One thing that happened, as far as the reader may know: who and why can be left out."""

    at: datetime
    action: AuditAction
    who: str
    roles: list[str]
    reason: str
    part: str
    about: list[str]
    """Roles the event is about, where it is about an appointment."""


def events_of(
    session: Session,
    kind: SubjectKind,
    subject_id: int,
    *,
    only: Collection[AuditAction] | None = None,
    discreet: bool = False,
) -> list[TimelineRow]:
    """Return what happened to one thing, newest first; discreet leaves out names and reasons."""
    query = (
        sa.select(AuditEvent)
        .where(AuditEvent.subject_kind == kind, AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.id.desc())
    )
    if only is not None:
        query = query.where(AuditEvent.action.in_(sorted(only)))
    return [
        TimelineRow(
            event.at,
            event.action,
            "" if discreet else event.actor_name,
            event.actor_roles.split(),
            "" if discreet else event.reason,
            event.details.get("part", ""),
            [event.details["role"]] if "role" in event.details else [],
        )
        for event in session.scalars(query)
    ]
