"""Letting go of lines that have had their time; the database allows no other, and the seals stay (ADR 36)."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.audit_chain import runs_of
from portal.domain.retention import COMING_AND_GOING, expires_before
from portal.models import AuditEvent
from portal.queries.audit_chain import expired
from portal.services import audit

_BATCH = 1_000
_MARGIN = timedelta(days=1)
"""The database judges by its own clock: a day apart, the two never disagree."""


def trim(session: Session, actor: Actor) -> int:
    """Let a batch of expired lines go and write down which; return how many. The caller commits."""
    until = expires_before(clock.now()) - _MARGIN
    rows = expired(session, COMING_AND_GOING.actions, until, _BATCH)
    if not rows:
        return 0
    audit.record(
        session,
        actor,
        AuditAction.AUDIT_TRIMMED,
        SubjectKind.AUDIT,
        None,
        "",
        details={
            "count": len(rows),
            "actions": sorted(COMING_AND_GOING.actions),
            "months": COMING_AND_GOING.months,
            "until": until.isoformat(),
            "positions": runs_of([position for position, _number in rows]),
        },
    )
    session.execute(
        sa.delete(AuditEvent).where(AuditEvent.id.in_([number for _position, number in rows])),
        execution_options={"synchronize_session": False},
    )
    return len(rows)
