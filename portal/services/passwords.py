"""Passwords: chosen, checked and kept as a hash that takes long to guess (design: security R04, R05, R14)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd, TokenPurpose
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.notices import NoticeKind
from portal.domain.passwords import WeakPasswordError, fault_in
from portal.models import Account
from portal.queries.networks import all_networks
from portal.services import audit, sessions, tokens
from portal.services.holding import hold
from portal.services.notices import tell

_hasher = PasswordHasher()
_NOBODYS_HASH = _hasher.hash("geen enkel account heeft dit wachtwoord")
"""Checked where there is no password, so that it takes as long as where there is (security R04, R07)."""


def hash_of(password: str) -> str:
    """Return the Argon2id hash of a password."""
    return _hasher.hash(password)


def verify(account: Account | None, password: str) -> bool:
    """Return whether the password fits; takes as long when there is no such account, or it has none."""
    stored = account.password_hash if account is not None else ""
    try:
        _hasher.verify(stored or _NOBODYS_HASH, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


def is_unchanged(session: Session, account: Account) -> bool:
    """Hold the account, and return whether its password is still the one that was just compared."""
    compared = account.password_hash
    hold(session, account)
    return account.password_hash == compared


def renew_hash(account: Account, password: str) -> None:
    """Hash a password that was right again where it was hashed with less effort than today's."""
    if _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = hash_of(password)


def check(session: Session, password: str, *, email: str, name: str, organisation: str = "") -> None:
    """Raise WeakPasswordError where a password is not good enough for who has these names."""
    networks = [text for network in all_networks(session) for text in (network.title, network.code)]
    fault = fault_in(password, personal=(email, name, organisation), context=networks)
    if fault is not None:
        raise WeakPasswordError(fault)


def set_password(
    session: Session,
    actor: Actor,
    account: Account,
    new: str,
    action: AuditAction,
    *,
    keep_session: int | None = None,
) -> None:
    """Give an account a new password: every other session ends and its owner is told.

    Links that somebody asked for before open nothing any more: who knew the former password may have asked.
    Raises WeakPasswordError, which says why.
    """
    check(session, new, email=account.email, name=account.name, organisation=account.organisation)
    had_one = bool(account.password_hash)
    account.password_hash = hash_of(new)
    account.password_changed_at = clock.now()
    session.flush()
    sessions.end_all(session, account.id, SessionEnd.PASSWORD_CHANGED, but=keep_session)
    for purpose in TokenPurpose:
        tokens.withdraw(session, account.id, purpose)
    event = audit.record(session, actor, action, SubjectKind.ACCOUNT, account.id, account.name)
    if had_one:
        tell(session, NoticeKind.PASSWORD_CHANGED, [account], key=f"password_changed:{event.id}")
