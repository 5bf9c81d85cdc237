"""Reading sessions: who holds one, and which are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.domain.accounts import HALFWAY, IDLE, KNOWN_FOR, SessionEnd, SignInMethod
from portal.models import Account, SignInSession
from portal.queries.accounts import IDENTITY_ROWS, Identity, identity_in
from portal.queries.factors import confirmed_of

MOST_CLOSED = 50
"""So many sessions that are over are told of; more says nothing to their holder."""


@dataclass(frozen=True)
class HeldSession:
    """A session that is open now, and who holds it."""

    session_id: int
    method: SignInMethod
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    reauthenticated_at: datetime | None
    has_factor: bool
    """Whether the holder has a second factor that works, shown in this session or not."""
    identity: Identity


def is_open(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition that a session still opens doors."""
    return _open_at(now, now - IDLE)


def _open_at(
    now: datetime | sa.BindParameter[datetime], used_after: datetime | sa.BindParameter[datetime]
) -> sa.ColumnElement[bool]:
    return sa.and_(
        SignInSession.ended_at.is_(None),
        SignInSession.completed_at.is_not(None),
        SignInSession.expires_at > now,
        SignInSession.last_seen_at > used_after,
    )


# Asked in every request, so made once.
_HELD = (
    IDENTITY_ROWS.join(SignInSession, SignInSession.account_id == Account.id)
    .add_columns(
        SignInSession.id,
        SignInSession.method,
        SignInSession.created_at,
        SignInSession.last_seen_at,
        SignInSession.expires_at,
        SignInSession.reauthenticated_at,
        sa.exists().where(confirmed_of(Account.id)).correlate(Account),
    )
    .where(
        SignInSession.token_hash == sa.bindparam("token_hash"),
        _open_at(
            sa.bindparam("now", type_=SignInSession.expires_at.type),
            sa.bindparam("used_after", type_=SignInSession.last_seen_at.type),
        ),
    )
)


def held_session(session: Session, token_hash: str, now: datetime, today: date) -> HeldSession | None:
    """Return the open session with this token and who holds it, in one query; None when there is none."""
    asked = {"token_hash": token_hash, "now": now, "used_after": now - IDLE, "today": today}
    # By the connection: there is nothing here for the session to keep.
    rows = session.connection().execute(_HELD, asked).all()
    identity = identity_in(rows)
    if identity is None:
        return None
    number, method, created_at, last_seen_at, expires_at, reauthenticated_at, has_factor = rows[0][-7:]
    return HeldSession(
        number, method, created_at, last_seen_at, expires_at, reauthenticated_at, has_factor, identity
    )


def halfway_session(session: Session, token_hash: str, now: datetime) -> SignInSession | None:
    """Return the session that waits for a second factor, None when it waited too long."""
    return session.scalar(
        sa.select(SignInSession)
        .join(SignInSession.account)
        .where(
            SignInSession.token_hash == token_hash,
            SignInSession.completed_at.is_(None),
            SignInSession.ended_at.is_(None),
            SignInSession.created_at > now - HALFWAY,
            Account.active.is_(True),
        )
    )


def open_sessions(session: Session, account_id: int, now: datetime) -> Sequence[SignInSession]:
    """Return the open sessions of an account, the one used last first."""
    return session.scalars(
        sa.select(SignInSession)
        .where(SignInSession.account_id == account_id, is_open(now))
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
    ).all()


def has_been_in(session: Session, account_id: int, network: str, now: datetime) -> bool:
    """Return whether somebody was signed in from this network (a shortened address) not too long ago."""
    found = session.scalar(
        sa.select(SignInSession.id)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.address == network,
            SignInSession.completed_at.is_not(None),
            SignInSession.created_at > now - KNOWN_FOR,
        )
        .limit(1)
    )
    return found is not None and network != ""


def own_session(session: Session, account_id: int | None, session_id: int) -> SignInSession | None:
    """Return a session of this account, open or over."""
    return session.scalar(
        sa.select(SignInSession).where(SignInSession.id == session_id, SignInSession.account_id == account_id)
    )


def closed_sessions(
    session: Session, account_id: int, now: datetime, since: datetime
) -> Sequence[SignInSession]:
    """Return the sessions of an account that ended lately, the last one first.

    Leaves out what went on under a new identifier: that is one session to its holder.
    """
    later = aliased(SignInSession)
    went_on = (
        sa.exists()
        .where(
            later.account_id == SignInSession.account_id,
            later.created_at == SignInSession.created_at,
            later.id > SignInSession.id,
        )
        .correlate(SignInSession)
    )
    return session.scalars(
        sa.select(SignInSession)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.completed_at.is_not(None),
            SignInSession.last_seen_at > since,
            ~is_open(now),
            sa.or_(
                SignInSession.end_reason.is_(None),
                SignInSession.end_reason != SessionEnd.REPLACED,
                ~went_on,
            ),
        )
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
        .limit(MOST_CLOSED)
    ).all()


def signed_in_before(session: Session, account_id: int, moment: datetime) -> SignInSession | None:
    """Return the last session somebody began before this moment: the sign-in before this one."""
    return session.scalar(
        sa.select(SignInSession)
        .where(
            SignInSession.account_id == account_id,
            SignInSession.completed_at.is_not(None),
            SignInSession.created_at < moment,
        )
        .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
        .limit(1)
    )
