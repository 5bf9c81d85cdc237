"""Reading who is linked with which account of an organisation."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.models import Account, ExternalIdentity


def can_enter() -> sa.ColumnElement[bool]:
    """Return the condition that an account has anything to sign in with: a password or an organisation."""
    return sa.or_(Account.password_hash != "", sa.exists().where(ExternalIdentity.account_id == Account.id))


def waits_for_person(session: Session, account: Account) -> bool:
    """Return whether an active account has nothing to sign in with: invited, or back after long away."""
    if not account.active or account.password_hash:
        return False
    linked = sa.exists().where(ExternalIdentity.account_id == account.id)
    return not session.scalar(sa.select(linked))


def identity_of_subject(session: Session, issuer: str, subject: str) -> ExternalIdentity | None:
    """Return the link with somebody at the provider, and the account."""
    return session.scalar(
        sa.select(ExternalIdentity)
        .where(ExternalIdentity.issuer == issuer, ExternalIdentity.subject == subject)
        .options(joinedload(ExternalIdentity.account))
    )


def is_linked(session: Session, account_id: int) -> bool:
    """Return whether an account is linked with any account of an organisation."""
    return bool(session.scalar(sa.select(sa.exists().where(ExternalIdentity.account_id == account_id))))


def identity_of_account(session: Session, issuer: str, account_id: int) -> ExternalIdentity | None:
    """Return the link of an account with this provider."""
    return session.scalar(
        sa.select(ExternalIdentity).where(
            ExternalIdentity.issuer == issuer, ExternalIdentity.account_id == account_id
        )
    )
