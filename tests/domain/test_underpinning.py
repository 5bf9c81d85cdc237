"""Which ingredients a maatregel has, how they are counted, and what is odd about what was filled in."""

from datetime import date

import pytest

from portal.domain.indicators import Ingredient, NormKind
from portal.domain.underpinning import (
    IndicatorFacts,
    Standing,
    Tally,
    UnderpinningCheck,
    UnderpinningContent,
    UnderpinningFacts,
    findings,
    hints,
    settled,
    standings,
    tallies,
    tally,
)

OWN, VIA_GOAL, WAIVED, MISSING = Standing
VALUE = IndicatorFacts(values=frozenset({NormKind.BASELINE}))
WITHOUT = IndicatorFacts(waived=frozenset({NormKind.BASELINE}))
TODAY = date(2026, 3, 20)
YESTERDAY, TOMORROW = date(2026, 3, 19), date(2026, 3, 21)
LONG = "Wie zich moet melden, valt eerder op en komt minder vaak terug."


@pytest.mark.parametrize(
    ("facts", "ingredient", "standing"),
    [
        (UnderpinningFacts(), Ingredient.GOAL, MISSING),
        (UnderpinningFacts(has_goal=True), Ingredient.GOAL, OWN),
        (UnderpinningFacts(), Ingredient.BASELINE, MISSING),
        (UnderpinningFacts(own=[VALUE]), Ingredient.BASELINE, OWN),
        (UnderpinningFacts(own=[VALUE]), Ingredient.TARGET, MISSING),
        (UnderpinningFacts(via_goal=[VALUE]), Ingredient.BASELINE, VIA_GOAL),
        (UnderpinningFacts(own=[VALUE], via_goal=[VALUE]), Ingredient.BASELINE, OWN),
        (UnderpinningFacts(own=[WITHOUT]), Ingredient.BASELINE, WAIVED),
        (UnderpinningFacts(via_goal=[WITHOUT]), Ingredient.BASELINE, WAIVED),
        (UnderpinningFacts(own=[WITHOUT], via_goal=[VALUE]), Ingredient.BASELINE, VIA_GOAL),
        (UnderpinningFacts(own=[WITHOUT, VALUE]), Ingredient.BASELINE, OWN),
        (
            UnderpinningFacts(own=[IndicatorFacts(waived=frozenset({NormKind.TARGET}))]),
            Ingredient.TARGET,
            WAIVED,
        ),
        (UnderpinningFacts(mechanism=" \n"), Ingredient.MECHANISM, MISSING),
        (UnderpinningFacts(mechanism="Zo."), Ingredient.MECHANISM, OWN),
        (UnderpinningFacts(own=[IndicatorFacts(observations=1)]), Ingredient.OBSERVATIONS, MISSING),
        (UnderpinningFacts(own=[IndicatorFacts(observations=2)]), Ingredient.OBSERVATIONS, OWN),
        (UnderpinningFacts(own=[IndicatorFacts(observations=1)] * 2), Ingredient.OBSERVATIONS, MISSING),
        (UnderpinningFacts(via_goal=[IndicatorFacts(observations=2)]), Ingredient.OBSERVATIONS, VIA_GOAL),
        (UnderpinningFacts(evaluation_on=TODAY), Ingredient.EVALUATION, OWN),
        (UnderpinningFacts(), Ingredient.EVALUATION, MISSING),
    ],
)
def test_how_an_ingredient_is_there(
    facts: UnderpinningFacts, ingredient: Ingredient, standing: Standing
) -> None:
    assert standings(facts)[ingredient] is standing


def test_every_ingredient_is_told_in_order() -> None:
    assert list(standings(UnderpinningFacts())) == list(Ingredient)


def test_what_was_left_out_on_purpose_is_neither_there_nor_missing() -> None:
    counted = tally([OWN, VIA_GOAL, VIA_GOAL, WAIVED, MISSING])
    assert counted == Tally(own=1, via_goal=2, waived=1, missing=1)
    assert (counted.present, counted.total) == (3, 5)
    assert tally([]) == Tally()


def test_ingredients_are_counted_apart() -> None:
    found = [
        standings(UnderpinningFacts(has_goal=True, own=[WITHOUT])),
        standings(UnderpinningFacts(has_goal=True, mechanism="Zo.")),
    ]
    counted = tallies(found)
    assert list(counted) == list(Ingredient)
    assert counted[Ingredient.GOAL] == Tally(own=2)
    assert counted[Ingredient.BASELINE] == Tally(waived=1, missing=1)
    assert counted[Ingredient.MECHANISM] == Tally(own=1, missing=1)
    assert [settled(each) for each in found] == [2, 2]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (UnderpinningContent(), []),
        (UnderpinningContent(LONG, TODAY, TODAY), []),
        (UnderpinningContent(operational_on=TOMORROW), [UnderpinningCheck.OPERATIONAL_IN_FUTURE]),
        (UnderpinningContent(evaluation_on=YESTERDAY), [UnderpinningCheck.EVALUATION_PASSED]),
        (
            UnderpinningContent(LONG, TODAY, YESTERDAY),
            [UnderpinningCheck.EVALUATION_PASSED, UnderpinningCheck.EVALUATION_BEFORE_START],
        ),
        (UnderpinningContent("Het helpt."), [UnderpinningCheck.MECHANISM_SHORT]),
    ],
)
def test_what_is_odd(content: UnderpinningContent, found: list[UnderpinningCheck]) -> None:
    assert findings(content, TODAY) == found
    stopping = {UnderpinningCheck.OPERATIONAL_IN_FUTURE}
    assert hints(content, TODAY) == [check for check in found if check not in stopping]
