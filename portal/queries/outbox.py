"""Reading the outbox: what was sent to whom, and what still waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.notices import MailState
from portal.models import Account, Mail

RESENT = ":opnieuw-"
"""What stands in the key of a mail that somebody sent again, before its number."""


@dataclass(frozen=True)
class MailFilter:
    """Which mails are wanted."""

    state: MailState | None = None
    words: str = ""
    account_id: int | None = None

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on mails, joined with their account."""
        conditions: list[sa.ColumnElement[bool]] = []
        if self.state is not None:
            conditions.append(Mail.state == self.state)
        if self.account_id is not None:
            conditions.append(Mail.account_id == self.account_id)
        if self.words:
            columns = (Account.name, Account.email, Account.organisation, Mail.address, Mail.subject)
            conditions.append(sa.or_(*(column.icontains(self.words, autoescape=True) for column in columns)))
        return sa.and_(sa.true(), *conditions)


def count_mails(session: Session, wanted: MailFilter) -> int:
    """Return how many mails there are."""
    found = sa.select(sa.func.count(Mail.id)).join(Mail.account).where(wanted.clause())
    return session.scalar(found) or 0


def mails(session: Session, wanted: MailFilter, limit: int, offset: int) -> Sequence[Mail]:
    """Return mails with their account and what they tell of, newest first."""
    return session.scalars(
        sa.select(Mail)
        .join(Mail.account)
        .where(wanted.clause())
        .order_by(Mail.created_at.desc(), Mail.id.desc())
        .limit(limit)
        .offset(offset)
        .options(joinedload(Mail.account), selectinload(Mail.notices))
    ).all()


def mail_by_id(session: Session, mail_id: int) -> Mail | None:
    """Return one mail with its account and what it tells of."""
    return session.scalar(
        sa.select(Mail)
        .where(Mail.id == mail_id)
        .options(joinedload(Mail.account), selectinload(Mail.notices))
    )


def root_key(mail: Mail) -> str:
    """Return the key of the mail that this one repeats, its own where it is the first."""
    return mail.key.partition(RESENT)[0]


def times_resent(session: Session, mail: Mail) -> int:
    """Return how often the same mail was sent again."""
    again = Mail.key.startswith(f"{root_key(mail)}{RESENT}", autoescape=True)
    return session.scalar(sa.select(sa.func.count(Mail.id)).where(again)) or 0


def due(now: datetime, stale_after: timedelta) -> sa.ColumnElement[bool]:
    """Return the condition that a mail can be taken now: it is due, or who took it has stopped."""
    return sa.or_(
        sa.and_(Mail.state == MailState.PENDING, Mail.due_at <= now),
        sa.and_(Mail.state == MailState.CLAIMED, Mail.claimed_at <= now - stale_after),
    )


def anything_due(session: Session, now: datetime, stale_after: timedelta) -> bool:
    """Return whether there is a mail to take."""
    return session.scalar(sa.select(sa.exists().where(due(now, stale_after)))) or False
