"""Numbers as people write them in Dutch: points between thousands, a comma before decimals."""

import re
from decimal import Decimal
from enum import StrEnum

from portal.domain.observations import LARGEST


class NumberFault(StrEnum):
    """Why what was written is no number that can be taken."""

    NO_NUMBER = "no_number"
    POINT_BEFORE_DECIMALS = "point_before_decimals"
    TOO_FINE = "too_fine"
    TOO_LARGE = "too_large"


class NumberError(ValueError):
    """Raised when a text is no number; carries why."""

    def __init__(self, fault: NumberFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


_DUTCH = re.compile(r"(?P<sign>[-\u2212]?)(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d+))?")
_ENGLISH = re.compile(r"[-\u2212]?(\d{1,3}(,\d{3})+|\d+)\.\d+")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_DECIMALS = 2
_MOST_DIGITS = 20


def read_number(text: str) -> Decimal:
    """Return the number in a text; raises NumberError.

    1.234,5 is one thousand two hundred thirty-four and a half. 1234.5 is refused: in 1.234 the point would
    make it a thousand times as much, and nobody sees the difference.
    """
    plain = _SPACES.sub("", text)
    found = _DUTCH.fullmatch(plain)
    if found is None:
        english = _ENGLISH.fullmatch(plain)
        raise NumberError(NumberFault.POINT_BEFORE_DECIMALS if english else NumberFault.NO_NUMBER)
    whole = found["whole"].replace(".", "").lstrip("0")
    if len(whole) > _MOST_DIGITS:
        raise NumberError(NumberFault.TOO_LARGE)
    number = Decimal(f"{whole or 0}.{(found['part'] or '0').rstrip('0') or 0}")
    return fitting(-number if found["sign"] else number)


def fitting(number: Decimal) -> Decimal:
    """Return a number that can be kept: two decimals at most, and not too large; raises NumberError."""
    if not number.is_finite():
        raise NumberError(NumberFault.NO_NUMBER)
    if abs(number) > LARGEST:
        raise NumberError(NumberFault.TOO_LARGE)
    rounded = round(number, _DECIMALS)
    if rounded != number:
        raise NumberError(NumberFault.TOO_FINE)
    return rounded
