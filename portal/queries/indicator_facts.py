"""What each indicator has to offer: baselines, targets, and how many observations the reader may read."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.indicators import NormKind
from portal.domain.underpinning import IndicatorFacts
from portal.models import Indicator, IndicatorNorm, Network, Observation
from portal.queries.audience import AudienceScope
from portal.queries.observations import readable

_NORMS = tuple(f"{kind.value}_{way}" for kind in NormKind for way in ("value", "waived"))


def indicator_facts(session: Session, scope: AudienceScope, today: date) -> dict[int, IndicatorFacts]:
    """Return the indicators in use by id, in one query."""
    norms, counted = _norms(), _readable_observations(scope)
    rows = session.execute(
        sa.select(
            Indicator.id,
            *(sa.func.coalesce(norms.c[name], 0).label(name) for name in _NORMS),
            sa.func.coalesce(counted.c.number, 0).label("observations"),
        )
        .outerjoin(norms, norms.c.indicator_id == Indicator.id)
        .outerjoin(counted, counted.c.indicator_id == Indicator.id)
        .where(in_use(today))
    )
    return {row["id"]: _facts(row) for row in rows.mappings()}


def in_use(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that an indicator is still kept on a day."""
    return sa.or_(Indicator.retired_on.is_(None), Indicator.retired_on > today)


def _norms() -> sa.Subquery:
    """Return for each indicator how many norms of each kind have a value, and how many were waived."""

    def number(kind: NormKind, *, waived: bool) -> sa.ColumnElement[int]:
        there = IndicatorNorm.value.is_(None) if waived else IndicatorNorm.value.is_not(None)
        return sa.func.sum(sa.case((sa.and_(IndicatorNorm.kind == kind, there), 1), else_=0))

    columns = [number(kind, waived=waived) for kind in NormKind for waived in (False, True)]
    return (
        sa.select(
            IndicatorNorm.indicator_id,
            *(column.label(name) for name, column in zip(_NORMS, columns, strict=True)),
        )
        .group_by(IndicatorNorm.indicator_id)
        .subquery("norms")
    )


def _readable_observations(scope: AudienceScope) -> sa.Subquery:
    """Return for each indicator how many standing observations somebody may read."""
    return (
        sa.select(Observation.indicator_id, sa.func.count(Observation.id).label("number"))
        .outerjoin(Network, Network.knooppunt_id == Observation.knooppunt_id)
        .where(Observation.withdrawn_at.is_(None), readable(scope))
        .group_by(Observation.indicator_id)
        .subquery("readable")
    )


def _facts(row: sa.RowMapping) -> IndicatorFacts:
    return IndicatorFacts(
        frozenset(kind for kind in NormKind if row[f"{kind.value}_value"]),
        frozenset(kind for kind in NormKind if row[f"{kind.value}_waived"]),
        row["observations"],
    )
