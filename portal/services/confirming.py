"""Showing again who one is, in any way: guessing is slowed down as at sign-in (R06, R10)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import PasskeyRefusedError
from portal.domain.throttling import CONFIRMATION
from portal.models import Account
from portal.services import audit, factors, passkeys, passwords, throttling
from portal.services.holding import hold
from portal.services.passkeys import Site


@dataclass(frozen=True)
class Answer:
    """Whether somebody is who they say, or how long they have to wait before trying again."""

    fits: bool
    wait: timedelta | None = None


def prove(
    session: Session, actor: Actor, account: Account, key: str, *, password: str = "", code: str = ""
) -> Answer:
    """Compare what was filled in, a password before a code; the caller commits, also when it is wrong.

    `key` is the secret key of the portal.
    """

    def fits() -> bool:
        hold(session, account)
        return _fits(session, account, key, password, code)

    return _counted(session, actor, account, key, fits)


def prove_with_passkey(
    session: Session, actor: Actor, account: Account, key: str, site: Site, challenge: bytes, answer: Any
) -> Answer:
    """Look at the answer of a passkey; the caller commits, also when it is wrong.

    Beside no password it is all there is: then it must have asked its owner for a finger, a face or a code.
    """

    def fits() -> bool:
        try:
            passkeys.use_up(session, challenge)
            passkeys.check(
                session, site, key, challenge, answer, account, must_verify=not account.password_hash
            )
        except PasskeyRefusedError:
            return False
        return True

    return _counted(session, actor, account, key, fits)


def _counted(session: Session, actor: Actor, account: Account, key: str, fits: Callable[[], bool]) -> Answer:
    """Look whether it fits, unless a wait holds; count it when it does not."""
    bucket = throttling.bucket_of(CONFIRMATION, key, str(account.id))
    pause = throttling.wait(session, bucket)
    if pause is not None:
        return Answer(fits=False, wait=pause)
    if fits():
        throttling.clear(session, bucket)
        return Answer(fits=True)
    _refuse(session, actor, account)
    return Answer(fits=False, wait=throttling.note_failure(session, CONFIRMATION, bucket))


def _refuse(session: Session, actor: Actor, account: Account) -> None:
    audit.record(
        session,
        actor,
        AuditAction.REAUTHENTICATION_REFUSED,
        SubjectKind.ACCOUNT,
        account.id,
        account.name,
    )


def _fits(session: Session, account: Account, key: str, password: str, code: str) -> bool:
    if password or not code:
        return passwords.verify(account, password)
    return factors.check_code(session, account, code, key) is not None
