"""The outbox: a mail is taken by one worker, sent, and settled; whatever stops in between is taken again."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import MailWaitsError, StaleVersionError
from portal.domain.notices import MOST_ATTEMPTS, MailState, next_attempt
from portal.models import Mail
from portal.queries.outbox import RESENT, due, root_key, times_resent
from portal.services import audit

STOPPED = "Het versturen is steeds halverwege gestopt."
HIDDEN = "(link weggelaten)"
_ERROR_LIMIT = 300
_SUBJECT_LIMIT = 200
_WAITING = frozenset({MailState.PENDING, MailState.CLAIMED})


@dataclass(frozen=True)
class Claim:
    """That a worker took a mail, for which time: only this claim settles it."""

    mail_id: int
    key: str
    account_id: int
    worker: str
    attempt: int


@dataclass(frozen=True)
class Letter:
    """A mail as it is sent."""

    key: str
    name: str
    address: str
    subject: str
    text: str
    html: str
    secret: str = ""
    """What stands in it that may be kept nowhere: the address of a link that signs somebody in."""


def claim(session: Session, worker: str, stale_after: timedelta) -> Claim | None:
    """Take the mail that waited longest; the caller commits before sending. None when nothing is due."""
    now = clock.now()
    first = (
        sa.select(Mail)
        .where(due(now, stale_after))
        .order_by(Mail.due_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    while (mail := session.scalars(first).first()) is not None:
        if mail.attempts >= MOST_ATTEMPTS:
            mail.state, mail.error = MailState.FAILED, STOPPED
            session.flush()
            continue
        mail.state = MailState.CLAIMED
        mail.claimed_at, mail.claimed_by = now, worker
        mail.attempts += 1
        session.flush()
        return Claim(mail.id, mail.key, mail.account_id, worker, mail.attempts)
    return None


def settle_sent(session: Session, taken: Claim, letter: Letter) -> bool:
    """Keep what was sent; return False when another worker has taken the mail meanwhile."""
    return _settle(
        session,
        taken,
        state=MailState.SENT,
        sent_at=clock.now(),
        address=letter.address,
        # A title may be longer than the log has room for; a mail that was sent must always be settled.
        subject=letter.subject[:_SUBJECT_LIMIT],
        text=_kept(letter.text, letter),
        html=_kept(letter.html, letter),
        error="",
    )


def settle_skipped(session: Session, taken: Claim) -> bool:
    """Note that there was nothing left to tell this person."""
    return _settle(session, taken, state=MailState.SKIPPED, error="")


def settle_failed(session: Session, taken: Claim, error: str, *, permanent: bool) -> bool:
    """Note why it could not be sent: it is tried again later, or never when that can not help."""
    again = None if permanent else next_attempt(clock.now(), taken.attempt)
    reason = " ".join(error.split())[:_ERROR_LIMIT]
    if again is None:
        return _settle(session, taken, state=MailState.FAILED, error=reason)
    return _settle(session, taken, state=MailState.PENDING, due_at=again, error=reason)


def resend(session: Session, actor: Actor, mail: Mail, number: int) -> Mail:
    """Put a mail in the outbox again, with the number that was on the page; it is made anew when sent.

    Raises MailWaitsError while it still waits itself, StaleVersionError when somebody was first.
    """
    if mail.state in _WAITING:
        raise MailWaitsError
    if number != times_resent(session, mail) + 1:
        raise StaleVersionError
    again = Mail(
        account_id=mail.account_id,
        key=f"{root_key(mail)}{RESENT}{number}",
        created_at=clock.now(),
        due_at=clock.now(),
        notices=list(mail.notices),
        token_id=mail.token_id,
    )
    try:
        with session.begin_nested():
            session.add(again)
            session.flush()
    except IntegrityError:
        raise StaleVersionError from None
    audit.record(
        session,
        actor,
        AuditAction.MAIL_RESENT,
        SubjectKind.MAIL,
        mail.id,
        mail.account.name,
        details={"time": number},
    )
    return again


def _kept(words: str, letter: Letter) -> str:
    """Return what may be kept of what was sent: never a link that opens an account (security R57)."""
    return words.replace(letter.secret, HIDDEN) if letter.secret else words


def _settle(session: Session, taken: Claim, **values: object) -> bool:
    settled = session.execute(
        sa.update(Mail)
        .where(
            Mail.id == taken.mail_id,
            Mail.state == MailState.CLAIMED,
            Mail.claimed_by == taken.worker,
            Mail.attempts == taken.attempt,
        )
        .values(**values)
        .returning(Mail.id),
        execution_options={"synchronize_session": False},
    )
    return settled.first() is not None
