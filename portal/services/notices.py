"""Telling people something: a notice in the portal and, as they wish, a mail; in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict, Unpack, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.dates import local_date
from portal.domain.notices import DEFAULT_DELIVERY, Delivery, MailState, NoticeKind, daily_moment
from portal.models import (
    Account,
    ActionItem,
    Ask,
    Maatregel,
    Mail,
    Meeting,
    Network,
    Notice,
    NoticePreference,
    Period,
    Report,
    Signal,
)
from portal.models.notice import mail_notice
from portal.queries.notices import NoticeScope, preferences
from portal.services import audit
from portal.services.upsert import add_missing

Subject = Period | Report | Network | Maatregel | Signal | ActionItem | Meeting | Ask


class Subjects(TypedDict, total=False):
    """What a notice can be about; the network and the period of a report need not be given."""

    period: Period
    report: Report
    network: Network
    maatregel: Maatregel
    signal: Signal
    action: ActionItem
    meeting: Meeting
    ask: Ask


def tell(
    session: Session,
    kind: NoticeKind,
    accounts: Iterable[Account],
    *,
    key: str,
    **about: Unpack[Subjects],
) -> Sequence[Notice]:
    """Tell each active account once, by the key, what happened; return the notices that are new.

    A notice never holds a word of what people wrote: only what happened and what it is about. Whoever calls
    leaves out who acts; who may be shown it is asked again when the notice or the mail is read.
    """
    people = {account.id: account for account in accounts if account.active}
    subject: dict[str, int | None] = {f"{name}_id": None for name in Subjects.__annotations__}
    if report := about.get("report"):
        subject |= {"network_id": report.network_id, "period_id": report.period_id}
    subject |= {f"{name}_id": cast("Subject", entry).id for name, entry in about.items()}
    made = add_missing(
        session,
        Notice,
        [
            {"account_id": account_id, "kind": kind, "key": key, "created_at": clock.now(), **subject}
            for account_id in sorted(people)
        ],
    )
    if made:
        _mail(session, kind, made)
    return made


def mark_read(session: Session, scope: NoticeScope, notice: Notice | None = None) -> None:
    """Note that somebody saw one notice, or all that may be shown."""
    condition = sa.and_(scope.clause(), Notice.read_at.is_(None))
    if notice is not None:
        condition = sa.and_(condition, Notice.id == notice.id)
    session.execute(
        sa.update(Notice).where(condition).values(read_at=clock.now()),
        execution_options={"synchronize_session": False},
    )


def set_preferences(session: Session, actor: Actor, wanted: Mapping[NoticeKind, Delivery]) -> None:
    """Keep how the one who acts wants these kinds by mail."""
    if actor.account_id is None:
        raise LookupError(actor.name)
    before = preferences(session, actor.account_id)
    changed = {kind: delivery for kind, delivery in wanted.items() if before[kind] is not delivery}
    if not changed:
        return
    session.execute(
        sa.delete(NoticePreference).where(
            NoticePreference.account_id == actor.account_id, NoticePreference.kind.in_(sorted(changed))
        )
    )
    add_missing(
        session,
        NoticePreference,
        [
            {"account_id": actor.account_id, "kind": kind, "delivery": delivery}
            for kind, delivery in changed.items()
        ],
    )
    audit.record(
        session,
        actor,
        AuditAction.PREFERENCES_CHANGED,
        SubjectKind.ACCOUNT,
        actor.account_id,
        actor.name,
        details={kind.value: [before[kind].value, delivery.value] for kind, delivery in changed.items()},
    )


def _mail(session: Session, kind: NoticeKind, made: Sequence[Notice]) -> None:
    """Put a mail in the outbox for each notice, at once or with the rest of the day."""
    wishes = _wishes(session, kind, made)
    now = clock.now()
    at_once = [notice for notice in made if wishes[notice.account_id] is Delivery.IMMEDIATE]
    daily = [notice for notice in made if wishes[notice.account_id] is Delivery.DAILY]
    if at_once:
        own_keys = {f"{notice.key}:{notice.account_id}": notice for notice in at_once}
        mails = _put(session, {key: notice.account_id for key, notice in own_keys.items()}, now)
        _enclose(session, {mail.id: own_keys[mail.key] for mail in mails})
    if daily:
        _collect(session, daily, daily_moment(now))


def _wishes(session: Session, kind: NoticeKind, made: Sequence[Notice]) -> dict[int, Delivery]:
    people = {notice.account_id: DEFAULT_DELIVERY[kind] for notice in made}
    chosen = sa.select(NoticePreference).where(
        NoticePreference.kind == kind, NoticePreference.account_id.in_(sorted(people))
    )
    return people | {row.account_id: row.delivery for row in session.scalars(chosen)}


def _collect(session: Session, made: Sequence[Notice], due_at: datetime) -> None:
    """Add notices to the daily mail of that moment; a mail that is already on its way takes nothing more."""
    keys = {f"daily:{notice.account_id}:{local_date(due_at)}": notice for notice in made}
    _put(session, {key: notice.account_id for key, notice in keys.items()}, due_at)
    mails = session.scalars(
        sa.select(Mail)
        .where(Mail.key.in_(sorted(keys)))
        .order_by(Mail.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    waiting = [mail for mail in mails if mail.state is MailState.PENDING and not mail.attempts]
    _enclose(session, {mail.id: keys[mail.key] for mail in waiting})
    left = set(keys) - {mail.key for mail in waiting}
    if left:
        _collect(session, [keys[key] for key in left], daily_moment(due_at))


def _put(session: Session, mails: Mapping[str, int], due_at: datetime) -> Sequence[Mail]:
    """Put mails in the outbox, by key and account; return those that were not there."""
    rows = [
        {"key": key, "account_id": account_id, "created_at": clock.now(), "due_at": due_at}
        for key, account_id in sorted(mails.items())
    ]
    return add_missing(session, Mail, rows)


def _enclose(session: Session, notices: Mapping[int, Notice]) -> None:
    if notices:
        rows = [{"mail_id": mail_id, "notice_id": notice.id} for mail_id, notice in notices.items()]
        session.execute(mail_notice.insert(), rows)
