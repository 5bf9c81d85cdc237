"""What the owner of an account does with second factors: add, name and remove (design: security R02, R10)."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import MOST_FACTORS, FactorKind, SessionEnd
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import LastFactorError, PasskeyRefusedError, TooManyFactorsError
from portal.domain.notices import NoticeKind
from portal.models import Account, SecondFactor
from portal.queries.factors import factors_of
from portal.services import app_codes, audit, recovery_codes, sessions
from portal.services.holding import hold
from portal.services.notices import tell
from portal.services.passkey_making import NewPasskey


@dataclass(frozen=True)
class Owner:
    """Who changes the own factors, in which session: that one stays, all others end."""

    account: Account
    actor: Actor
    session_id: int


def add_app(session: Session, owner: Owner, key: str, secret: str, code: str, name: str) -> bool:
    """Add an app once it shows the right code, which is then used up; False when the code is wrong."""
    hold(session, owner.account)
    step = app_codes.step_of(secret, app_codes.digits_of(code))
    if step is None:
        return False
    factor = SecondFactor(
        kind=FactorKind.TOTP, sealed_secret=app_codes.sealed(key, secret), last_step=step, name=name
    )
    _add(session, owner, factor)
    return True


def add_passkey(session: Session, owner: Owner, made: NewPasskey, name: str) -> None:
    """Add a passkey; raises PasskeyRefusedError when it is known already, here or for another account."""
    hold(session, owner.account)
    factor = SecondFactor(
        kind=FactorKind.PASSKEY,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        transports=made.transports,
        name=name,
    )
    try:
        with session.begin_nested():
            _add(session, owner, factor)
    except IntegrityError:
        raise PasskeyRefusedError from None


def rename(session: Session, owner: Owner, factor: SecondFactor, name: str) -> None:
    """Give a factor another name, by which its owner knows it."""
    if factor.name == name:
        return
    names = {"factor": [factor.name, name]}
    factor.name = name
    session.flush()
    account = owner.account
    audit.record(
        session,
        owner.actor,
        AuditAction.ACCOUNT_CHANGED,
        SubjectKind.ACCOUNT,
        account.id,
        account.name,
        details=names,
    )


def remove(session: Session, owner: Owner, factor: SecondFactor, *, obliged: bool) -> None:
    """Remove a factor; raises LastFactorError when there must be one and this is the last.

    With the last factor go the recovery codes: there is nothing left to recover.
    """
    hold(session, owner.account)
    others = [each for each in factors_of(session, owner.account.id) if each.id != factor.id]
    if obliged and not others:
        raise LastFactorError
    session.delete(factor)
    session.flush()
    if not others:
        recovery_codes.forget(session, owner.account.id)
    _tell(session, owner, factor.kind, AuditAction.FACTOR_REMOVED, NoticeKind.FACTOR_REMOVED)


def _add(session: Session, owner: Owner, factor: SecondFactor) -> None:
    if len(factors_of(session, owner.account.id)) >= MOST_FACTORS:
        raise TooManyFactorsError
    now = clock.now()
    factor.account_id = owner.account.id
    factor.created_at = factor.confirmed_at = factor.last_used_at = now
    session.add(factor)
    session.flush()
    _tell(session, owner, factor.kind, AuditAction.FACTOR_ADDED, NoticeKind.FACTOR_ADDED)


def _tell(session: Session, owner: Owner, kind: FactorKind, action: AuditAction, notice: NoticeKind) -> None:
    """Write it down, tell the owner, and end what is open elsewhere."""
    account = owner.account
    event = audit.record(
        session,
        owner.actor,
        action,
        SubjectKind.ACCOUNT,
        account.id,
        account.name,
        details={"kind": kind.value},
    )
    tell(session, notice, [account], key=f"{notice.value}:{event.id}")
    sessions.end_all(session, account.id, SessionEnd.FACTORS_CHANGED, but=owner.session_id)
