"""The indicators of the demonstration as data: invented, read and checked before anything happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from pydantic import TypeAdapter

from portal.demo.story import TEXTS, merged
from portal.domain.indicators import Direction


@dataclass(frozen=True)
class NormStory:
    """A value with its source, or why there is none."""

    value: Decimal | None = None
    source: str = ""
    waived: str = ""


@dataclass(frozen=True)
class ChangeStory:
    """A new definition, and why."""

    definition: str
    reason: str


@dataclass(frozen=True)
class UncertaintyStory:
    """How far a value may be off, as parts of it, and why."""

    lower: Decimal
    upper: Decimal
    words: str


@dataclass(frozen=True)
class SecondSource:
    """A source that says something else of the last half-year."""

    place: str
    value: Decimal
    source: str
    words: str


@dataclass(frozen=True)
class IndicatorStory:
    """One indicator with its values by place, over half-years of which the last is the last one closed."""

    code: str
    title: str
    unit: str
    direction: Direction
    exposure: str
    source: str
    moment: str
    goals: Sequence[str]
    maatregelen: Sequence[str]
    definition: str
    changed: ChangeStory | None = None
    baseline: NormStory | None = None
    target: NormStory | None = None
    place_baselines: Mapping[str, Decimal] = field(default_factory=dict)
    values: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)
    exposures: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)
    uncertain: Mapping[str, UncertaintyStory] = field(default_factory=dict)
    second_source: SecondSource | None = None


@cache
def read_indicators() -> Sequence[IndicatorStory]:
    """Read them all."""
    told = [{"code": code, **each} for code, each in merged(TEXTS / "indicatoren").items()]
    return TypeAdapter(list[IndicatorStory]).validate_python(told)
