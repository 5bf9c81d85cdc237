"""Links by mail that work once: made when the mail is sent, and kept nowhere (design: security R08, R09)."""

import secrets

import sqlalchemy as sa
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session, joinedload

from portal.domain import clock
from portal.domain.accounts import LIFETIME, TokenPurpose
from portal.domain.audit import Actor
from portal.domain.errors import LinkUsedError
from portal.models import Account, AccountToken, Mail


def issue(
    session: Session, actor: Actor, account: Account, purpose: TokenPurpose, payload: str = ""
) -> AccountToken:
    """Make a link for an account, in the place of a former one, and put its mail in the outbox."""
    withdraw(session, account.id, purpose)
    now = clock.now()
    token = AccountToken(
        account=account,
        purpose=purpose,
        nonce=secrets.token_urlsafe(24),
        payload=payload,
        created_at=now,
        created_by_id=actor.account_id,
        expires_at=now + LIFETIME[purpose],
    )
    session.add(token)
    session.flush()
    session.add(
        Mail(account=account, token=token, key=f"{purpose.value}:{token.id}", created_at=now, due_at=now)
    )
    session.flush()
    return token


def withdraw(session: Session, account_id: int, purpose: TokenPurpose) -> bool:
    """Make links of this kind that were not used worth nothing; return whether there were any."""
    withdrawn = session.execute(
        sa.update(AccountToken)
        .where(
            AccountToken.account_id == account_id,
            AccountToken.purpose == purpose,
            AccountToken.used_at.is_(None),
            AccountToken.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
        .returning(AccountToken.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return withdrawn.first() is not None


def secret_of(token: AccountToken, key: str) -> str:
    """Return what stands in the link, made with the key of the portal."""
    return str(_seal(key).dumps([token.id, token.nonce]))


def is_usable(token: AccountToken) -> bool:
    """Return whether a link still works."""
    unused = token.used_at is None and token.withdrawn_at is None
    return unused and token.expires_at > clock.now() and token.account.active


def find(session: Session, key: str, secret: str, purpose: TokenPurpose) -> AccountToken | None:
    """Return the link that this secret belongs to, when it still works; None for every other reason."""
    try:
        number, nonce = _seal(key).loads(secret)
    except (BadData, ValueError, TypeError):
        return None
    token = session.scalar(
        sa.select(AccountToken)
        .where(AccountToken.id == number, AccountToken.nonce == nonce, AccountToken.purpose == purpose)
        .options(joinedload(AccountToken.account))
    )
    return token if token is not None and is_usable(token) else None


def use(session: Session, token: AccountToken) -> None:
    """Use a link up; raises LinkUsedError when somebody was first, also at the same moment."""
    used = session.execute(
        sa.update(AccountToken)
        .where(
            AccountToken.id == token.id,
            AccountToken.used_at.is_(None),
            AccountToken.withdrawn_at.is_(None),
            AccountToken.expires_at > clock.now(),
        )
        .values(used_at=clock.now())
        .returning(AccountToken.id),
        execution_options={"synchronize_session": "fetch"},
    )
    if used.first() is None:
        raise LinkUsedError


def _seal(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="account-token")
