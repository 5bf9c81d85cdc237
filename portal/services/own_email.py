"""Another address for the own account: asked for, and confirmed by a link to that new address."""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.accounts import SessionEnd, TokenPurpose
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import DuplicateError
from portal.domain.throttling import EMAIL_CHANGE
from portal.models import Account, AccountToken, Mail
from portal.queries.accounts import account_by_email
from portal.services import audit, sessions, throttling, tokens
from portal.services.former_address import tell_former
from portal.services.holding import hold

ASKED = "email_change_asked:"
"""How the key of a mail begins that tells the present address of a link, and does not bring it."""


def ask(session: Session, actor: Actor, account: Account, address: str, key: str) -> timedelta | None:
    """Send a link to the new address, also when it belongs to somebody else: the answer tells nothing.

    The present address hears of it at once: who did not ask can still put a stop to it.
    Who asks too often has to wait: then nothing is sent, and how long is returned. `key` is the secret key.
    """
    bucket = throttling.bucket_of(EMAIL_CHANGE, key, str(account.id))
    pause = throttling.wait(session, bucket)
    if pause is not None:
        return pause
    throttling.note_failure(session, EMAIL_CHANGE, bucket)
    token = tokens.issue(session, actor, account, TokenPurpose.EMAIL_CHANGE, address)
    now = clock.now()
    session.add(Mail(account=account, token=token, key=f"{ASKED}{token.id}", created_at=now, due_at=now))
    session.flush()
    audit.record(
        session, actor, AuditAction.EMAIL_CHANGE_ASKED, SubjectKind.ACCOUNT, account.id, account.name
    )
    return None


def change(session: Session, token: AccountToken) -> Account:
    """Use the link: the account gets its address and everybody is signed out.

    Raises DuplicateError when another account has it, LinkUsedError when the link was used meanwhile.
    """
    account = token.account
    other = account_by_email(session, token.payload)
    if other is not None and other.id != account.id:
        raise DuplicateError(token.payload)
    hold(session, account)
    tokens.use(session, token)
    former = account.email
    _set(session, account, token.payload)
    # A link that waits in the mailbox that was left must not open the account any more.
    for purpose in (TokenPurpose.PASSWORD_RESET, TokenPurpose.INVITATION):
        tokens.withdraw(session, account.id, purpose)
    sessions.end_all(session, account.id, SessionEnd.EMAIL_CHANGED)
    tell_former(session, account, former, f"email-changed:{token.id}")
    audit.record(
        session,
        Actor(account.id, account.name),
        AuditAction.EMAIL_CHANGED,
        SubjectKind.ACCOUNT,
        account.id,
        account.name,
        details={"email": [former, account.email]},
    )
    return account


def _set(session: Session, account: Account, address: str) -> None:
    try:
        with session.begin_nested():
            account.email = address
            session.flush()
    except IntegrityError:
        # Somebody was given this very address at this very moment.
        raise DuplicateError(address) from None
