"""Signing in and out, with a line in the audit trail for each."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd, SignInMethod
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.notices import NoticeKind
from portal.domain.visitors import Origin
from portal.models import Account
from portal.queries.accounts import account_by_email
from portal.queries.sessions import has_been_in
from portal.services import audit, passwords, sessions
from portal.services.guarding import Guard, guard_for, longest
from portal.services.notices import tell

TOLD_AFTER = 5
"""After so many failures the owner hears that somebody is in."""


@dataclass(frozen=True)
class Outcome:
    """Who came in, or how long to wait before trying again; neither where the password did not fit."""

    account: Account | None = None
    pause: timedelta | None = None


def sign_in(
    session: Session, email: str, password: str, origin: Origin, *, key: str, demonstration: bool
) -> Outcome:
    """Let in who gives the password of an active account; the answer never tells whether there is one.

    Everything is done alike for addresses that we know and that we do not know. Where a wait holds, also the
    right password is refused. The caller commits whatever comes of it.
    """
    guard = guard_for(email, origin, key)
    wait = guard.wait(session)
    if wait.here:
        return Outcome(pause=wait.here)
    account = account_by_email(session, email)
    at_home = has_been_in(session, account.id if account else 0, origin.network, clock.now())
    compared = account if wait.elsewhere is None or at_home else None
    fits = passwords.verify(compared, password)
    # Who gave it another password meanwhile ended all sessions, and this one must not come after that.
    fits = fits and account is not None and passwords.is_unchanged(session, account)
    if account is None or not fits or not _may_enter(account, demonstration=demonstration):
        return _refuse(session, guard, account, wait.elsewhere)
    _tell_of_failures(session, guard, account)
    guard.let_in(session)
    passwords.renew_hash(account, password)
    return Outcome(account)


def note_entry(session: Session, account: Account, method: SignInMethod) -> None:
    """Note that somebody has signed in, once all that is asked of that person was shown."""
    account.last_signed_in_at = clock.now()
    _record(session, AuditAction.SIGNED_IN, account, method=method.value)


def sign_out(session: Session, actor: Actor, session_id: int) -> None:
    """End the session of somebody who signs out."""
    sessions.end(session, session_id, SessionEnd.SIGNED_OUT)
    audit.record(session, actor, AuditAction.SIGNED_OUT, SubjectKind.ACCOUNT, actor.account_id, actor.name)


def _may_enter(account: Account, *, demonstration: bool) -> bool:
    """Return whether somebody may come in: the password of the invented persons is public."""
    return account.active and (demonstration or not account.demonstration)


def _refuse(session: Session, guard: Guard, account: Account | None, elsewhere: timedelta | None) -> Outcome:
    """Count a failure; who has to wait from now on is not told so before the next attempt."""
    pause, around = guard.note_failure(session, elsewhere=elsewhere is None)
    _record(session, AuditAction.SIGN_IN_REFUSED, account)
    if begun := longest([pause, around]):
        _record(session, AuditAction.SIGN_IN_BLOCKED, account, seconds=int(begun.total_seconds()))
    if pause is not None and account is not None:
        key = f"sign_in_blocked:{clock.today().isoformat()}"
        tell(session, NoticeKind.SIGN_IN_BLOCKED, [account], key=key)
    return Outcome(pause=elsewhere)


def _tell_of_failures(session: Session, guard: Guard, account: Account) -> None:
    if guard.failed_lately(session) >= TOLD_AFTER:
        key = f"new_sign_in:{clock.today().isoformat()}"
        tell(session, NoticeKind.NEW_SIGN_IN, [account], key=key)


def _record(session: Session, action: AuditAction, account: Account | None, **details: int | str) -> None:
    """Never write down an address that was typed: it may be a password."""
    actor = Actor(account.id, account.name) if account else Actor(None, "Onbekend")
    audit.record(
        session, actor, action, SubjectKind.ACCOUNT, actor.account_id, actor.name, details=dict(details)
    )
