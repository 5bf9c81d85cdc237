"""Reading the lines of the audit trail that somebody wrote, and those about the own account."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import SubjectKind
from portal.models import AuditEvent


def concerns(account_id: int) -> sa.ColumnElement[bool]:
    """Return the condition that somebody did it, or that it was done to the account of that person."""
    return sa.or_(AuditEvent.actor_id == account_id, is_about(account_id))


def is_about(account_id: int) -> sa.ColumnElement[bool]:
    """Return the condition that it is about this account."""
    return sa.and_(AuditEvent.subject_kind == SubjectKind.ACCOUNT, AuditEvent.subject_id == account_id)


def count_lines(session: Session, account_id: int) -> int:
    """Return how many lines there are."""
    counted = sa.select(sa.func.count()).select_from(AuditEvent).where(concerns(account_id))
    return session.scalar(counted) or 0


def lines(session: Session, account_id: int, limit: int, offset: int) -> Sequence[AuditEvent]:
    """Return lines, newest first."""
    return session.scalars(
        sa.select(AuditEvent)
        .where(concerns(account_id))
        .order_by(AuditEvent.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
