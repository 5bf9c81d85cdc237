"""The indicators of the demonstration: one shift to be seen, one that is flat, and what is missing."""

from collections.abc import Sequence
from itertools import pairwise
from math import log

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.demo.moments import half_years
from portal.domain import clock
from portal.domain.indicators import NormKind, NormState
from portal.models import Indicator, Knooppunt, Observation
from portal.queries.indicators import norm_state


def values(session: Session, code: str, place: str, *, per_exposure: bool = False) -> list[float]:
    rows = session.scalars(
        sa.select(Observation)
        .join(Indicator, Indicator.id == Observation.indicator_id)
        .join(Knooppunt, Knooppunt.id == Observation.knooppunt_id)
        .where(Indicator.code == code, Knooppunt.code == place, Observation.withdrawn_at.is_(None))
        .order_by(Observation.observed_from)
    )
    return [float(row.value / row.exposure if per_exposure and row.exposure else row.value) for row in rows]


def changes(series: Sequence[float]) -> list[float]:
    return [log(after / before) for before, after in pairwise(series)]


def test_smuggling_seems_to_move_from_rotterdam_to_zeeland(db_session: Session) -> None:
    fall = changes(values(db_session, "ind-01", "rotterdam", per_exposure=True))
    rise = changes(values(db_session, "ind-01", "zeeland-west-brabant", per_exposure=True))
    assert round(min(fall), 2) == -0.43
    assert round(max(rise), 2) == 0.67
    assert rise.index(max(rise)) == fall.index(min(fall)) + 1
    others = db_session.scalars(
        sa.select(Knooppunt.code).where(Knooppunt.code.not_in(["rotterdam", "zeeland-west-brabant"]))
    ).all()
    for place in others:
        series = values(db_session, "ind-01", place, per_exposure=True)
        assert len(series) == 8
        assert max(map(abs, changes(series))) < 0.15


def test_one_indicator_is_flat_everywhere(db_session: Session) -> None:
    for place in ("rotterdam", "zeeland-west-brabant", "noordzeekanaalgebied", "overige-zeehavens"):
        series = values(db_session, "ind-03", place)
        assert len(series) == 8
        assert max(map(abs, changes(series))) < 0.03


def test_values_end_with_the_last_half_year_that_is_over(db_session: Session) -> None:
    halves = half_years(clock.today(), 8)
    first, last, recorded = db_session.execute(
        sa.select(
            sa.func.min(Observation.observed_from),
            sa.func.max(Observation.observed_until),
            sa.func.max(Observation.recorded_at),
        )
    ).one()
    assert (first, last) == (halves[0].first, halves[-1].last)
    assert recorded < clock.now()


def test_every_state_of_baseline_and_target_can_be_seen(db_session: Session) -> None:
    found = db_session.scalars(sa.select(Indicator)).all()
    for kind in NormKind:
        assert {norm_state(each.norms, kind) for each in found} == set(NormState)
    assert {len(each.definitions) for each in found} == {1, 2}
