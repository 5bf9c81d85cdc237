"""Which ingredients the underpinning of a maatregel has, and what is odd about what was filled in.

The Court of Audit found a programme without baselines and measurable goals (design: product, section 6).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.checks import Level
from portal.domain.indicators import Ingredient, NormKind

ENOUGH_OBSERVATIONS = 2
SHORT = 40
"""A mechanism of fewer characters hardly says how a maatregel leads to its goal."""


class Standing(StrEnum):
    """How an ingredient is there; the order is from most to least."""

    OWN = "own"
    VIA_GOAL = "via_goal"
    WAIVED = "waived"
    MISSING = "missing"


PRESENT = frozenset({Standing.OWN, Standing.VIA_GOAL})


@dataclass(frozen=True)
class IndicatorFacts:
    """What one indicator has to offer; only observations that the reader may read are counted."""

    values: frozenset[NormKind] = frozenset()
    waived: frozenset[NormKind] = frozenset()
    observations: int = 0


@dataclass(frozen=True)
class UnderpinningFacts:
    """Everything from which the ingredients of one maatregel follow."""

    has_goal: bool = False
    own: Sequence[IndicatorFacts] = ()
    """Indicators that are linked to the maatregel itself."""
    via_goal: Sequence[IndicatorFacts] = ()
    """Indicators that are linked to one of its goals."""
    mechanism: str = ""
    evaluation_on: date | None = None


def standings(facts: UnderpinningFacts) -> dict[Ingredient, Standing]:
    """Return for each ingredient how it is there."""
    return {
        Ingredient.GOAL: _own(there=facts.has_goal),
        Ingredient.BASELINE: _norm(facts, NormKind.BASELINE),
        Ingredient.TARGET: _norm(facts, NormKind.TARGET),
        Ingredient.MECHANISM: _own(there=bool(facts.mechanism.strip())),
        Ingredient.OBSERVATIONS: _observations(facts),
        Ingredient.EVALUATION: _own(there=facts.evaluation_on is not None),
    }


@dataclass(frozen=True)
class Tally:
    """How an ingredient stands among some maatregelen."""

    own: int = 0
    via_goal: int = 0
    waived: int = 0
    missing: int = 0

    @property
    def present(self) -> int:
        """How many have it, by themselves or via a goal; what was waived is no presence."""
        return self.own + self.via_goal

    @property
    def total(self) -> int:
        """How many maatregelen there are."""
        return self.present + self.waived + self.missing


def tally(found: Iterable[Standing]) -> Tally:
    """Count how one ingredient stands."""
    counts = Counter(found)
    return Tally(**{each.value: counts[each] for each in Standing})


def tallies(found: Sequence[Mapping[Ingredient, Standing]]) -> dict[Ingredient, Tally]:
    """Count each ingredient over some maatregelen."""
    return {ingredient: tally(each[ingredient] for each in found) for ingredient in Ingredient}


def settled(found: Mapping[Ingredient, Standing]) -> int:
    """Return how many ingredients of a maatregel are there or were left out on purpose."""
    return sum(each is not Standing.MISSING for each in found.values())


@dataclass(frozen=True)
class UnderpinningContent:
    """Why a maatregel should work, since when it does, and when that is looked into."""

    mechanism: str = ""
    operational_on: date | None = None
    evaluation_on: date | None = None


class UnderpinningCheck(StrEnum):
    """What can be odd about an underpinning."""

    OPERATIONAL_IN_FUTURE = "operational_in_future"
    EVALUATION_PASSED = "evaluation_passed"
    EVALUATION_BEFORE_START = "evaluation_before_start"
    MECHANISM_SHORT = "mechanism_short"


LEVELS: Mapping[UnderpinningCheck, Level] = {
    UnderpinningCheck.OPERATIONAL_IN_FUTURE: Level.ERROR,
    UnderpinningCheck.EVALUATION_PASSED: Level.HINT,
    UnderpinningCheck.EVALUATION_BEFORE_START: Level.HINT,
    UnderpinningCheck.MECHANISM_SHORT: Level.HINT,
}
"""Since when a maatregel works is a fact and cannot lie ahead; the rest stops nobody."""


def findings(content: UnderpinningContent, today: date) -> list[UnderpinningCheck]:
    """Return what is odd, in the order of the enum."""
    begun, evaluated = content.operational_on, content.evaluation_on
    odd = {
        UnderpinningCheck.OPERATIONAL_IN_FUTURE: begun is not None and begun > today,
        UnderpinningCheck.EVALUATION_PASSED: evaluated is not None and evaluated < today,
        UnderpinningCheck.EVALUATION_BEFORE_START: bool(begun and evaluated and evaluated < begun),
        UnderpinningCheck.MECHANISM_SHORT: 0 < len(content.mechanism.strip()) < SHORT,
    }
    return [check for check in UnderpinningCheck if odd[check]]


def hints(content: UnderpinningContent, today: date) -> list[UnderpinningCheck]:
    """Return what is odd and yet may be so."""
    return [check for check in findings(content, today) if LEVELS[check] is Level.HINT]


def _own(*, there: bool) -> Standing:
    return Standing.OWN if there else Standing.MISSING


def _norm(facts: UnderpinningFacts, kind: NormKind) -> Standing:
    """A value counts before the decision to go without, and an own indicator before one of a goal."""
    if any(kind in each.values for each in facts.own):
        return Standing.OWN
    if any(kind in each.values for each in facts.via_goal):
        return Standing.VIA_GOAL
    if any(kind in each.waived for each in (*facts.own, *facts.via_goal)):
        return Standing.WAIVED
    return Standing.MISSING


def _observations(facts: UnderpinningFacts) -> Standing:
    """Two observations of one and the same indicator: only then something can have moved."""
    if any(each.observations >= ENOUGH_OBSERVATIONS for each in facts.own):
        return Standing.OWN
    if any(each.observations >= ENOUGH_OBSERVATIONS for each in facts.via_goal):
        return Standing.VIA_GOAL
    return Standing.MISSING
