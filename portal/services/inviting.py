"""Asking people in: an account without a password, a first appointment and a link by mail."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.accounts import TokenPurpose
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotInvitedError
from portal.domain.roles import Role
from portal.models import Account, AccountToken, Network
from portal.queries.identities import waits_for_person
from portal.services import audit, tokens
from portal.services.accounts import add_account, give_appointment, set_active


@dataclass(frozen=True)
class Guest:
    """Somebody to ask in, with the first appointment (dates inclusive)."""

    name: str
    email: str
    organisation: str
    role: Role
    network: Network | None
    starts_on: date
    ends_on: date | None = None


def invite(session: Session, actor: Actor, guest: Guest, *, demonstration: bool = False) -> AccountToken:
    """Make the account, give the appointment and send the link; raises DuplicateError (known address)."""
    account = add_account(
        session,
        actor,
        email=guest.email,
        name=guest.name,
        password_hash="",
        organisation=guest.organisation,
        demonstration=demonstration,
    )
    give_appointment(session, actor, account, guest.role, guest.network, guest.starts_on, guest.ends_on)
    token = tokens.issue(session, actor, account, TokenPurpose.INVITATION)
    details = {"email": account.email, "role": guest.role.value}
    _record(session, actor, AuditAction.INVITED, account, details=details)
    return token


def resend(session: Session, actor: Actor, account: Account) -> AccountToken:
    """Send a new link, which makes the former one worthless; raises NotInvitedError."""
    _check_waits(session, account)
    token = tokens.issue(session, actor, account, TokenPurpose.INVITATION)
    _record(session, actor, AuditAction.INVITATION_RESENT, account, details={"email": account.email})
    return token


def withdraw(session: Session, actor: Actor, account: Account, reason: str) -> None:
    """Make the link worthless and switch the account off; raises NotInvitedError."""
    _check_waits(session, account)
    tokens.withdraw(session, account.id, TokenPurpose.INVITATION)
    _record(session, actor, AuditAction.INVITATION_WITHDRAWN, account)
    set_active(session, actor, account, active=False, reason=reason)


def _check_waits(session: Session, account: Account) -> None:
    """Raise NotInvitedError unless the account waits for its person, also when they come at this moment."""
    session.refresh(account, ["active", "password_hash"], with_for_update=True)
    if not waits_for_person(session, account):
        raise NotInvitedError


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    account: Account,
    details: dict[str, str] | None = None,
) -> None:
    audit.record(session, actor, action, SubjectKind.ACCOUNT, account.id, account.name, details=details)
