"""Letting go of what has served: rows that were only for a while, and how leavers signed in (ASVS 14.2.7)."""

from collections.abc import Callable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import SYSTEM, AuditAction, SubjectKind
from portal.domain.leftovers import KEPT, LEAVER, Leftover
from portal.domain.notices import MailState
from portal.models import (
    Account,
    AuditEvent,
    ExternalIdentity,
    Mail,
    Notice,
    ObservationUpload,
    Presence,
    RecoveryCode,
    SecondFactor,
    WorkbookUpload,
)
from portal.models.notice import mail_notice
from portal.queries.identities import can_enter
from portal.services import audit

_WAITING = (MailState.PENDING, MailState.CLAIMED)
Clear = Callable[[Session, datetime], int]


def clear_leftovers(session: Session) -> dict[Leftover, int]:
    """Delete every row that has served; return how many of each kind that were."""
    now = clock.now()
    return {kind: _CLEAR[kind](session, now - KEPT[kind]) for kind in Leftover}


def forget_leavers(session: Session) -> int:
    """Take password, second factors and single sign-on from accounts switched off long ago; return how many.

    The name stays: it stands under what somebody decided, and that is in the archive.
    """
    used = sa.or_(can_enter(), sa.exists().where(SecondFactor.account_id == Account.id))
    # Not the last sign-in: who was away for long and was switched off yesterday can be back tomorrow.
    switched_off = (
        sa.select(sa.func.max(AuditEvent.at))
        .where(
            AuditEvent.subject_kind == SubjectKind.ACCOUNT,
            AuditEvent.subject_id == Account.id,
            AuditEvent.action == AuditAction.ACCOUNT_DEACTIVATED,
        )
        .correlate(Account)
        .scalar_subquery()
    )
    leavers = session.scalars(
        sa.select(Account).where(Account.active.is_(False), switched_off < clock.now() - LEAVER, used)
    ).all()
    for account in leavers:
        account.password_hash = ""
        for kind in (SecondFactor, RecoveryCode, ExternalIdentity):
            _delete(session, kind, kind.account_id == account.id)
        audit.record(
            session,
            SYSTEM,
            AuditAction.FACTORS_RESET,
            SubjectKind.ACCOUNT,
            account.id,
            account.name,
            reason="Account staat meer dan een jaar uit.",
        )
    session.flush()
    return len(leavers)


def _mails(session: Session, before: datetime) -> int:
    done = sa.and_(Mail.state.not_in(_WAITING), Mail.created_at < before)
    session.execute(sa.delete(mail_notice).where(mail_notice.c.mail_id.in_(sa.select(Mail.id).where(done))))
    return _delete(session, Mail, done)


def _notices(session: Session, before: datetime) -> int:
    mailed = sa.exists().where(mail_notice.c.notice_id == Notice.id)
    return _delete(session, Notice, sa.and_(Notice.created_at < before, ~mailed))


def _delete(session: Session, model: type, condition: sa.ColumnElement[bool]) -> int:
    gone = session.execute(
        sa.delete(model).where(condition), execution_options={"synchronize_session": "fetch"}
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


_CLEAR: Mapping[Leftover, Clear] = {
    Leftover.MAILS: _mails,
    Leftover.NOTICES: _notices,
    Leftover.WORKBOOKS: lambda session, before: _delete(
        session, WorkbookUpload, WorkbookUpload.uploaded_at < before
    ),
    Leftover.OBSERVATIONS: lambda session, before: _delete(
        session, ObservationUpload, ObservationUpload.uploaded_at < before
    ),
    Leftover.PRESENCE: lambda session, before: _delete(session, Presence, Presence.seen_at < before),
}
"""In this order: a notice goes after its mail."""
