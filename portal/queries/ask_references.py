"""Reading what shows that an ask is carried out: only what points at something this reader may read."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from portal.domain.parliament import ReferenceKind
from portal.models import (
    AskReference,
    Decision,
    MaatregelProgress,
    Network,
    Observation,
    Report,
)
from portal.queries.visibility import Visibility

OfPlace = aliased(Network)
"""The network that reports on the place of an observation; a report has a network of its own."""


@dataclass(frozen=True)
class ReferenceScope:
    """What somebody may read of all that references point at."""

    visibility: Visibility
    reads_meetings: bool = False

    def progress(self) -> sa.ColumnElement[bool]:
        """Return the condition on rows of reports: the report counts, and the words are for this reader."""
        words = self.visibility.words.clause(MaatregelProgress.audience, Report.network_id)
        return sa.and_(self.visibility.counted(), words)

    def observations(self) -> sa.ColumnElement[bool]:
        """Return the condition on observations, outer joined with the network of their place."""
        return self.visibility.words.clause(Observation.audience, OfPlace.id)

    def decisions(self) -> sa.ColumnElement[bool]:
        """Return the condition on decisions: who reads meetings reads all of them."""
        return sa.true() if self.reads_meetings else sa.false()

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on references."""
        kind = AskReference.kind
        return sa.or_(
            sa.and_(kind == ReferenceKind.PROGRESS, self.progress()),
            sa.and_(kind == ReferenceKind.DECISION, self.decisions()),
            sa.and_(kind == ReferenceKind.OBSERVATION, self.observations()),
            kind == ReferenceKind.DOCUMENT,
        )


def references_of(session: Session, scope: ReferenceScope, ask_id: int) -> Sequence[AskReference]:
    """Return every reference an ask ever had, as far as somebody may read what it points at, in one query."""
    return session.scalars(_readable(scope).where(AskReference.ask_id == ask_id)).unique().all()


def reference_by_id(
    session: Session, scope: ReferenceScope, ask_id: int, reference_id: int
) -> AskReference | None:
    """Return one reference of an ask that stands now and may be read."""
    one = sa.and_(AskReference.id == reference_id, AskReference.removed_at.is_(None))
    return session.scalars(_readable(scope).where(AskReference.ask_id == ask_id, one)).unique().one_or_none()


def _readable(scope: ReferenceScope) -> sa.Select[AskReference]:
    progress, decision = contains_eager(AskReference.progress), contains_eager(AskReference.decision)
    report = progress.contains_eager(MaatregelProgress.report)
    observation = contains_eager(AskReference.observation)
    return (
        sa.select(AskReference)
        .outerjoin(AskReference.progress)
        .outerjoin(MaatregelProgress.report)
        .outerjoin(Report.period)
        .outerjoin(Report.network)
        .outerjoin(MaatregelProgress.maatregel)
        .outerjoin(AskReference.decision)
        .outerjoin(Decision.meeting)
        .outerjoin(AskReference.observation)
        .outerjoin(Observation.indicator)
        .outerjoin(Observation.knooppunt)
        .outerjoin(OfPlace, OfPlace.knooppunt_id == Observation.knooppunt_id)
        .where(scope.clause())
        .options(
            report.contains_eager(Report.period),
            report.contains_eager(Report.network),
            progress.contains_eager(MaatregelProgress.maatregel),
            decision.contains_eager(Decision.meeting),
            observation.contains_eager(Observation.indicator),
            observation.contains_eager(Observation.knooppunt),
            joinedload(AskReference.document),
            joinedload(AskReference.added_by),
            joinedload(AskReference.removed_by),
        )
        .order_by(AskReference.id)
    )
