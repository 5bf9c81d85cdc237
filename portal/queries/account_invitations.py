"""Reading invitations: when somebody was asked in, by whom, and how long the link works."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.accounts import TokenPurpose
from portal.models import Account, AccountToken


@dataclass(frozen=True)
class InvitationState:
    """The last link somebody was sent."""

    token: AccountToken
    by: str
    """Name of who sent it; empty for a command."""

    def is_over(self, now: datetime) -> bool:
        """Return whether the link is too old."""
        return self.token.expires_at <= now

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the link was made worthless."""
        return self.token.withdrawn_at is not None


def last_invitation(session: Session, account_id: int) -> InvitationState | None:
    """Return the last link an account was sent as an invitation."""
    row = session.execute(
        sa.select(AccountToken, Account.name)
        .outerjoin(Account, Account.id == AccountToken.created_by_id)
        .where(AccountToken.account_id == account_id, AccountToken.purpose == TokenPurpose.INVITATION)
        .order_by(AccountToken.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else InvitationState(row[0], row[1] or "")
