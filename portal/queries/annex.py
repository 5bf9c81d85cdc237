"""The register as the annex for the Kamer tells it: what was approved and sent, never what is proposed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload, with_polymorphic

from portal.domain.parliament import AskFacts, AskOutcome, ClosingState, ItemState, item_state, outcome_of
from portal.models import (
    Ask,
    AskClosing,
    AskLink,
    AskOccurrence,
    Letter,
    Maatregel,
    Passage,
    Postponement,
    RegisterItem,
)
from portal.queries.adopted import ADOPTED_ONLY
from portal.queries.chain import plan_as_of
from portal.queries.documents import Names, document_names
from portal.queries.latest_progress import Latest, latest_by_maatregel


@dataclass(frozen=True)
class AskLine:
    """One ask with how far it is, what was told to the Kamer and which maatregelen carry it out."""

    ask: Ask
    outcome: AskOutcome
    due_on: date | None
    closing: AskClosing | None
    """What a second person approved, for what is closed."""
    passages: Sequence[Passage] = ()
    """What letters say of it, the newest first; those that were taken back are not here."""
    links: Sequence[AskLink] = ()
    postponement: Postponement | None = None


@dataclass(frozen=True)
class ItemLines:
    """One motie, promise, passage or recommendation with its asks."""

    item: RegisterItem
    state: ItemState
    asks: Sequence[AskLine]


@dataclass(frozen=True)
class Register:
    """Everything in the register on a day."""

    on: date
    as_of_plan: date
    names: Names
    inside: Sequence[ItemLines]
    outside: Sequence[RegisterItem]
    """What the letters mention but this programme does not carry out."""
    latest: Latest


@dataclass
class _Told:
    """What belongs to asks, by the id of the ask."""

    closings: dict[int, AskClosing] = field(default_factory=dict)
    passages: dict[int, list[Passage]] = field(default_factory=lambda: defaultdict(list))
    links: dict[int, list[AskLink]] = field(default_factory=lambda: defaultdict(list))
    postponements: dict[int, Postponement] = field(default_factory=dict)
    pending: dict[int, AskOccurrence] = field(default_factory=dict)


def register_on(session: Session, on: date) -> Register:
    """Return the register as it is, in a fixed number of queries."""
    everything = with_polymorphic(RegisterItem, "*")
    items = session.scalars(
        sa.select(everything)
        .where(everything.retired_on.is_(None))
        .order_by(everything.position, everything.id)
        .options(
            selectinload(everything.asks),
            joinedload(everything.Toezegging.document),
        )
        .execution_options(populate_existing=True)
    ).all()
    told = _told(session)
    return Register(
        on,
        plan_as_of(session) or on,
        document_names(session),
        [_lines(item, told, on) for item in items if item.inside_programme],
        [item for item in items if not item.inside_programme],
        latest_by_maatregel(session, ADOPTED_ONLY),
    )


def _lines(item: RegisterItem, told: _Told, on: date) -> ItemLines:
    lines = [_line(ask, told, on) for ask in item.asks if ask.retired_on is None]
    return ItemLines(item, item_state([line.outcome for line in lines]), lines)


def _line(ask: Ask, told: _Told, on: date) -> AskLine:
    pending = told.pending.get(ask.id)
    due_on = (pending.postponed_to or pending.due_on) if pending else ask.due_on
    outcome = outcome_of(AskFacts(ask.state, ask.kind, due_on), on)
    closing = told.closings.get(ask.id)
    return AskLine(
        ask,
        outcome,
        due_on,
        closing if closing is not None and closing.outcome is ask.state else None,
        told.passages[ask.id],
        told.links[ask.id],
        told.postponements.get(ask.id),
    )


def _told(session: Session) -> _Told:
    told = _Told()
    for closing in session.scalars(
        sa.select(AskClosing)
        .where(AskClosing.state == ClosingState.APPROVED, AskClosing.occurrence_id.is_(None))
        .order_by(AskClosing.id)
        .options(joinedload(AskClosing.passage).joinedload(Passage.letter))
    ):
        told.closings[closing.ask_id] = closing
    for passage in session.scalars(
        sa.select(Passage)
        .join(Passage.letter)
        .where(Passage.retracted_at.is_(None))
        .order_by(Letter.sent_on.desc(), Passage.number)
        .options(contains_eager(Passage.letter), selectinload(Passage.asks))
    ):
        for ask in passage.asks:
            told.passages[ask.id].append(passage)
    for link in session.scalars(
        sa.select(AskLink)
        .join(AskLink.maatregel)
        .where(AskLink.removed_at.is_(None))
        .order_by(Maatregel.network_id, Maatregel.position)
        .options(contains_eager(AskLink.maatregel).joinedload(Maatregel.network))
    ):
        told.links[link.ask_id].append(link)
    for later in session.scalars(sa.select(Postponement).order_by(Postponement.id)):
        told.postponements[later.ask_id] = later
    for occurrence in session.scalars(
        sa.select(AskOccurrence)
        .where(AskOccurrence.settled_at.is_(None))
        .order_by(AskOccurrence.due_on.desc(), AskOccurrence.id.desc())
    ):
        told.pending[occurrence.ask_id] = occurrence
    return told
