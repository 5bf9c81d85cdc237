"""Keeping the library: versions, definitions in order, norms by place, and what a double click does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audience import Audience
from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import (
    DefinitionError,
    DuplicateError,
    NormIncompleteError,
    ReasonRequiredError,
    StaleVersionError,
    UnitFixedError,
)
from portal.domain.indicators import NormKind, NormState
from portal.models import AuditEvent, Goal, Indicator, IndicatorNorm
from portal.queries.audience import AudienceScope
from portal.queries.indicators import indicators_of_goal, norm_state
from portal.queries.observations import standing_observations
from portal.services import indicators
from portal.services.indicators import IndicatorContent, NormContent
from tests import builders, observing
from tests.builders import House

pytestmark = pytest.mark.usefixtures("frozen_clock")
TARGET = NormContent(Decimal("12.5"), date(2027, 12, 31), "Besluit")


@pytest.fixture
def built(bare_session: Session) -> House:
    return builders.house(bare_session, 2)


@pytest.fixture
def indicator(bare_session: Session, built: House) -> Indicator:
    return observing.indicator(bare_session, built.officer)


def content_of(indicator: Indicator) -> IndicatorContent:
    return IndicatorContent(
        indicator.code,
        indicator.title,
        indicator.unit,
        indicator.direction,
        indicator.source,
        indicator.moment,
        indicator.exposure,
    )


def test_a_code_is_given_once(bare_session: Session, built: House, indicator: Indicator) -> None:
    with pytest.raises(DuplicateError):
        observing.indicator(bare_session, built.officer)
    assert observing.indicator(bare_session, built.officer, "ind-02").position > indicator.position


def test_a_change_is_told_old_and_new(bare_session: Session, built: House, indicator: Indicator) -> None:
    seen = indicator.version
    wanted = replace(content_of(indicator), title="Nieuwe naam")
    indicators.change_indicator(bare_session, built.officer, indicator, seen, wanted)
    event = bare_session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.action == AuditAction.INDICATOR_WRITTEN)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).one()
    assert event.details == {"title": ["Indicator ind-01", "Nieuwe naam"]}
    with pytest.raises(StaleVersionError):
        indicators.change_indicator(bare_session, built.officer, indicator, seen, wanted)


def test_saving_the_same_tells_nothing(bare_session: Session, built: House, indicator: Indicator) -> None:
    seen = indicator.version
    indicators.change_indicator(bare_session, built.officer, indicator, seen, content_of(indicator))
    assert indicator.version == seen
    kinds = bare_session.scalars(
        sa.select(AuditEvent.id).where(AuditEvent.subject_kind == SubjectKind.INDICATOR)
    ).all()
    assert len(kinds) == 1


def test_what_is_counted_stays_while_there_are_values(
    bare_session: Session, built: House, indicator: Indicator
) -> None:
    place = observing.knooppunt(bare_session, "haven", built.networks[0])
    observing.observe(bare_session, built.officer, indicator, place)
    content = content_of(indicator)
    for wanted in (
        replace(content, unit="kilo"),
        replace(content, exposure="schepen"),
        replace(content, exposure=""),
    ):
        with pytest.raises(UnitFixedError):
            indicators.change_indicator(bare_session, built.officer, indicator, indicator.version, wanted)


def test_definitions_follow_each_other(bare_session: Session, built: House, indicator: Indicator) -> None:
    def change(text: str, day: date, reason: str = "Reden", version: int | None = None) -> int:
        seen = indicator.version if version is None else version
        return indicators.change_definition(
            bare_session, built.officer, indicator, seen, text, day, reason
        ).number

    before = indicator.version
    assert change("Tweede", date(2025, 1, 1)) == 2
    assert change("Tweede", date(2025, 1, 1), version=before) == 2
    with pytest.raises(StaleVersionError):
        change("Derde", date(2025, 6, 1), version=before)
    with pytest.raises(DefinitionError):
        change("Derde", date(2025, 1, 1))
    with pytest.raises(DefinitionError):
        change("Tweede", date(2025, 6, 1))
    with pytest.raises(ReasonRequiredError):
        change("Derde", date(2025, 6, 1), " ")
    assert [each.number for each in indicator.definitions] == [1, 2]


def test_a_norm_is_set_once_for_a_place(bare_session: Session, built: House, indicator: Indicator) -> None:
    place = observing.knooppunt(bare_session, "haven", built.networks[0])
    for where in (None, place.id):
        made = indicators.set_norm(bare_session, built.officer, indicator, NormKind.TARGET, where, TARGET)
        again = indicators.set_norm(bare_session, built.officer, indicator, NormKind.TARGET, where, TARGET)
        assert made.id == again.id
    with pytest.raises(StaleVersionError):
        indicators.set_norm(
            bare_session,
            built.officer,
            indicator,
            NormKind.TARGET,
            None,
            NormContent(waived_because="Kan niet."),
        )
    assert bare_session.scalar(sa.select(sa.func.count(IndicatorNorm.id))) == 2


@pytest.mark.parametrize(
    "half",
    [
        NormContent(),
        NormContent(Decimal(1), date(2027, 1, 1)),
        NormContent(Decimal(1), None, "Bron"),
        NormContent(Decimal(1), date(2027, 1, 1), "Bron", "En toch niet."),
        NormContent(waived_because="  "),
    ],
)
def test_half_a_norm_is_none(
    bare_session: Session, built: House, indicator: Indicator, half: NormContent
) -> None:
    with pytest.raises(NormIncompleteError):
        indicators.set_norm(bare_session, built.officer, indicator, NormKind.BASELINE, None, half)


def test_missing_waived_and_there_are_three_things(
    bare_session: Session, built: House, indicator: Indicator
) -> None:
    assert norm_state(indicator.norms, NormKind.TARGET) is NormState.MISSING
    waived = indicators.set_norm(
        bare_session,
        built.officer,
        indicator,
        NormKind.TARGET,
        None,
        NormContent(waived_because="Nog te vroeg."),
    )
    assert norm_state(indicator.norms, NormKind.TARGET) is NormState.WAIVED
    indicators.set_norm(bare_session, built.officer, indicator, NormKind.TARGET, None, TARGET, waived.version)
    assert norm_state(indicator.norms, NormKind.TARGET) is NormState.THERE
    assert norm_state(indicator.norms, NormKind.BASELINE) is NormState.MISSING


def test_what_is_read_and_counted_is_for_the_reader(
    bare_session: Session, built: House, indicator: Indicator
) -> None:
    goal = bare_session.scalars(sa.select(Goal).limit(1)).one()
    indicators.change_indicator(
        bare_session,
        built.officer,
        indicator,
        indicator.version,
        replace(content_of(indicator), goal_ids=[goal.id]),
    )
    own = observing.knooppunt(bare_session, "haven", built.networks[0])
    nobodys = observing.knooppunt(bare_session, "overig")
    observing.observe(bare_session, built.officer, indicator, own, audience=Audience.NETWORK)
    observing.observe(bare_session, built.officer, indicator, nobodys, audience=Audience.NETWORK)
    observing.observe(bare_session, built.officer, indicator, nobodys, source="Partner B")
    everything = AudienceScope(frozenset(Audience))
    of_first = AudienceScope(
        frozenset({Audience.ALL_NETWORKS}), {Audience.NETWORK: frozenset({built.networks[0].id})}
    )
    of_second = AudienceScope(
        frozenset({Audience.ALL_NETWORKS}), {Audience.NETWORK: frozenset({built.networks[1].id})}
    )
    for words, many in ((everything, 3), (of_first, 2), (of_second, 1), (AudienceScope(), 0)):
        assert len(standing_observations(bare_session, words)) == many
        assert len(standing_observations(bare_session, words, indicator.id)) == many
        (line,) = indicators_of_goal(bare_session, goal.id, words)
        assert line.observations == many
