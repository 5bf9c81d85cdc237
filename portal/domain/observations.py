"""Values of indicators: what one consists of, and what can never be true of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from portal.domain.audience import Audience
from portal.domain.errors import DomainError

LARGEST = Decimal(10**12)
"""No value, limit or denominator is larger than this, either way."""


class Fault(StrEnum):
    """Why a value cannot be recorded."""

    DAYS_REVERSED = "days_reversed"
    IN_FUTURE = "in_future"
    NO_DEFINITION = "no_definition"
    RETIRED = "retired"
    NO_SOURCE = "no_source"
    EXPOSURE_NOT_POSITIVE = "exposure_not_positive"
    LOWER_ABOVE_VALUE = "lower_above_value"
    UPPER_BELOW_VALUE = "upper_below_value"
    TOO_LARGE = "too_large"


class InvalidObservationError(DomainError):
    """Raised when a value cannot be recorded; carries why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class ObservationContent:
    """One value for one place and stretch of time from one source; days are inclusive."""

    indicator_id: int
    knooppunt_id: int
    observed_from: date
    observed_until: date
    value: Decimal
    exposure: Decimal | None = None
    source: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None
    uncertainty: str = ""
    audience: Audience = Audience.ALL_NETWORKS

    @property
    def place(self) -> tuple[int, int, date, date, str]:
        """What can hold one standing value only: indicator, place, days and source."""
        return (
            self.indicator_id,
            self.knooppunt_id,
            self.observed_from,
            self.observed_until,
            self.source.strip(),
        )


class Definition(Protocol):
    """A version of what an indicator counts."""

    @property
    def valid_from(self) -> date: ...


D = TypeVar("D", bound=Definition)


def definition_on(definitions: Iterable[D], day: date) -> D | None:
    """Return the definition that holds on a day; of several from one day the last one in order."""
    return max((each for each in definitions if each.valid_from <= day), key=_begins, default=None)


def faults_of(content: ObservationContent, today: date) -> Iterator[Fault]:
    """Yield what makes a value impossible, apart from its indicator."""
    numbers = (content.value, content.exposure, content.lower, content.upper)
    if content.observed_from > content.observed_until:
        yield Fault.DAYS_REVERSED
    if content.observed_until > today:
        yield Fault.IN_FUTURE
    if not content.source.strip():
        yield Fault.NO_SOURCE
    if any(number is not None and abs(number) > LARGEST for number in numbers):
        yield Fault.TOO_LARGE
    if content.exposure is not None and content.exposure <= 0:
        yield Fault.EXPOSURE_NOT_POSITIVE
    if content.lower is not None and content.lower > content.value:
        yield Fault.LOWER_ABOVE_VALUE
    if content.upper is not None and content.upper < content.value:
        yield Fault.UPPER_BELOW_VALUE


def per_exposure(value: Decimal, exposure: Decimal | None, times: int = 100) -> Decimal | None:
    """Return a value per so many of what it is divided by; None where that is not known."""
    return round(value / exposure * times, 2) if exposure else None


def _begins(definition: Definition) -> date:
    return definition.valid_from
