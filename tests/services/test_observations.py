"""Values of indicators: which definition they take, what is refused, and how one is taken back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.errors import (
    DuplicateError,
    ObservationWithdrawnError,
    ReasonRequiredError,
)
from portal.domain.observations import Fault, InvalidObservationError
from portal.models import AuditEvent, Indicator, Knooppunt, Observation
from portal.services import indicators, observations
from tests import builders, observing
from tests.builders import House

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def built(bare_session: Session) -> House:
    return builders.house(bare_session, 2)


@pytest.fixture
def place(bare_session: Session, built: House) -> Knooppunt:
    return observing.knooppunt(bare_session, "haven", built.networks[0])


@pytest.fixture
def indicator(bare_session: Session, built: House) -> Indicator:
    return observing.indicator(bare_session, built.officer)


def rows(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count(Observation.id))) or 0


def test_a_value_takes_the_definition_of_its_last_day(
    bare_session: Session, built: House, indicator: Indicator, place: Knooppunt
) -> None:
    indicators.change_definition(
        bare_session,
        built.officer,
        indicator,
        indicator.version,
        "Alleen bevestigde meldingen.",
        date(2025, 6, 30),
        "De oude telling nam dubbele meldingen mee.",
    )
    late = observing.observe(bare_session, built.officer, indicator, place)
    early = observations.record_observation(
        bare_session,
        built.officer,
        replace(observing.content(indicator, place), observed_until=date(2025, 6, 29)),
    )
    assert (early.definition.number, late.definition.number) == (1, 2)


def test_the_same_value_again_is_the_row_there_was(
    bare_session: Session, built: House, indicator: Indicator, place: Knooppunt
) -> None:
    first = observing.observe(bare_session, built.officer, indicator, place)
    again = observing.observe(bare_session, built.officer, indicator, place, source=" Partner A ")
    assert again.id == first.id
    assert rows(bare_session) == 1
    with pytest.raises(DuplicateError):
        observing.observe(bare_session, built.officer, indicator, place, "13")


def test_another_source_may_say_something_else(
    bare_session: Session, built: House, indicator: Indicator, place: Knooppunt
) -> None:
    observing.observe(bare_session, built.officer, indicator, place)
    observing.observe(bare_session, built.officer, indicator, place, "14", "Partner B")
    assert rows(bare_session) == 2


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"observed_until": date(2026, 3, 21)}, Fault.IN_FUTURE),
        ({"observed_from": date(2025, 7, 1)}, Fault.DAYS_REVERSED),
        ({"observed_from": date(2023, 1, 1), "observed_until": date(2023, 12, 31)}, Fault.NO_DEFINITION),
        ({"source": "  "}, Fault.NO_SOURCE),
        ({"exposure": Decimal(0)}, Fault.EXPOSURE_NOT_POSITIVE),
        ({"lower": Decimal("12.51")}, Fault.LOWER_ABOVE_VALUE),
        ({"upper": Decimal("12.49")}, Fault.UPPER_BELOW_VALUE),
        ({"value": Decimal(10) ** 13}, Fault.TOO_LARGE),
    ],
)
def test_what_cannot_be_is_refused(
    bare_session: Session,
    built: House,
    indicator: Indicator,
    place: Knooppunt,
    wrong: dict[str, object],
    fault: Fault,
) -> None:
    content = replace(observing.content(indicator, place), **wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidObservationError) as refused:
        observations.record_observation(bare_session, built.officer, content)
    assert refused.value.fault is fault
    assert rows(bare_session) == 0


def test_today_is_not_the_future(
    bare_session: Session, built: House, indicator: Indicator, place: Knooppunt
) -> None:
    content = replace(observing.content(indicator, place), observed_until=date(2026, 3, 20))
    assert observations.record_observation(bare_session, built.officer, content).id


def test_a_retired_indicator_takes_no_values(
    bare_session: Session, built: House, indicator: Indicator, place: Knooppunt
) -> None:
    indicators.retire_indicator(bare_session, built.officer, indicator, indicator.version, "Niet meer nodig.")
    with pytest.raises(InvalidObservationError) as refused:
        observing.observe(bare_session, built.officer, indicator, place)
    assert refused.value.fault is Fault.RETIRED


def test_a_correction_is_withdrawing_and_recording_anew(
    bare_session: Session, built: House, indicator: Indicator, place: Knooppunt
) -> None:
    first = observing.observe(bare_session, built.officer, indicator, place)
    with pytest.raises(ReasonRequiredError):
        observations.withdraw_observation(bare_session, built.officer, first, " ")
    observations.withdraw_observation(bare_session, built.officer, first, "Verkeerd overgenomen.")
    assert observing.observe(bare_session, built.officer, indicator, place, "13").value == 13
    assert first.value == Decimal("12.5")
    with pytest.raises(ObservationWithdrawnError):
        observations.withdraw_observation(bare_session, built.officer, first, "Nog eens.")


def test_the_trail_tells_that_and_not_what(
    bare_session: Session, built: House, indicator: Indicator, place: Knooppunt
) -> None:
    made = observing.observe(bare_session, built.officer, indicator, place, "98765")
    events = bare_session.scalars(
        sa.select(AuditEvent).where(AuditEvent.subject_kind == SubjectKind.OBSERVATION)
    ).all()
    assert [(each.action, each.subject_id, each.network_id) for each in events] == [
        (AuditAction.OBSERVATION_RECORDED, made.id, built.networks[0].id)
    ]
    assert "98765" not in str(events[0].details) + events[0].subject_label


def test_many_are_recorded_together_or_not_at_all(
    bare_session: Session, built: House, indicator: Indicator, place: Knooppunt
) -> None:
    good = observing.content(indicator, place)
    with pytest.raises(InvalidObservationError), bare_session.begin_nested():
        observations.record_observations(
            bare_session, built.officer, [good, replace(good, source="B", exposure=Decimal(-1))]
        )
    assert rows(bare_session) == 0
    made = observations.record_observations(bare_session, built.officer, [good, good])
    assert len({row.id for row in made}) == rows(bare_session) == 1
