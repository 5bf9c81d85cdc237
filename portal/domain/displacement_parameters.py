"""The limits of the screening for displacement, and what they may be (design: product, section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal


@dataclass(frozen=True)
class Parameters:
    """The limits of the rule; the programme office may set others, with a reason."""

    giver_change: Decimal = Decimal("-0.15")
    receiver_change: Decimal = Decimal("0.40")
    floor: Decimal = Decimal(5)
    """Value, as observed, that a receiver must at least have reached."""
    fewest_observations: int = 3
    most_lag: int = 2


BOUNDS: Mapping[str, tuple[Decimal, Decimal]] = {
    "giver_change": (Decimal("-3.00"), Decimal("-0.01")),
    "receiver_change": (Decimal("0.01"), Decimal("3.00")),
    "floor": (Decimal(0), Decimal(1_000_000_000)),
    "fewest_observations": (Decimal(2), Decimal(20)),
    "most_lag": (Decimal(0), Decimal(6)),
}
"""Between which values each parameter makes sense, both included."""


def plausible(parameters: Parameters) -> bool:
    """Return whether every parameter lies within its bounds."""
    return all(
        BOUNDS[each.name][0] <= getattr(parameters, each.name) <= BOUNDS[each.name][1]
        for each in fields(parameters)
    )
