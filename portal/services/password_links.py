"""Links to choose a password, the first one by invitation or a new one; each works once (security R07)."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.domain import throttling as limits
from portal.domain.accounts import TokenPurpose
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.visitors import Origin
from portal.models import Account, AccountToken
from portal.queries.accounts import account_by_email
from portal.services import audit, passwords, throttling, tokens
from portal.services.holding import hold

_ACTIONS = {
    TokenPurpose.PASSWORD_RESET: AuditAction.PASSWORD_RESET,
    TokenPurpose.INVITATION: AuditAction.INVITATION_ACCEPTED,
}


@dataclass(frozen=True)
class Asked:
    """What came of asking for a link; whoever asked hears only of a wait."""

    token: AccountToken | None = None
    pause: timedelta | None = None


def ask(session: Session, email: str, origin: Origin, *, key: str, demonstration: bool) -> Asked:
    """Mail a link to choose a new password, where an active account with a password has this address.

    Every request counts, whether the address is known or not, and takes as long. The caller commits.
    """
    if pause := _count(session, email, origin, key):
        return Asked(pause=pause)
    # Hides in its time the little that a known address takes more: a link and a mail in the outbox.
    passwords.verify(None, email)
    account = account_by_email(session, email)
    if account is None or not _may_reset(account, demonstration=demonstration):
        _record(session, None)
        return Asked()
    _record(session, account)
    return Asked(tokens.issue(session, _owner(account), account, TokenPurpose.PASSWORD_RESET))


def choose(session: Session, token: AccountToken, new: str) -> None:
    """Use a link up and give its account this password; nobody is signed in by that, and no factor skipped.

    Raises LinkUsedError, also for the second of two at the same moment, or WeakPasswordError: then nothing
    of it may be committed.
    """
    account = token.account
    hold(session, account)
    tokens.use(session, token)
    passwords.set_password(session, _owner(account), account, new, _ACTIONS[token.purpose])


def _count(session: Session, email: str, origin: Origin, key: str) -> timedelta | None:
    """Count a request, for the address that was typed and for where it was; return a wait that holds."""
    counters = [(limits.RESET_FOR_ACCOUNT, email.strip().lower())]
    if origin.place:
        counters.append((limits.RESET_FROM_PLACE, origin.place))
    buckets = [(limit, throttling.bucket_of(limit, key, whom)) for limit, whom in counters]
    if pause := throttling.wait(session, *(bucket for _limit, bucket in buckets)):
        return pause
    for limit, bucket in buckets:
        throttling.note_failure(session, limit, bucket)
    return None


def _may_reset(account: Account, *, demonstration: bool) -> bool:
    """Return whether somebody has a password to replace: single sign-on alone, or an invitation, has none."""
    exists = demonstration or not account.demonstration
    return exists and account.active and bool(account.password_hash)


def _owner(account: Account) -> Actor:
    return Actor(account.id, account.name)


def _record(session: Session, account: Account | None) -> None:
    """Never write down an address that was typed: it may be of somebody who is not here."""
    actor = _owner(account) if account else Actor(None, "Onbekend")
    audit.record(
        session, actor, AuditAction.PASSWORD_RESET_ASKED, SubjectKind.ACCOUNT, actor.account_id, actor.name
    )
