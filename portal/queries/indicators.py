"""Reading the library of indicators: what is there, what is missing, what we do without on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.indicators import NormKind, NormState
from portal.models import Indicator, IndicatorDefinition, IndicatorNorm
from portal.models.indicator import indicator_goal, indicator_maatregel
from portal.queries.audience import AudienceScope
from portal.queries.observations import standing_count


@dataclass(frozen=True)
class LinkedIndicator:
    """An indicator as a line on another page."""

    id: int
    code: str
    title: str
    unit: str
    retired: bool
    baseline: NormState
    target: NormState
    observations: int
    """How many standing values there are for this reader."""


@dataclass(frozen=True)
class IndicatorFilter:
    """Which indicators are wanted."""

    words: str = ""
    goal_code: str = ""
    missing: NormKind | None = None
    retired: bool = False

    def clause(self) -> sa.ColumnElement[bool]:
        """Return the condition on indicators."""
        conditions: list[sa.ColumnElement[bool]] = [
            Indicator.retired_on.is_not(None) if self.retired else Indicator.retired_on.is_(None)
        ]
        if self.words:
            conditions.append(
                sa.or_(
                    Indicator.title.icontains(self.words, autoescape=True),
                    Indicator.code.icontains(self.words, autoescape=True),
                    Indicator.source.icontains(self.words, autoescape=True),
                )
            )
        if self.goal_code:
            conditions.append(Indicator.goals.any(code=self.goal_code))
        if self.missing is not None:
            conditions.append(sa.not_(has_norm(self.missing)))
        return sa.and_(*conditions)


def has_norm(kind: NormKind) -> sa.ColumnElement[bool]:
    """Return whether an indicator has a baseline or target anywhere, or does without on purpose."""
    return sa.exists().where(IndicatorNorm.indicator_id == Indicator.id, IndicatorNorm.kind == kind)


def count_indicators(session: Session, wanted: IndicatorFilter) -> int:
    """Return how many indicators there are."""
    return session.scalar(sa.select(sa.func.count(Indicator.id)).where(wanted.clause())) or 0


def indicators(
    session: Session, wanted: IndicatorFilter, limit: int | None = None, offset: int = 0
) -> Sequence[Indicator]:
    """Return indicators with their norms and goals, in the order of the library."""
    return session.scalars(
        sa.select(Indicator)
        .where(wanted.clause())
        .options(selectinload(Indicator.norms), selectinload(Indicator.goals))
        .order_by(Indicator.position, Indicator.id)
        .limit(limit)
        .offset(offset)
    ).all()


def indicator_by_code(session: Session, code: str) -> Indicator | None:
    """Return an indicator with everything that belongs to it but values."""
    return session.scalar(
        sa.select(Indicator)
        .where(Indicator.code == code)
        .options(
            selectinload(Indicator.definitions).joinedload(IndicatorDefinition.made_by),
            selectinload(Indicator.norms).joinedload(IndicatorNorm.knooppunt),
            selectinload(Indicator.norms).joinedload(IndicatorNorm.set_by),
            selectinload(Indicator.goals),
            selectinload(Indicator.maatregelen),
        )
    )


def active_indicators(session: Session) -> Sequence[Indicator]:
    """Return the indicators that take values, with their definitions, in the order of the library."""
    return session.scalars(
        sa.select(Indicator)
        .where(Indicator.retired_on.is_(None))
        .options(selectinload(Indicator.definitions))
        .order_by(Indicator.position, Indicator.id)
    ).all()


def all_indicators(session: Session) -> Sequence[Indicator]:
    """Return every indicator, retired ones too, with its definitions."""
    return session.scalars(
        sa.select(Indicator)
        .options(selectinload(Indicator.definitions))
        .order_by(Indicator.position, Indicator.id)
    ).all()


def norm_of(
    session: Session, indicator_id: int, kind: NormKind, knooppunt_id: int | None
) -> IndicatorNorm | None:
    """Return the baseline or target for a place, or for all together."""
    place = IndicatorNorm.knooppunt_id
    return session.scalar(
        sa.select(IndicatorNorm)
        .where(
            IndicatorNorm.indicator_id == indicator_id,
            IndicatorNorm.kind == kind,
            place.is_(None) if knooppunt_id is None else place == knooppunt_id,
        )
        .options(joinedload(IndicatorNorm.set_by))
    )


def norm_state(norms: Sequence[IndicatorNorm], kind: NormKind) -> NormState:
    """Return whether any place has a value; else whether it was decided to do without."""
    of_kind = [norm for norm in norms if norm.kind is kind]
    if any(norm.value is not None for norm in of_kind):
        return NormState.THERE
    return NormState.WAIVED if of_kind else NormState.MISSING


def indicators_of_goal(session: Session, goal_id: int, words: AudienceScope) -> list[LinkedIndicator]:
    """Return the indicators that tell of a goal, as far as this reader may know."""
    return _linked(session, indicator_goal, indicator_goal.c.goal_id == goal_id, words)


def indicators_of_maatregel(
    session: Session, maatregel_id: int, words: AudienceScope
) -> list[LinkedIndicator]:
    """Return the indicators that tell of a maatregel, as far as this reader may know."""
    return _linked(session, indicator_maatregel, indicator_maatregel.c.maatregel_id == maatregel_id, words)


def linked(indicator: Indicator, observations: int) -> LinkedIndicator:
    """Return an indicator, loaded with its norms, as a line."""
    return LinkedIndicator(
        indicator.id,
        indicator.code,
        indicator.title,
        indicator.unit,
        indicator.retired_on is not None,
        norm_state(indicator.norms, NormKind.BASELINE),
        norm_state(indicator.norms, NormKind.TARGET),
        observations,
    )


def _linked(
    session: Session, links: sa.Table, condition: sa.ColumnElement[bool], words: AudienceScope
) -> list[LinkedIndicator]:
    """Return indicators with everything in their lines, in one question."""
    rows = session.execute(
        sa.select(Indicator, standing_count(words))
        .join(links, links.c.indicator_id == Indicator.id)
        .where(condition, Indicator.retired_on.is_(None))
        .options(joinedload(Indicator.norms))
        .order_by(Indicator.position, Indicator.id)
    ).unique()
    return [linked(each, count) for each, count in rows]
