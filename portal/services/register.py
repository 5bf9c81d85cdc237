"""Putting something in the register by hand, and changing what the programme office keeps of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import PlanFixedError, SourceRequiredError, StaleVersionError, VoteError
from portal.domain.parliament import Appreciation, Origin, RegisterKind, Vote, vote_fits
from portal.domain.programme import ToezeggingKind
from portal.models import (
    Account,
    CoalitionPassage,
    Document,
    Motie,
    Recommendation,
    RegisterItem,
    Toezegging,
)
from portal.services import audit
from portal.services.asks import AskContent, TermContent, add_ask
from portal.services.codes import free_code
from portal.services.locks import columns_of, hold_table

MODELS: Mapping[RegisterKind, type[RegisterItem]] = {
    RegisterKind.MOTIE: Motie,
    RegisterKind.TOEZEGGING: Toezegging,
    RegisterKind.COALITION_PASSAGE: CoalitionPassage,
    RegisterKind.RECOMMENDATION: Recommendation,
}
PREFIXES: Mapping[RegisterKind, str] = {
    RegisterKind.MOTIE: "motie",
    RegisterKind.TOEZEGGING: "toezegging",
    RegisterKind.COALITION_PASSAGE: "passage",
    RegisterKind.RECOMMENDATION: "aanbeveling",
}
"""What the codes of items begin with that somebody put in by hand."""


@dataclass(frozen=True)
class OfficeFacts:
    """What the programme office keeps of any item, also of one that the plan files give."""

    url: str = ""
    source_words: str = ""
    owner: Account | None = None
    appreciation: Appreciation | None = None
    vote: Vote | None = None
    voted_on: date | None = None
    kamer_status: str = ""
    office_note: str = ""


@dataclass(frozen=True)
class ItemContent:
    """What an item says and when, where no plan file says so."""

    title: str
    submitters: tuple[str, ...] = ()
    date_words: str = ""
    date_sort: str = ""
    other_dates: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    inside_programme: bool = True


@dataclass(frozen=True)
class PromiseContent:
    """What only a toezegging has; its term is that of its ask, and changes there."""

    kind: ToezeggingKind
    document: Document | None = None
    motie: Motie | None = None


@dataclass(frozen=True)
class PassageContent:
    """What only a passage of the coalition agreement has."""

    carried_out_by: str = ""


OwnContent = PromiseContent | PassageContent | None
"""What only one kind of item has."""


def register_item(
    session: Session,
    actor: Actor,
    kind: RegisterKind,
    content: ItemContent,
    facts: OfficeFacts,
    own: OwnContent = None,
    term: TermContent | None = None,
) -> RegisterItem:
    """Put an item in the register; the same one again is the one that is there.

    Of a motie the asks are still to be told apart; anything else is one ask with its own words, as in the
    plan files. Raises SourceRequiredError, VoteError.
    """
    _check(facts, source_needed=True)
    hold_table(session, RegisterItem)
    present = _same(session, kind, content)
    if present is not None:
        return present
    item = MODELS[kind](
        code=free_code(session, RegisterItem, PREFIXES[kind]),
        position=(session.scalar(sa.select(sa.func.max(RegisterItem.position))) or 0) + 1,
        origin=Origin.OFFICE,
        added_at=clock.now(),
        added_by_id=actor.account_id,
    )
    term = term or TermContent()
    if isinstance(item, Toezegging):
        item.due_precision, item.due_latest = term.due_precision, term.due_latest
        item.due_words = term.due_words
    for name, value in (_values(content) | _values(facts) | _values(own)).items():
        setattr(item, name, value)
    session.add(item)
    session.flush()
    _record(session, actor, AuditAction.ITEM_REGISTERED, item, {"kind": kind.value})
    if kind is not RegisterKind.MOTIE:
        source = facts.source_words or facts.url
        add_ask(session, actor, item, AskContent(content.title, source, term=term))
    return item


def change_item(
    session: Session,
    actor: Actor,
    item: RegisterItem,
    version: int,
    facts: OfficeFacts,
    content: ItemContent | None = None,
    own: OwnContent = None,
) -> None:
    """Change what the office keeps, and of an item that no plan file gives also what that says.

    Raises StaleVersionError, PlanFixedError, SourceRequiredError, VoteError.
    """
    if item.origin is Origin.PLAN and not (content is None and own is None):
        raise PlanFixedError
    of_the_kamer = bool(facts.appreciation or facts.vote or facts.voted_on or facts.kamer_status)
    _check(facts, source_needed=content is not None or of_the_kamer)
    session.refresh(item, columns_of(type(item)), with_for_update=True)
    if item.version != version:
        raise StaleVersionError
    wanted = _values(facts) | _values(content) | _values(own)
    changed = {
        name: [_shown(getattr(item, name)), _shown(value)]
        for name, value in wanted.items()
        if getattr(item, name) != value
    }
    if not changed:
        return
    for name in changed:
        setattr(item, name, wanted[name])
    session.flush()
    _record(session, actor, AuditAction.ITEM_CHANGED, item, changed)


def assign_item_owner(session: Session, actor: Actor, item: RegisterItem, owner: Account) -> None:
    """Say who at the programme office answers for an item; nothing happens when that is so already."""
    session.refresh(item, ["owner_id", "version"], with_for_update=True)
    if item.owner_id == owner.id:
        return
    before = item.owner
    item.owner = owner
    session.flush()
    changed = {"owner": [_shown(before), owner.name]}
    _record(session, actor, AuditAction.ITEM_CHANGED, item, changed)


def _check(facts: OfficeFacts, *, source_needed: bool) -> None:
    if source_needed and not (facts.url.strip() or facts.source_words.strip()):
        raise SourceRequiredError
    if not vote_fits(facts.vote, facts.voted_on, clock.today()):
        raise VoteError


def _same(session: Session, kind: RegisterKind, content: ItemContent) -> RegisterItem | None:
    """Return the item that somebody put in by hand with the same words, day and reference."""
    return session.scalar(
        sa.select(RegisterItem)
        .where(
            RegisterItem.item_kind == kind,
            RegisterItem.origin == Origin.OFFICE,
            RegisterItem.title == content.title,
            RegisterItem.date_sort == content.date_sort,
            RegisterItem.reference == content.reference,
        )
        .limit(1)
    )


def _values(content: OfficeFacts | ItemContent | OwnContent) -> dict[str, Any]:
    """Return what is said, under the names that the columns have."""
    said = {} if content is None else dict(vars(content))
    if isinstance(content, ItemContent):
        said["submitters"], said["other_dates"] = list(content.submitters), dict(content.other_dates)
    return said


def _shown(value: Any) -> Any:
    """Return a value as the audit trail keeps it: codes and words, never a number of a row."""
    if isinstance(value, Account):
        return value.name
    if isinstance(value, (Document, Motie)):
        return value.code
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _record(
    session: Session, actor: Actor, action: AuditAction, item: RegisterItem, details: dict[str, Any]
) -> None:
    audit.record(session, actor, action, SubjectKind.REGISTER_ITEM, item.id, item.code, details=details)
