"""Everything that happened to the asks of one motie or promise, as far as a reader may know it.

Each kind of thing is one question, whatever there is of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.parliament import ReferenceKind
from portal.domain.workflow import PeriodState
from portal.models import (
    AskClosing,
    AskLink,
    AskReference,
    AskStep,
    Document,
    Evidence,
    Letter,
    MaatregelProgress,
    Network,
    Observation,
    Passage,
    Period,
    Postponement,
    Report,
)
from portal.models.letter import passage_ask
from portal.queries.ask_files import ItemFile, carries_out
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class HistoryScope:
    """What of the proof somebody may read."""

    visibility: Visibility
    decisions: bool = False
    """Whether decisions of the stuurgroep are for this reader."""


@dataclass(frozen=True)
class ItemHistory:
    """What happened, kind by kind, each in the order of time."""

    documents: Sequence[Document] = ()
    """The documents of the plan in which it stands."""
    steps: Sequence[AskStep] = ()
    links: Sequence[AskLink] = ()
    progress: Sequence[MaatregelProgress] = ()
    """What the adopted reports say of the maatregelen that carry it out."""
    references: Sequence[AskReference] = ()
    evidence: Sequence[Evidence] = ()
    passages: Sequence[Passage] = ()
    closings: Sequence[AskClosing] = ()
    postponements: Sequence[Postponement] = ()


def item_history(session: Session, scope: HistoryScope, file: ItemFile) -> ItemHistory:
    """Return everything about one motie or promise."""
    asks = [each.ask for each in file.asks]
    codes = {source.document for each in (file.item, *asks) for source in each.sources}
    found = ItemHistory(_documents(session, codes))
    ids = [each.id for each in asks]
    if not ids:
        return found
    return replace(
        found,
        steps=_of(session, AskStep, ids, joinedload(AskStep.by)),
        links=_of(session, AskLink, ids, joinedload(AskLink.maatregel), joinedload(AskLink.added_by)),
        progress=_progress(session, scope.visibility, ids),
        references=_references(session, scope, ids),
        evidence=_evidence(session, scope.visibility, ids),
        passages=_passages(session, ids),
        closings=_of(
            session,
            AskClosing,
            ids,
            joinedload(AskClosing.proposed_by),
            joinedload(AskClosing.decided_by),
            joinedload(AskClosing.occurrence),
            joinedload(AskClosing.passage).joinedload(Passage.letter),
        ),
        postponements=_of(
            session,
            Postponement,
            ids,
            joinedload(Postponement.by),
            joinedload(Postponement.occurrence),
            joinedload(Postponement.passage).joinedload(Passage.letter),
        ),
    )


def _of(session: Session, kind: Any, ask_ids: Collection[int], *options: Any) -> Sequence[Any]:
    rows = sa.select(kind).where(kind.ask_id.in_(ask_ids)).options(*options).order_by(kind.id)
    return session.scalars(rows).all()


def _documents(session: Session, codes: Collection[str]) -> Sequence[Document]:
    wanted = sa.select(Document).where(Document.code.in_(sorted(codes)))
    return session.scalars(wanted.order_by(Document.dated_on, Document.position)).all()


def _progress(
    session: Session, visibility: Visibility, ask_ids: Sequence[int]
) -> Sequence[MaatregelProgress]:
    pairs = carries_out()
    linked = sa.select(pairs.c.maatregel_id).where(pairs.c.ask_id.in_(ask_ids))
    return session.scalars(
        sa.select(MaatregelProgress)
        .join(MaatregelProgress.report)
        .join(Report.period)
        .where(
            MaatregelProgress.maatregel_id.in_(linked),
            MaatregelProgress.status.is_not(None),
            Period.state == PeriodState.ADOPTED,
            visibility.counted(),
        )
        .options(
            contains_eager(MaatregelProgress.report).contains_eager(Report.period),
            contains_eager(MaatregelProgress.report).joinedload(Report.network),
            joinedload(MaatregelProgress.maatregel),
        )
        .order_by(Period.observes_until, MaatregelProgress.id)
    ).all()


def _references(session: Session, scope: HistoryScope, ask_ids: Sequence[int]) -> Sequence[AskReference]:
    """Return the references of which the reader may read what they point at; of others nothing shows."""
    words, of_place = scope.visibility.words, sa.orm.aliased(Network)
    readable = sa.or_(
        sa.and_(
            AskReference.kind == ReferenceKind.PROGRESS,
            scope.visibility.counted(),
            words.clause(MaatregelProgress.audience, Report.network_id),
        ),
        sa.and_(AskReference.kind == ReferenceKind.DECISION, sa.true() if scope.decisions else sa.false()),
        sa.and_(
            AskReference.kind == ReferenceKind.OBSERVATION, words.clause(Observation.audience, of_place.id)
        ),
        AskReference.kind == ReferenceKind.DOCUMENT,
    )
    found = session.scalars(
        sa.select(AskReference)
        .outerjoin(AskReference.progress)
        .outerjoin(MaatregelProgress.report)
        .outerjoin(AskReference.observation)
        .outerjoin(of_place, of_place.knooppunt_id == Observation.knooppunt_id)
        .where(AskReference.ask_id.in_(ask_ids), AskReference.removed_at.is_(None), readable)
        .options(
            contains_eager(AskReference.progress).contains_eager(MaatregelProgress.report),
            contains_eager(AskReference.progress).joinedload(MaatregelProgress.maatregel),
            contains_eager(AskReference.observation).joinedload(Observation.indicator),
            joinedload(AskReference.decision),
            joinedload(AskReference.document),
        )
        .order_by(AskReference.id)
    )
    # A place may have had several networks.
    return found.unique().all()


def _evidence(session: Session, visibility: Visibility, ask_ids: Sequence[int]) -> Sequence[Evidence]:
    return session.scalars(
        sa.select(Evidence)
        .where(
            Evidence.ask_id.in_(ask_ids),
            Evidence.removed_at.is_(None),
            visibility.words.clause(Evidence.audience, sa.null()),
        )
        .options(joinedload(Evidence.added_by))
        .order_by(Evidence.id)
    ).all()


def _passages(session: Session, ask_ids: Sequence[int]) -> Sequence[Passage]:
    """Return what letters say of the asks, each passage once, also what was retracted later."""
    about = sa.select(passage_ask.c.passage_id).where(passage_ask.c.ask_id.in_(ask_ids))
    return session.scalars(
        sa.select(Passage)
        .join(Passage.letter)
        .where(Passage.id.in_(about))
        .options(contains_eager(Passage.letter))
        .order_by(Letter.sent_on, Letter.id, Passage.number)
    ).all()
