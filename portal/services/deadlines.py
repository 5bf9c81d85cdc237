"""The terms of asks: the next times of what recurs, and postponement with a reason."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.audit import SYSTEM, Actor, AuditAction, SubjectKind
from portal.domain.dates import ImpreciseDate
from portal.domain.deadlines import can_be_postponed, was_promised
from portal.domain.errors import (
    LetterNeededError,
    NothingDueError,
    NotLaterError,
    PassageUnrelatedError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.terms import days_until_next
from portal.models import Ask, AskOccurrence, Passage, Postponement
from portal.queries.closings import passages_about
from portal.queries.deadlines import postponements_of
from portal.queries.occurrences import asks_without_next_time
from portal.services import audit
from portal.services.upsert import add_missing


def make_occurrences(
    session: Session, today: date, actor: Actor = SYSTEM, ask_ids: Collection[int] | None = None
) -> int:
    """Keep of each recurring ask all times up to and including the next one; return how many asks got one.

    Doing it again, or twice at once, adds nothing. Where the rhythm of an ask was changed, the times that are
    there stay and the new rhythm goes on after the last of them.
    """
    planned = 0
    for ask, count, last in asks_without_next_time(session, today, ask_ids):
        rows = [
            {"ask_id": ask.id, "number": number, "due_on": day}
            for number, day in enumerate(_missing_days(ask, last, today), count + 1)
        ]
        made = add_missing(session, AskOccurrence, rows)
        if made:
            days = [each.due_on.isoformat() for each in made]
            record(session, actor, AuditAction.OCCURRENCES_MADE, ask, details={"days": days})
            planned += 1
    return planned


_OF_ASK = ("state", "version", "kind", "postponed_to", "due_latest")
_OF_TIME = ("ask_id", "due_on", "postponed_to", "settled_at")
"""What is read again once nobody else can change it; named, so that it comes without joins."""


@dataclass(frozen=True)
class PostponementContent:
    """The later term, why, and the passage of a letter that says so."""

    term: ImpreciseDate
    reason: str
    passage: Passage | None = None


def postpone(
    session: Session,
    actor: Actor,
    ask: Ask,
    version: int,
    content: PostponementContent,
    occurrence: AskOccurrence | None = None,
) -> Postponement:
    """Give an ask that is done once, or one time of a duty, a later term; what was promised stays visible.

    The same again is the one that is there. Raises StaleVersionError, NothingDueError, ReasonRequiredError,
    NotLaterError, LetterNeededError or PassageUnrelatedError.
    """
    target = _hold(session, ask, occurrence)
    former, latest = target.postponed_to or _promised(target), content.term.latest
    if (same := _present(session, ask, content, occurrence)) is not None:
        return same
    if ask.version != version:
        raise StaleVersionError
    if not content.reason.strip():
        raise ReasonRequiredError
    if latest is None or (former is not None and latest <= former):
        raise NotLaterError
    _check_passage(session, ask, content.passage)
    made = Postponement(
        ask=ask,
        occurrence=occurrence,
        from_day=former,
        to_day=latest,
        to_precision=content.term.precision,
        to_words=content.term.words,
        reason=content.reason,
        passage=content.passage,
        at=clock.now(),
        by_id=actor.account_id,
    )
    session.add(made)
    target.postponed_to = latest
    # Also where one time moves, whoever has the former page of the ask must notice.
    flag_modified(ask, "state")
    session.flush()
    record(session, actor, AuditAction.ASK_POSTPONED, ask, content.reason, _details(made))
    return made


def record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    ask: Ask,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> None:
    """Write a line in the audit trail about the term of an ask."""
    audit.record(session, actor, action, SubjectKind.ASK, ask.id, ask.code, reason=reason, details=details)


def _missing_days(ask: Ask, last: date | None, today: date) -> Iterator[date]:
    if ask.recurrence is None or ask.due_latest is None:
        return
    for day in days_until_next(ask.recurrence, ask.due_latest, today):
        if last is None or day > last:
            yield day


def _hold(session: Session, ask: Ask, occurrence: AskOccurrence | None) -> Ask | AskOccurrence:
    """Keep others from moving the term, and return what has it; raises NothingDueError."""
    session.refresh(ask, _OF_ASK, with_for_update=True)
    if occurrence is not None:
        session.refresh(occurrence, _OF_TIME, with_for_update=True)
    is_time = occurrence is not None and occurrence.ask_id == ask.id and occurrence.settled_at is None
    if not can_be_postponed(ask.state, ask.kind, int(is_time)):
        raise NothingDueError
    return occurrence if occurrence is not None and is_time else ask


def _promised(target: Ask | AskOccurrence) -> date | None:
    return target.due_latest if isinstance(target, Ask) else target.due_on


def _present(
    session: Session, ask: Ask, content: PostponementContent, occurrence: AskOccurrence | None
) -> Postponement | None:
    """Return the newest postponement where it is this very one: a form that was sent twice."""
    newest = next(
        (
            each
            for each in reversed(postponements_of(session, ask.id))
            if each.occurrence_id == (occurrence.id if occurrence else None)
        ),
        None,
    )
    passage_id = content.passage.id if content.passage else None
    term = (content.term.latest, content.term.precision, content.term.words)
    if newest is None or (newest.reason, newest.passage_id) != (content.reason, passage_id):
        return None
    return newest if (newest.to_day, newest.to_precision, newest.to_words) == term else None


def _check_passage(session: Session, ask: Ask, passage: Passage | None) -> None:
    """Refuse a promise that moves without a letter, and a letter that says nothing of it."""
    if passage is None:
        if was_promised(ask.item.item_kind, ask.origin, ask.due_latest):
            raise LetterNeededError
        return
    if passage.id not in {each.id for each in passages_about(session, ask.id)}:
        raise PassageUnrelatedError


def _details(made: Postponement) -> dict[str, object]:
    """Return what the audit trail keeps: days and codes."""
    details: dict[str, object] = {
        "day": [made.from_day.isoformat() if made.from_day else None, made.to_day.isoformat()],
        "words": made.to_words,
    }
    if made.occurrence is not None:
        details["time"] = made.occurrence.number
    if made.passage is not None:
        details["letter"] = f"{made.passage.letter.code}:{made.passage.number}"
    return details
