"""Deciding about what stands out in the coherence of the plans; a decision is only ever added."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    ActionIncompleteError,
    FlagChangedError,
    PastDayError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.flags import Flag, FlagOutcome
from portal.models import FlagDisposition, Programme
from portal.services import audit
from portal.services.actions import ActionContent, give_action

LABEL_LIMIT = 300


@dataclass(frozen=True)
class Seen:
    """What stood on the page of who decides: the facts, and the newest decision (0 where there was none)."""

    fingerprint: str
    newest_id: int = 0


@dataclass(frozen=True)
class DispositionContent:
    """What is decided about a flag, why, until which day (inclusive), and what somebody is to do."""

    outcome: FlagOutcome
    reason: str
    until: date | None = None
    action: ActionContent | None = None


def dispose_flag(
    session: Session, actor: Actor, flag: Flag, title: str, seen: Seen, content: DispositionContent
) -> FlagDisposition:
    """Record what was decided about the flag; the same form sent again is the same decision.

    Raises FlagChangedError when other facts were on the page, StaleVersionError when somebody decided in
    between, ReasonRequiredError, PastDayError or ActionIncompleteError when the content is not complete.
    """
    if actor.account_id is None or not content.reason.strip():
        raise ReasonRequiredError
    if (content.action is None) == (content.outcome is FlagOutcome.ACTION):
        raise ActionIncompleteError
    today = clock.today()
    days = (content.until, content.action.due_on if content.action else None)
    if any(day is not None and day < today for day in days):
        raise PastDayError
    # A form that was sent twice at once must not become two decisions: one at a time for the programme.
    session.execute(sa.select(Programme.id).with_for_update())
    newest = session.scalars(
        sa.select(FlagDisposition)
        .where(FlagDisposition.key == flag.key)
        .order_by(FlagDisposition.id.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.id != seen.newest_id:
        if _is_same(newest, actor, seen, content):
            return newest
        raise StaleVersionError
    if flag.fingerprint != seen.fingerprint:
        raise FlagChangedError
    return _add(session, actor, flag, title, content)


def _is_same(newest: FlagDisposition, actor: Actor, seen: Seen, content: DispositionContent) -> bool:
    action = content.action
    return (
        newest.decided_by_id == actor.account_id
        and newest.fingerprint == seen.fingerprint
        and newest.outcome is content.outcome
        and newest.reason == content.reason
        and newest.until == content.until
        and (newest.action and (newest.action.what, newest.action.owner_id, newest.action.due_on))
        == (action and (action.what, action.owner.id, action.due_on))
    )


def _add(
    session: Session, actor: Actor, flag: Flag, title: str, content: DispositionContent
) -> FlagDisposition:
    action = give_action(session, actor, content.action, flag_key=flag.key) if content.action else None
    made = FlagDisposition(
        key=flag.key,
        kind=flag.kind,
        facts=dict(flag.facts),
        fingerprint=flag.fingerprint,
        outcome=content.outcome,
        reason=content.reason,
        until=content.until,
        decided_at=clock.now(),
        decided_by_id=actor.account_id,
        action=action,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.FLAG_DISPOSED,
        SubjectKind.FLAG,
        made.id,
        title[:LABEL_LIMIT],
        reason=content.reason,
        details={
            "key": flag.key,
            "outcome": content.outcome,
            "until": content.until.isoformat() if content.until else None,
            "fingerprint": flag.fingerprint,
        },
    )
    return made
