"""Deleting what is kept for a time only (security R59); what was done stands in the audit trail."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import Base
from portal.domain import clock
from portal.models import AccountToken, KeptInput, Mail, SignInSession
from portal.queries.kept_input import KEPT_FOR

RETENTION = timedelta(days=90)
"""So long a session and a link are kept after their end: to find out what happened, and no longer."""


def prune(session: Session) -> Mapping[str, int]:
    """Delete what is older than its time; return by table how many rows that were."""
    now = clock.now()
    links = sa.select(AccountToken.id).where(AccountToken.expires_at < now - RETENTION)
    # The mail stays in its log, without the way to the link.
    session.execute(
        sa.update(Mail).where(Mail.token_id.in_(links)).values(token_id=None),
        execution_options={"synchronize_session": False},
    )
    conditions: dict[type[Base], sa.ColumnElement[bool]] = {
        SignInSession: SignInSession.expires_at < now - RETENTION,
        AccountToken: AccountToken.id.in_(links),
        KeptInput: KeptInput.kept_at < now - KEPT_FOR,
    }
    gone = {}
    for kind, condition in conditions.items():
        found = session.execute(
            sa.delete(kind).where(condition).returning(sa.literal(1)),
            execution_options={"synchronize_session": False},
        )
        gone[kind.__tablename__] = len(found.all())
    return {table: number for table, number in gone.items() if number}


def is_due(session: Session) -> bool:
    """Return whether anything is older than its time, without keeping others from writing."""
    now = clock.now()
    return bool(
        session.scalar(
            sa.select(
                sa.or_(
                    sa.exists().where(SignInSession.expires_at < now - RETENTION),
                    sa.exists().where(AccountToken.expires_at < now - RETENTION),
                    sa.exists().where(KeptInput.kept_at < now - KEPT_FOR),
                )
            )
        )
    )
