"""Sending what is due in the outbox: taken, made, handed over and settled, each on its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy.orm import Session

from portal.access.identify import identify
from portal.access.notices import notice_scope
from portal.database import only_reads
from portal.domain import clock
from portal.domain.accounts import TokenPurpose
from portal.jobs.posting import NotSentError, Post
from portal.models import Account, AccountToken, Mail
from portal.queries.notices import notices_in_mail
from portal.queries.outbox import anything_due
from portal.services import outbox
from portal.services.outbox import Claim, Letter
from portal.services.own_email import ASKED
from portal.services.reminders import still_matters
from portal.services.tokens import is_usable
from portal.web.account_mail import link_of, render_asked_mail, render_token_mail
from portal.web.mail import render_mail
from portal.web.sign_in import may_act

_log = structlog.get_logger()


@dataclass
class Delivered:
    """How many mails were sent, left out and not accepted in one run."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0


def deliver_due(session: Session, post: Post, worker: str, stale_after: timedelta) -> Delivered:
    """Send everything that is due; commits after each step, so that no lock is held while sending.

    A mail server that does not answer ends it: each mail would wait as long again, and every job with it.
    """
    done = Delivered()
    try:
        while (taken := _take(session, worker, stale_after)) is not None:
            with reading(session):
                letter = compose(session, taken)
            answered = _hand_over(session, taken, letter, post, done)
            session.commit()
            if not answered:
                break
    finally:
        post.close()
    return done


def compose(session: Session, taken: Claim) -> Letter | None:
    """Make a mail of what may still be shown and is still news; None when nothing of it is."""
    mail = session.get_one(Mail, taken.mail_id)
    if mail.token is not None and taken.key.startswith(ASKED):
        return _without_link(taken, mail.token)
    if mail.token is not None:
        return _with_link(taken, mail.token)
    principal = identify(session, taken.account_id)
    if principal is None or (principal.demonstration and not current_app.config["DEMONSTRATION"]):
        return None
    told = [
        notice
        for notice in notices_in_mail(session, notice_scope(principal), taken.mail_id)
        if still_matters(session, notice)
    ]
    if not told:
        return None
    rendered = render_mail(principal, told)
    # A mail that was addressed beforehand goes there: the address somebody had until a moment ago.
    address = mail.address or session.get_one(Account, taken.account_id).email
    return Letter(taken.key, principal.name, address, rendered.subject, rendered.text, rendered.html)


def _with_link(taken: Claim, token: AccountToken) -> Letter | None:
    """Make the mail that brings a link, when that still works; a new address gets its own mail."""
    if not is_usable(token) or not may_act(token.account.demonstration):
        return None
    mail = render_token_mail(token)
    address = token.payload if token.purpose is TokenPurpose.EMAIL_CHANGE else token.account.email
    return Letter(
        taken.key, token.account.name, address, mail.subject, mail.text, mail.html, secret=link_of(token)
    )


def _without_link(taken: Claim, token: AccountToken) -> Letter | None:
    """Tell the present address that a link went to another one, as long as that still works."""
    if not is_usable(token) or not may_act(token.account.demonstration):
        return None
    mail = render_asked_mail(token)
    return Letter(taken.key, token.account.name, token.account.email, mail.subject, mail.text, mail.html)


def _take(session: Session, worker: str, stale_after: timedelta) -> Claim | None:
    with reading(session):
        waits = anything_due(session, clock.now(), stale_after)
    if not waits:
        return None
    taken = outbox.claim(session, worker, stale_after)
    session.commit()
    return taken


def _hand_over(session: Session, taken: Claim, letter: Letter | None, post: Post, done: Delivered) -> bool:
    """Hand one mail over and settle it; return False when the mail server did not answer."""
    if letter is None:
        outbox.settle_skipped(session, taken)
        done.skipped += 1
        return True
    try:
        post.send(letter)
    except NotSentError as error:
        outbox.settle_failed(session, taken, str(error), permanent=error.permanent)
        done.failed += 1
        _log.warning("mail_not_sent", mail=taken.mail_id, attempt=taken.attempt)
        return not error.unreachable
    if not outbox.settle_sent(session, taken, letter):
        _log.warning("mail_taken_over", mail=taken.mail_id, attempt=taken.attempt)
    done.sent += 1
    return True


@contextmanager
def reading(session: Session) -> Iterator[None]:
    """Look without keeping others from writing, and forget afterwards what was seen."""
    token = only_reads.set(True)
    try:
        yield
    finally:
        session.rollback()
        only_reads.reset(token)
