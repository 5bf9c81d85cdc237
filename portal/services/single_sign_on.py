"""Signing in with the account of the own organisation: which account that is, linking and unlinking."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd, SignInMethod, TokenPurpose
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import IdentityTakenError, OnlyWayInError
from portal.domain.notices import NoticeKind
from portal.domain.single_sign_on import ExternalPerson
from portal.models import Account, ExternalIdentity
from portal.queries.accounts import account_by_email
from portal.queries.identities import identity_of_account, identity_of_subject
from portal.services import audit, sessions, tokens, upsert
from portal.services.holding import hold
from portal.services.notices import tell


def sign_in(session: Session, issuer: str, person: ExternalPerson, *, demonstration: bool) -> Account | None:
    """Return the active account of somebody at the provider, None otherwise; entering comes after this.

    Accounts are never made here.
    """
    identity = _identity(session, issuer, person.subject)
    account = identity.account if identity else _by_email(session, issuer, person)
    if account is None or not account.active or (account.demonstration and not demonstration):
        refuse(session, account)
        return None
    if identity is None:
        identity = _link(session, Actor(account.id, account.name), account, issuer, person.subject)
    identity.last_used_at = clock.now()
    # Who is in has no need of it any more; in a mailbox it would go on opening the account for days.
    tokens.withdraw(session, account.id, TokenPurpose.INVITATION)
    return account


def refuse(session: Session, account: Account | None = None) -> None:
    """Write down that somebody did not get in; never who the provider says it was."""
    actor = Actor(account.id, account.name) if account else Actor(None, "Onbekend")
    details = {"method": SignInMethod.SINGLE_SIGN_ON.value}
    audit.record(
        session,
        actor,
        AuditAction.SIGN_IN_REFUSED,
        SubjectKind.ACCOUNT,
        actor.account_id,
        actor.name,
        details=details,
    )


def link(
    session: Session, actor: Actor, account: Account, issuer: str, subject: str, session_id: int
) -> None:
    """Link the own account with somebody at the provider, and end the other sessions.

    Raises IdentityTakenError.
    """
    hold(session, account)
    if identity_of_account(session, issuer, account.id):
        raise IdentityTakenError
    _link(session, actor, account, issuer, subject)
    sessions.end_all(session, account.id, SessionEnd.FACTORS_CHANGED, but=session_id)


def unlink(session: Session, actor: Actor, account: Account, issuer: str, session_id: int) -> None:
    """Undo the link, and end the other sessions; raises OnlyWayInError without a password to sign in with."""
    hold(session, account)
    identity = identity_of_account(session, issuer, account.id)
    if identity is None:
        return
    if not account.password_hash:
        raise OnlyWayInError
    session.delete(identity)
    session.flush()
    sessions.end_all(session, account.id, SessionEnd.FACTORS_CHANGED, but=session_id)
    _note(session, actor, account, AuditAction.IDENTITY_UNLINKED, NoticeKind.FACTOR_REMOVED)


def unlink_all(session: Session, actor: Actor, account: Account, reason: str) -> bool:
    """Undo every link of somebody else, who is told by the caller; return whether there was any."""
    removed = session.execute(
        sa.delete(ExternalIdentity)
        .where(ExternalIdentity.account_id == account.id)
        .returning(ExternalIdentity.id),
        execution_options={"synchronize_session": "fetch"},
    ).all()
    if removed:
        audit.record(
            session,
            actor,
            AuditAction.IDENTITY_UNLINKED,
            SubjectKind.ACCOUNT,
            account.id,
            account.name,
            reason=reason,
        )
    return bool(removed)


def _identity(session: Session, issuer: str, subject: str) -> ExternalIdentity | None:
    """Return the link, and hold its account; None when it was undone while we waited for that."""
    identity = identity_of_subject(session, issuer, subject)
    if identity is None:
        return None
    hold(session, identity.account)
    return identity_of_subject(session, issuer, subject)


def _by_email(session: Session, issuer: str, person: ExternalPerson) -> Account | None:
    """Return the account with the address that the provider vouches for, unless it is linked to another."""
    if not person.sure_email:
        return None
    # Held until the end: of two sign-ins at once the second sees the link that the first one made.
    account = account_by_email(session, person.sure_email)
    if account is None:
        return None
    hold(session, account)
    if not account.active:
        return account
    known = identity_of_account(session, issuer, account.id)
    return account if known is None or known.subject == person.subject else None


def _link(session: Session, actor: Actor, account: Account, issuer: str, subject: str) -> ExternalIdentity:
    row = {"account_id": account.id, "issuer": issuer, "subject": subject, "linked_at": clock.now()}
    made = upsert.add_missing(session, ExternalIdentity, [row])
    if made:
        _note(session, actor, account, AuditAction.IDENTITY_LINKED, NoticeKind.FACTOR_ADDED)
        return made[0]
    known = identity_of_subject(session, issuer, subject)
    if known is None or known.account_id != account.id:
        raise IdentityTakenError
    return known


def _note(session: Session, actor: Actor, account: Account, action: AuditAction, notice: NoticeKind) -> None:
    """Write it down and tell the owner: a link that somebody else made is a way in that nobody sees."""
    event = audit.record(session, actor, action, SubjectKind.ACCOUNT, account.id, account.name)
    tell(session, notice, [account], key=f"{action.value}:{event.id}")
