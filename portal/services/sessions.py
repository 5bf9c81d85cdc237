"""Sessions of people who signed in: begun with a fresh token, kept on the server, ended for a reason."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import IDLE, LONGEST, SEEN_EVERY, SessionEnd, SignInMethod
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.models import Account, SignInSession
from portal.queries.sessions import HeldSession
from portal.services import audit
from portal.services.holding import hold


@dataclass(frozen=True)
class Visitor:
    """Where a request comes from: a shortened address, and the device in words."""

    address: str = ""
    device: str = ""


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(
    session: Session,
    account: Account,
    method: SignInMethod,
    visitor: Visitor,
    *,
    complete: bool = True,
    shown_at: datetime | None = None,
) -> str:
    """Begin a session and return its token, which is nowhere kept; incomplete waits for a second factor.

    Who comes from the own organisation showed there who they are at `shown_at`: that may be long ago.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    shown = shown_at if method is SignInMethod.SINGLE_SIGN_ON else now
    session.add(
        SignInSession(
            account_id=account.id,
            token_hash=hash_of(token),
            method=method,
            created_at=now,
            completed_at=now if complete else None,
            last_seen_at=now,
            expires_at=now + LONGEST,
            reauthenticated_at=shown if complete else None,
            address=visitor.address,
            device=visitor.device,
        )
    )
    session.flush()
    return token


def touch(session: Session, held: HeldSession) -> bool:
    """Note that a session is in use; return whether there was something to note."""
    now = clock.now()
    if now - held.last_seen_at < SEEN_EVERY:
        return False
    session.execute(
        sa.update(SignInSession)
        .where(SignInSession.id == held.session_id, SignInSession.last_seen_at < now)
        .values(last_seen_at=now),
        execution_options={"synchronize_session": False},
    )
    return True


def confirm(session: Session, actor: Actor, session_id: int) -> str | None:
    """Note that a holder showed again who they are, and return the new token; None when the session is over.

    Whoever copied the former identifier is left with nothing (ASVS 7.2.4); how long the person may stay in
    all does not change.
    """
    former = session.get(SignInSession, session_id)
    if former is None:
        return None
    hold(session, former.account)
    if not end(session, session_id, SessionEnd.REPLACED):
        return None
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignInSession(
            account_id=former.account_id,
            token_hash=hash_of(token),
            method=former.method,
            created_at=former.created_at,
            completed_at=former.completed_at,
            last_seen_at=now,
            expires_at=former.expires_at,
            reauthenticated_at=now,
            address=former.address,
            device=former.device,
        )
    )
    audit.record(
        session, actor, AuditAction.REAUTHENTICATED, SubjectKind.ACCOUNT, actor.account_id, actor.name
    )
    return token


def end(session: Session, session_id: int, reason: SessionEnd) -> bool:
    """End one session; return False when it had ended already."""
    return bool(_end(session, SignInSession.id == session_id, reason))


def end_all(session: Session, account_id: int, reason: SessionEnd, *, but: int | None = None) -> int:
    """End every session of an account, except this one, and return how many that were."""
    condition = SignInSession.account_id == account_id
    if but is not None:
        condition = sa.and_(condition, SignInSession.id != but)
    return _end(session, condition, reason)


def end_by_administrator(
    session: Session, actor: Actor, account: Account, session_ids: Iterable[int], reason: str
) -> int:
    """End these sessions of somebody else's account, and return how many that were."""
    ended = [each for each in session_ids if end(session, each, SessionEnd.ENDED_BY_ADMINISTRATOR)]
    if ended:
        audit.record(
            session,
            actor,
            AuditAction.SESSION_ENDED,
            SubjectKind.ACCOUNT,
            account.id,
            account.name,
            reason=reason,
            details={"sessions": len(ended)},
        )
    return len(ended)


def end_own(session: Session, actor: Actor, one: SignInSession) -> bool:
    """End a session of the one who acts; return False when it had ended already."""
    if not end(session, one.id, SessionEnd.ENDED_BY_OWNER):
        return False
    _record_end(session, actor, 1)
    return True


def end_others(session: Session, actor: Actor, but: int) -> int:
    """End all sessions of the one who acts except this one, and return how many that were."""
    if actor.account_id is None:
        return 0
    ended = end_all(session, actor.account_id, SessionEnd.ENDED_BY_OWNER, but=but)
    if ended:
        _record_end(session, actor, ended)
    return ended


def _record_end(session: Session, actor: Actor, number: int) -> None:
    audit.record(
        session,
        actor,
        AuditAction.SESSION_ENDED,
        SubjectKind.ACCOUNT,
        actor.account_id,
        actor.name,
        details={"sessions": number},
    )


def _end(session: Session, condition: sa.ColumnElement[bool], reason: SessionEnd) -> int:
    """End what goes on; what ended by itself keeps having done so."""
    now = clock.now()
    ended = session.execute(
        sa.update(SignInSession)
        .where(
            condition,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
            SignInSession.last_seen_at > now - IDLE,
        )
        .values(ended_at=now, end_reason=reason)
        .returning(SignInSession.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return len(ended.all())
