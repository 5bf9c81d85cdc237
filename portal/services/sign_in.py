"""Signing in and out, with a line in the audit trail for each."""

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.models import Account
from portal.queries.accounts import account_by_email
from portal.services import audit
from portal.services.accounts import verify_password


def sign_in(session: Session, email: str, password: str, *, demonstration: bool) -> Account | None:
    """Return the active account that fits, None otherwise; takes as long for an unknown address.

    The password of the invented persons is public, so the portal lets them in only in a demonstration.
    """
    account = account_by_email(session, email)
    fits = verify_password(account, password)
    if account is None or not fits or not account.active or (account.demonstration and not demonstration):
        _record(session, AuditAction.SIGN_IN_REFUSED, account)
        return None
    account.last_signed_in_at = clock.now()
    _record(session, AuditAction.SIGNED_IN, account)
    return account


def sign_out(session: Session, actor: Actor) -> None:
    """Note that somebody signed out."""
    audit.record(session, actor, AuditAction.SIGNED_OUT, SubjectKind.ACCOUNT, actor.account_id, actor.name)


def _record(session: Session, action: AuditAction, account: Account | None) -> None:
    """Never write down an address that was typed: it may be a password."""
    actor = Actor(account.id, account.name) if account else Actor(None, "Onbekend")
    audit.record(session, actor, action, SubjectKind.ACCOUNT, actor.account_id, actor.name)
