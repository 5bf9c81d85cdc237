"""What must not come back to life with an old database: sessions, links by mail, mails that may have gone."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.archive import Manifest
from portal.domain import clock
from portal.domain.accounts import SessionEnd
from portal.domain.audit import SYSTEM, AuditAction, SubjectKind
from portal.domain.notices import MailState
from portal.models import AccountToken, Mail, SignInSession
from portal.services import audit

HELD_BACK = "Niet verstuurd: er is een back-up teruggezet, en deze mail kan al weg zijn."
"""Why a mail was not sent: it may have gone out after the backup was made."""


@dataclass(frozen=True)
class Settled:
    """How much was ended."""

    sessions: int
    links: int
    mails: int


def settle(session: Session, manifest: Manifest, name: str) -> Settled:
    """End sessions and links, hold mails back, and say in the audit trail that a backup was restored."""
    now = clock.now()
    ended = _changed(
        session,
        sa.update(SignInSession)
        .where(SignInSession.ended_at.is_(None))
        .values(ended_at=now, end_reason=SessionEnd.ENDED_BY_ADMINISTRATOR)
        .returning(SignInSession.id),
    )
    withdrawn = _changed(
        session,
        sa.update(AccountToken)
        .where(AccountToken.used_at.is_(None), AccountToken.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .returning(AccountToken.id),
    )
    held = _changed(
        session,
        sa.update(Mail)
        .where(Mail.state.in_((MailState.PENDING, MailState.CLAIMED)))
        .values(state=MailState.FAILED, error=HELD_BACK)
        .returning(Mail.id),
    )
    settled = Settled(ended, withdrawn, held)
    audit.record(
        session,
        SYSTEM,
        AuditAction.BACKUP_RESTORED,
        SubjectKind.BACKUP,
        None,
        name,
        details={
            "made_at": manifest.moment.isoformat(),
            "revision": manifest.revision,
            "chain": manifest.head.position if manifest.head else None,
            "sessions_ended": ended,
            "links_withdrawn": withdrawn,
            "mails_held_back": held,
        },
    )
    return settled


def _changed(session: Session, statement: sa.sql.dml.ReturningUpdate[tuple[int]]) -> int:
    return len(session.execute(statement, execution_options={"synchronize_session": False}).all())
