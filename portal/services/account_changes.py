"""What an administrator changes of somebody's account: name, organisation, address."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.accounts import SessionEnd, TokenPurpose
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import DuplicateError, OwnAppointmentError, ReasonRequiredError
from portal.models import Account
from portal.services import audit, sessions, tokens
from portal.services.former_address import tell_both


def change_details(session: Session, actor: Actor, account: Account, name: str, organisation: str) -> bool:
    """Change name and organisation; return False when both were so already."""
    wanted = {"name": name.strip(), "organisation": organisation.strip()}
    changed = {
        field: [getattr(account, field), value]
        for field, value in wanted.items()
        if getattr(account, field) != value
    }
    if not changed:
        return False
    for field in changed:
        setattr(account, field, wanted[field])
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.ACCOUNT_CHANGED,
        SubjectKind.ACCOUNT,
        account.id,
        account.name,
        details=changed,
    )
    return True


def change_email(session: Session, actor: Actor, account: Account, email: str, reason: str) -> None:
    """Let somebody sign in with another address from now on; sessions and links of before end.

    Who waits for an invitation gets a new one, at the new address. Raises DuplicateError (known address),
    ReasonRequiredError or, for one's own account, OwnAppointmentError.
    """
    if actor.account_id == account.id:
        raise OwnAppointmentError
    if not reason.strip():
        raise ReasonRequiredError
    address, before = email.strip(), account.email
    taken = sa.select(Account.id).where(
        sa.func.lower(Account.email) == address.lower(), Account.id != account.id
    )
    if session.scalar(taken) is not None:
        raise DuplicateError(address)
    if address == before:
        return
    try:
        with session.begin_nested():
            account.email = address
    except IntegrityError:
        raise DuplicateError(address) from None
    event = audit.record(
        session,
        actor,
        AuditAction.EMAIL_CHANGED,
        SubjectKind.ACCOUNT,
        account.id,
        account.name,
        reason=reason,
        details={"email": [before, address]},
    )
    sessions.end_all(session, account.id, SessionEnd.EMAIL_CHANGED)
    for purpose in TokenPurpose:
        tokens.withdraw(session, account.id, purpose)
    if account.active and account.is_invited:
        tokens.issue(session, actor, account, TokenPurpose.INVITATION)
    else:
        tell_both(session, account, before, f"email_changed:{event.id}")
