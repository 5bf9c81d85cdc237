"""Keeping the vocabularies of signals: adding, rewording, ordering, retiring and bringing back."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import DuplicateError, ReasonRequiredError, RetiredInPastError, StaleVersionError
from portal.domain.signals import VocabularyKind
from portal.domain.vocabulary import FIRST_TERMS
from portal.models import Account, VocabularyTerm
from portal.queries.vocabulary import same_title
from portal.services import audit


def add_term(
    session: Session, actor: Actor, kind: VocabularyKind, title: str, description: str = ""
) -> VocabularyTerm:
    """Add a term at the end of its vocabulary; the same one again is the first one. Raises DuplicateError."""
    if not title.strip():
        raise ReasonRequiredError
    # A form that was sent twice at once must not become two terms, in an empty vocabulary either.
    session.execute(
        sa.select(Account.id).where(Account.id == actor.account_id).with_for_update(key_share=True)
    )
    siblings = _hold_all(session, kind)
    present = same_title(session, kind, title)
    if present is not None:
        if (present.title, present.description) == (title, description):
            return present
        raise DuplicateError
    position = max((each.position for each in siblings), default=0) + 1
    term = VocabularyTerm(kind=kind, title=title, description=description, position=position)
    session.add(term)
    session.flush()
    _record(session, actor, term, {"added": True})
    return term


def add_first_terms(session: Session, actor: Actor) -> int:
    """Add the words to begin with that are not there yet, and return how many were added."""
    missing = [term for term in FIRST_TERMS if same_title(session, term.kind, term.title) is None]
    for term in missing:
        add_term(session, actor, term.kind, term.title, term.description)
    return len(missing)


def change_term(
    session: Session, actor: Actor, term: VocabularyTerm, version: int, title: str, description: str
) -> None:
    """Rename and describe a term, also where it was used; raises DuplicateError or StaleVersionError."""
    if not title.strip():
        raise ReasonRequiredError
    _hold_all(session, term.kind)
    _check(term, version)
    other = same_title(session, term.kind, title)
    if other is not None and other.id != term.id:
        raise DuplicateError
    before = {"title": term.title, "description": term.description}
    after = {"title": title, "description": description}
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if not changed:
        return
    term.title, term.description = title, description
    session.flush()
    _record(session, actor, term, changed)


def move_term(session: Session, actor: Actor, term: VocabularyTerm, version: int, *, up: bool) -> None:
    """Let a term change places with the one before it, or after it; at the end nothing happens."""
    siblings = _hold_all(session, term.kind)
    _check(term, version)
    place = siblings.index(term)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(siblings):
        return
    siblings[place], siblings[other] = siblings[other], siblings[place]
    for position, each in enumerate(siblings, start=1):
        each.position = position
    session.flush()
    _record(session, actor, term, {"position": [place + 1, other + 1]})


def retire_term(session: Session, actor: Actor, term: VocabularyTerm, version: int, last_day: date) -> None:
    """Let a term no longer be chosen after a day; raises RetiredInPastError or StaleVersionError."""
    if last_day < clock.today():
        raise RetiredInPastError
    _retire(session, actor, term, version, last_day)


def bring_back_term(session: Session, actor: Actor, term: VocabularyTerm, version: int) -> None:
    """Let a term be chosen again; raises StaleVersionError."""
    _retire(session, actor, term, version, None)


def _retire(
    session: Session, actor: Actor, term: VocabularyTerm, version: int, last_day: date | None
) -> None:
    _hold_all(session, term.kind)
    _check(term, version)
    if term.retired_on == last_day:
        return
    before, term.retired_on = term.retired_on, last_day
    session.flush()
    _record(
        session,
        actor,
        term,
        {"retired_on": [day.isoformat() if day else None for day in (before, last_day)]},
    )


def _hold_all(session: Session, kind: VocabularyKind) -> list[VocabularyTerm]:
    """Let nobody else change this vocabulary until the transaction ends, and read it again in its order."""
    terms = session.scalars(
        sa.select(VocabularyTerm)
        .where(VocabularyTerm.kind == kind)
        .order_by(VocabularyTerm.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sorted(terms, key=lambda term: (term.position, term.id))


def _check(term: VocabularyTerm, version: int) -> None:
    if term.version != version:
        raise StaleVersionError


def _record(session: Session, actor: Actor, term: VocabularyTerm, details: dict[str, Any]) -> None:
    audit.record(
        session,
        actor,
        AuditAction.VOCABULARY_CHANGED,
        SubjectKind.VOCABULARY,
        term.id,
        term.title,
        details={"kind": term.kind.value, **details},
    )
