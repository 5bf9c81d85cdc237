"""The file of every motie, promise and recommendation of the programme: proof, claims, terms and links.

Six questions, whatever the number of asks; each number on the dashboard is counted from what this returns.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.parliament import AskFacts, AskOutcome, ClosingState, ItemState, item_state, outcome_of
from portal.domain.progress import ProgressStatus
from portal.domain.proof import ProofFacts, Urgency, urgency
from portal.models import (
    Ask,
    AskClosing,
    AskLink,
    AskOccurrence,
    Evidence,
    Maatregel,
    MotieMaatregel,
    Network,
    Passage,
    RegisterItem,
    Toezegging,
)
from portal.models.parliament import coalition_maatregel
from portal.queries.ask_facts import due_day
from portal.queries.latest_progress import LatestProgress, latest_progress, state_columns, told
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class LinkedMaatregel:
    """A maatregel that carries an ask out, with the newest report that counts and may be read."""

    code: str
    title: str
    network_title: str
    latest: LatestProgress | None
    has_evidence: bool
    """Whether anything stands with that report to show it."""

    @property
    def claims_completion(self) -> bool:
        """Whether it is reported completed with nothing that shows it."""
        completed = self.latest is not None and self.latest.status is ProgressStatus.COMPLETED
        return completed and not self.has_evidence


@dataclass(frozen=True)
class AskFile:
    """One ask with everything its proof and its urgency follow from."""

    ask: Ask
    facts: ProofFacts
    links: Sequence[LinkedMaatregel] = ()
    closing: AskClosing | None = None
    """The approved proposal that ended it."""
    pending: bool = False
    """Whether a proposal waits for a second person."""
    times: int = 0

    @property
    def urgency(self) -> Urgency:
        """Sort what asks most attention first."""
        return urgency(self.facts)

    def outcome(self, today: date) -> AskOutcome:
        """Return how far it is."""
        return outcome_of(self.facts.ask, today)


@dataclass(frozen=True)
class ItemFile:
    """A motie, promise or recommendation with its asks, the most urgent first."""

    item: RegisterItem
    asks: Sequence[AskFile]

    def state(self, today: date) -> ItemState:
        """Return how far it is as a whole."""
        return item_state([each.outcome(today) for each in self.asks])

    @property
    def urgency(self) -> Urgency:
        """Sort by the most urgent ask; what is not split yet comes after what has a day."""
        return min((each.urgency for each in self.asks), default=(False, date.max, -1))


@dataclass
class _Times:
    settled: int = 0
    missed: int = 0
    total: int = 0


@dataclass
class _Closings:
    approved: AskClosing | None = None
    pending: bool = False


@dataclass
class _Found:
    """What stands with each ask, by its id."""

    links: Mapping[int, Sequence[LinkedMaatregel]] = field(default_factory=dict)
    closings: Mapping[int, _Closings] = field(default_factory=dict)
    times: Mapping[int, _Times] = field(default_factory=dict)


def item_files(
    session: Session, visibility: Visibility, today: date, code: str | None = None
) -> Sequence[ItemFile]:
    """Return the files of the programme, the most urgent first; with a code that one, in or out of it."""
    wanted = (
        RegisterItem.code == code
        if code is not None
        else sa.and_(RegisterItem.inside_programme.is_(True), RegisterItem.retired_on.is_(None))
    )
    items = session.execute(
        # Only moties can be carried out by the plan as a whole; they share their table with the others.
        sa.select(RegisterItem, RegisterItem.__table__.c.whole_plan)
        .where(wanted)
        .options(joinedload(RegisterItem.owner))
        .order_by(RegisterItem.item_kind, RegisterItem.position, RegisterItem.id)
    ).all()
    asks: dict[int, list[tuple[Ask, date | None]]] = defaultdict(list)
    every = sa.select(Ask, due_day()).join(Ask.item).where(wanted, Ask.retired_on.is_(None))
    for ask, due_on in session.execute(every.order_by(Ask.position, Ask.id)):
        asks[ask.item_id].append((ask, due_on))
    ids = [ask.id for found in asks.values() for ask, _due_on in found]
    found = _Found(_links(session, visibility, ids), _closings(session, ids), _times(session, ids, today))
    files = [
        ItemFile(item, _sorted(_file(item, bool(whole), ask, due, found) for ask, due in asks[item.id]))
        for item, whole in items
    ]
    return sorted(files, key=lambda each: each.urgency)


def _sorted(files: Any) -> Sequence[AskFile]:
    return sorted(files, key=lambda each: each.urgency)


def _file(item: RegisterItem, whole: bool, ask: Ask, due_on: date | None, found: _Found) -> AskFile:  # noqa: FBT001
    links = found.links.get(ask.id, ())
    closings = found.closings.get(ask.id, _Closings())
    times = found.times.get(ask.id, _Times())
    facts = ProofFacts(
        AskFacts(ask.state, ask.kind, due_on),
        closed_with_passage=closings.approved is not None and closings.approved.passage_id is not None,
        times_settled=times.settled,
        times_missed=times.missed,
        letter_judgement=ask.letter_judgement,
        completed_without_evidence=any(link.claims_completion for link in links),
        has_owner=item.owner_id is not None,
        has_maatregel=whole or bool(links),
    )
    return AskFile(ask, facts, links, closings.approved, closings.pending, times.total)


def carries_out() -> sa.Subquery:
    """Return which maatregel carries out which ask: linked to the ask itself, or to what it is part of."""
    pairs = sa.union(
        sa.select(AskLink.ask_id, AskLink.maatregel_id).where(AskLink.removed_at.is_(None)),
        sa.select(Ask.id, MotieMaatregel.maatregel_id).join(
            MotieMaatregel, MotieMaatregel.motie_id == Ask.item_id
        ),
        sa.select(Ask.id, Toezegging.maatregel_id)
        .join(Toezegging, Toezegging.id == Ask.item_id)
        .where(Toezegging.maatregel_id.is_not(None)),
        sa.select(Ask.id, coalition_maatregel.c.maatregel_id).join(
            coalition_maatregel, coalition_maatregel.c.coalition_passage_id == Ask.item_id
        ),
    )
    return pairs.subquery("carries_out")


def _links(
    session: Session, visibility: Visibility, ask_ids: Sequence[int]
) -> dict[int, list[LinkedMaatregel]]:
    pairs, latest = carries_out(), latest_progress(visibility)
    shown = sa.exists().where(Evidence.progress_id == latest.c.progress_id, Evidence.removed_at.is_(None))
    rows = session.execute(
        sa.select(
            pairs.c.ask_id,
            Maatregel.code,
            Maatregel.title,
            Network.short_title,
            shown,
            *state_columns(latest),
        )
        .select_from(pairs)
        .join(Maatregel, Maatregel.id == pairs.c.maatregel_id)
        .join(Network, Network.id == Maatregel.network_id)
        .outerjoin(latest, latest.c.maatregel_id == Maatregel.id)
        .where(pairs.c.ask_id.in_(ask_ids))
        .order_by(Network.position, Maatregel.position, Maatregel.id)
    )
    found: dict[int, list[LinkedMaatregel]] = defaultdict(list)
    for ask_id, code, title, network, evidence, *state in rows:
        found[ask_id].append(LinkedMaatregel(code, title, network, told(state), bool(evidence)))
    return found


def _closings(session: Session, ask_ids: Sequence[int]) -> dict[int, _Closings]:
    rows = session.scalars(
        sa.select(AskClosing)
        .where(
            AskClosing.ask_id.in_(ask_ids),
            AskClosing.state.in_([ClosingState.APPROVED, ClosingState.PENDING]),
        )
        .options(joinedload(AskClosing.passage).joinedload(Passage.letter))
        .order_by(AskClosing.id)
    )
    found: dict[int, _Closings] = defaultdict(_Closings)
    for closing in rows:
        if closing.state is ClosingState.PENDING:
            found[closing.ask_id].pending = True
        elif closing.occurrence_id is None:
            found[closing.ask_id].approved = closing
    return found


def _times(session: Session, ask_ids: Sequence[int], today: date) -> dict[int, _Times]:
    is_open = AskOccurrence.settled_at.is_(None)
    missed = sa.and_(is_open, sa.func.coalesce(AskOccurrence.postponed_to, AskOccurrence.due_on) < today)
    rows = session.execute(
        sa.select(
            AskOccurrence.ask_id,
            sa.func.sum(sa.case((is_open, 0), else_=1)),
            sa.func.sum(sa.case((missed, 1), else_=0)),
            sa.func.count(AskOccurrence.id),
        )
        .where(AskOccurrence.ask_id.in_(ask_ids))
        .group_by(AskOccurrence.ask_id)
    )
    return {ask_id: _Times(settled, missed_, total) for ask_id, settled, missed_, total in rows}
