"""The stages of a change of the law, and when what waits for it is in danger."""

from datetime import date

import pytest

from portal.domain.legislation import (
    ORDER,
    STAGES_AFTER,
    LawFacts,
    LawRisk,
    law_risk,
    needs_explanation,
    track_code,
)
from portal.domain.parliament import LegislationStage as Stage

TODAY = date(2026, 3, 20)
NEEDED = date(2026, 12, 31)


def test_every_stage_says_where_it_can_go() -> None:
    assert set(STAGES_AFTER) == set(Stage)
    assert STAGES_AFTER[Stage.IN_FORCE] == ()
    assert STAGES_AFTER[Stage.DROPPED] == (Stage.EXPLORATION, Stage.PREPARATION)
    for stage in ORDER[:-1]:
        assert STAGES_AFTER[stage] == (*ORDER, Stage.DROPPED)


@pytest.mark.parametrize(
    ("former", "new", "expected"),
    [
        (Stage.EXPLORATION, Stage.PREPARATION, False),
        (Stage.EXPLORATION, Stage.IN_FORCE, False),
        (Stage.TWEEDE_KAMER, Stage.TWEEDE_KAMER, False),
        (Stage.TWEEDE_KAMER, Stage.COUNCIL_OF_STATE, True),
        (Stage.EERSTE_KAMER, Stage.EXPLORATION, True),
        (Stage.EXPLORATION, Stage.DROPPED, True),
        (Stage.DROPPED, Stage.PREPARATION, True),
    ],
)
def test_back_and_stopping_need_words(former: Stage, new: Stage, *, expected: bool) -> None:
    assert needs_explanation(former, new) is expected


@pytest.mark.parametrize(
    ("stage", "expected_on", "needed_on", "risk"),
    [
        (Stage.TWEEDE_KAMER, None, None, None),
        (Stage.TWEEDE_KAMER, date(2030, 1, 1), None, None),
        (Stage.TWEEDE_KAMER, None, NEEDED, None),
        (Stage.TWEEDE_KAMER, NEEDED, NEEDED, None),
        (Stage.TWEEDE_KAMER, date(2027, 1, 1), NEEDED, LawRisk.TOO_LATE),
        (Stage.PUBLISHED, date(2027, 1, 1), NEEDED, LawRisk.TOO_LATE),
        (Stage.TWEEDE_KAMER, None, TODAY, None),
        (Stage.TWEEDE_KAMER, None, date(2026, 3, 19), LawRisk.NOT_THERE),
        (Stage.PUBLISHED, date(2026, 3, 1), date(2026, 3, 19), LawRisk.NOT_THERE),
        (Stage.IN_FORCE, None, date(2020, 1, 1), None),
        (Stage.DROPPED, None, None, LawRisk.DROPPED),
        (Stage.DROPPED, NEEDED, NEEDED, LawRisk.DROPPED),
    ],
)
def test_when_work_that_waits_is_in_danger(
    stage: Stage, expected_on: date | None, needed_on: date | None, risk: LawRisk | None
) -> None:
    assert law_risk(LawFacts(stage, expected_on, needed_on), TODAY) is risk


def test_a_code_has_two_digits() -> None:
    assert [track_code(1), track_code(12), track_code(120)] == ["wet-01", "wet-12", "wet-120"]
