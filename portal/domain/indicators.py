"""Indicators and what underpins a maatregel (design: product, section 6; Court of Audit 2024)."""

from enum import StrEnum


class Direction(StrEnum):
    """Which way an indicator should move; neutral where more is neither better nor worse by itself."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class NormKind(StrEnum):
    """What a value is held against."""

    BASELINE = "baseline"
    TARGET = "target"


class NormState(StrEnum):
    """Whether there is something to hold values against."""

    THERE = "there"
    WAIVED = "waived"
    MISSING = "missing"


class Ingredient(StrEnum):
    """What the underpinning of a maatregel consists of."""

    GOAL = "goal"
    BASELINE = "baseline"
    TARGET = "target"
    MECHANISM = "mechanism"
    OBSERVATIONS = "observations"
    EVALUATION = "evaluation"
