"""Splitting what is in the register into asks, changing what they say, and moving them along."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.dates import DatePrecision
from portal.domain.errors import (
    AskClosedError,
    AskTermError,
    PlanFixedError,
    ReasonRequiredError,
    SourceRequiredError,
    StaleVersionError,
    TermFixedError,
)
from portal.domain.parliament import (
    ASK_TRANSITIONS,
    OPEN_STATES,
    AskAction,
    AskKind,
    ClosingState,
    Origin,
    next_ask_state,
)
from portal.domain.terms import Recurrence
from portal.domain.workflow import IllegalTransitionError
from portal.models import Ask, AskClosing, AskOccurrence, AskStep, Postponement, RegisterItem, Toezegging
from portal.services import audit
from portal.services.codes import free_code
from portal.services.deadlines import make_occurrences
from portal.services.locks import columns_of, hold_table


@dataclass(frozen=True)
class TermContent:
    """By when something is due, how exactly that was said, and whether it comes back."""

    kind: AskKind = AskKind.ONCE
    recurrence: Recurrence | None = None
    due_precision: DatePrecision = DatePrecision.UNDETERMINED
    due_latest: date | None = None
    due_words: str = ""


@dataclass(frozen=True)
class AskContent:
    """What is asked, where that stands, and what is answered in words."""

    text: str
    source_words: str
    response: str = ""
    term: TermContent = TermContent()


def add_ask(session: Session, actor: Actor, item: RegisterItem, content: AskContent) -> Ask:
    """Add an ask after those there are; the same words again are the ask that is there.

    Raises SourceRequiredError, AskTermError.
    """
    _check(content)
    hold_table(session, Ask)
    present = session.scalar(
        sa.select(Ask).where(Ask.item_id == item.id, Ask.text == content.text, Ask.origin != Origin.PLAN)
    )
    if present is not None:
        return present
    last = session.scalar(sa.select(sa.func.max(Ask.position)).where(Ask.item_id == item.id))
    ask = Ask(
        code=free_code(session, Ask, item.code),
        position=(last or 0) + 1,
        item=item,
        origin=Origin.OFFICE,
        added_at=clock.now(),
        added_by_id=actor.account_id,
        **_values(content),
    )
    session.add(ask)
    session.flush()
    record(session, actor, AuditAction.ASK_ADDED, ask, details={"item": item.code})
    make_occurrences(session, clock.today(), actor, [ask.id])
    return ask


def change_ask(session: Session, actor: Actor, ask: Ask, version: int, content: AskContent) -> None:
    """Change what an ask of our own says while it is open.

    Raises PlanFixedError, StaleVersionError, AskClosedError, TermFixedError and what adding raises.
    """
    if ask.origin is Origin.PLAN:
        raise PlanFixedError
    _check(content)
    hold_ask(session, ask, version)
    if ask.state not in OPEN_STATES or _closing_pending(session, ask):
        raise AskClosedError
    wanted = _values(content)
    changed = {name: [_shown(getattr(ask, name)), _shown(value)] for name, value in wanted.items()}
    changed = {name: values for name, values in changed.items() if values[0] != values[1]}
    if not changed:
        return
    if changed.keys() & {"kind", "recurrence", "due_precision", "due_latest"} and _term_is_fixed(
        session, ask
    ):
        raise TermFixedError
    for name, value in wanted.items():
        setattr(ask, name, value)
    _tell_promise(ask)
    session.flush()
    record(session, actor, AuditAction.ASK_CHANGED, ask, details=changed)
    make_occurrences(session, clock.today(), actor, [ask.id])


def move_ask(session: Session, actor: Actor, ask: Ask, version: int, action: AskAction, reason: str) -> None:
    """Say how far an ask is, with the reason; the same step by the same person again is that step.

    Raises ReasonRequiredError, StaleVersionError, and IllegalTransitionError: reopening goes another way.
    """
    if not reason.strip() or actor.account_id is None:
        raise ReasonRequiredError
    if action is AskAction.REOPEN:
        raise IllegalTransitionError(action, ask.state)
    hold_ask(session, ask)
    if ask.version != version:
        if _same_step(session, actor, ask, action, reason.strip()):
            return
        raise StaleVersionError
    target = next_ask_state(action, ask.state)
    step = AskStep(
        ask_id=ask.id,
        from_state=ask.state,
        to_state=target,
        reason=reason.strip(),
        at=clock.now(),
        by_id=actor.account_id,
    )
    session.add(step)
    ask.state = target
    session.flush()
    states = {"state": [step.from_state.value, step.to_state.value]}
    record(session, actor, AuditAction.ASK_MOVED, ask, reason=step.reason, details=states)


def hold_ask(session: Session, ask: Ask, version: int | None = None) -> None:
    """Keep others from changing the ask until this transaction ends; raises StaleVersionError."""
    session.refresh(ask, columns_of(Ask), with_for_update=True)
    if version is not None and ask.version != version:
        raise StaleVersionError


def record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    ask: Ask,
    *,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Write a line in the audit trail about an ask."""
    audit.record(session, actor, action, SubjectKind.ASK, ask.id, ask.code, reason=reason, details=details)


def _check(content: AskContent) -> None:
    if not content.source_words.strip():
        raise SourceRequiredError
    term = content.term
    if (term.kind is AskKind.RECURRING) != (term.recurrence is not None):
        raise AskTermError
    if (term.due_precision is DatePrecision.UNDETERMINED) != (term.due_latest is None):
        raise AskTermError


def _values(content: AskContent) -> dict[str, Any]:
    said = {"text": content.text, "source_words": content.source_words, "response": content.response}
    return said | asdict(content.term)


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _closing_pending(session: Session, ask: Ask) -> bool:
    """Return whether a second person is looking at the ask as it is now."""
    waits = sa.exists().where(AskClosing.ask_id == ask.id, AskClosing.state == ClosingState.PENDING)
    return bool(session.scalar(sa.select(waits)))


def _term_is_fixed(session: Session, ask: Ask) -> bool:
    """Return whether something rests on the first day: a postponement, or a time that was made from it."""
    postponed = sa.exists().where(Postponement.ask_id == ask.id)
    made = sa.exists().where(AskOccurrence.ask_id == ask.id)
    return bool(session.scalar(sa.select(sa.or_(postponed, made))))


def _tell_promise(ask: Ask) -> None:
    """Let a toezegging that is one ask say the same term as that ask."""
    item = ask.item
    if isinstance(item, Toezegging) and item.origin is not Origin.PLAN and len(item.asks) == 1:
        item.due_precision, item.due_latest = ask.due_precision, ask.due_latest
        item.due_words = ask.due_words


def _same_step(session: Session, actor: Actor, ask: Ask, action: AskAction, reason: str) -> bool:
    """Return whether the last step of the ask is this very one."""
    last = session.scalar(
        sa.select(AskStep).where(AskStep.ask_id == ask.id).order_by(AskStep.id.desc()).limit(1)
    )
    if last is None or (last.by_id, last.reason) != (actor.account_id, reason):
        return False
    return last.to_state is ask.state and last.to_state is ASK_TRANSITIONS[action].target
