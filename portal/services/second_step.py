"""The second step of signing in, and signing in with a passkey alone: checked, counted and written down."""

from typing import Any

from sqlalchemy.orm import Session

from portal.domain.accounts import SessionEnd, SignInMethod
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import PasskeyRefusedError, TooManyTriesError
from portal.domain.throttling import PASSKEY_FROM_PLACE, SECOND_FACTOR
from portal.models import Account, SignInSession
from portal.services import audit, passkeys, sessions
from portal.services.factors import check_code
from portal.services.guarding import longest
from portal.services.holding import hold
from portal.services.passkeys import Site
from portal.services.throttling import bucket_of, clear, note_failure, wait


def by_code(session: Session, key: str, waiting: SignInSession, code: str) -> SignInMethod | None:
    """Return how somebody signs in with this code, None when it is wrong; raises TooManyTriesError."""
    account, counters = waiting.account, _counters(session, key, waiting)
    hold(session, account)
    method = check_code(session, account, code, key)
    if method is None:
        _refused(session, account, "code", counters)
        return None
    clear(session, *counters)
    return method if _goes_on(session, waiting) else None


def by_passkey(
    session: Session, site: Site, key: str, waiting: SignInSession, challenge: bytes, answer: Any
) -> bool:
    """Return whether the passkey is one of the account that waits; raises TooManyTriesError."""
    counters = _counters(session, key, waiting)
    try:
        passkeys.use_up(session, challenge)
        passkeys.check(session, site, key, challenge, answer, waiting.account)
    except PasskeyRefusedError:
        _refused(session, waiting.account, "passkey", counters)
        return False
    clear(session, *counters)
    return _goes_on(session, waiting)


def by_passkey_alone(
    session: Session,
    site: Site,
    key: str,
    challenge: bytes,
    answer: Any,
    *,
    place: str,
    demonstration: bool,
) -> Account | None:
    """Return who signs in with a passkey and nothing else; raises TooManyTriesError."""
    counter = bucket_of(PASSKEY_FROM_PLACE, key, place)
    if pause := wait(session, counter):
        raise TooManyTriesError(pause)
    try:
        passkeys.use_up(session, challenge)
        account = passkeys.check(session, site, key, challenge, answer)
    except PasskeyRefusedError:
        account = None
    if account is None or (account.demonstration and not demonstration):
        note_failure(session, PASSKEY_FROM_PLACE, counter)
        actor = Actor(account.id, account.name) if account else Actor(None, "Onbekend")
        audit.record(
            session,
            actor,
            AuditAction.SIGN_IN_REFUSED,
            SubjectKind.ACCOUNT,
            actor.account_id,
            actor.name,
            details={"method": SignInMethod.PASSKEY.value},
        )
        return None
    clear(session, counter)
    return account


def _goes_on(session: Session, waiting: SignInSession) -> bool:
    """End what waits, for what comes in its place; False when something ended it while we looked."""
    return sessions.end(session, waiting.id, SessionEnd.REPLACED)


def _counters(session: Session, key: str, waiting: SignInSession) -> list[str]:
    """Return what counts failures, and hold it; raises TooManyTriesError where a wait holds."""
    counters = [
        bucket_of(SECOND_FACTOR, key, "account", str(waiting.account_id)),
        bucket_of(SECOND_FACTOR, key, "session", str(waiting.id)),
    ]
    # Each is asked, for asking holds the counter.
    if pause := longest([wait(session, counter) for counter in counters]):
        raise TooManyTriesError(pause)
    return counters


def _refused(session: Session, account: Account, kind: str, counters: list[str]) -> None:
    for counter in counters:
        note_failure(session, SECOND_FACTOR, counter)
    audit.record(
        session,
        Actor(account.id, account.name),
        AuditAction.SECOND_FACTOR_REFUSED,
        SubjectKind.ACCOUNT,
        account.id,
        account.name,
        details={"kind": kind},
    )
