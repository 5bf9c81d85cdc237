"""Passages in a text that look like personal data or a case (design: product, section 3).

The expressions are written so that the browser understands them too: it warns while somebody types, and
never sends anything anywhere. What only a number can tell (check digits) has a name on both sides.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class PersonalDataKind(StrEnum):
    """What a passage looks like; the order is that in which passages are claimed."""

    IBAN = "iban"
    EMAIL = "email"
    CONTAINER = "container"
    PHONE = "phone"
    BSN = "bsn"
    PLATE = "plate"


@dataclass(frozen=True)
class Passage:
    """A passage in a text, and what it looks like."""

    kind: PersonalDataKind
    text: str
    start: int


_APART = r"(?<![0-9A-Za-z@./_-])"
_END = r"(?![0-9A-Za-z@_]|[.,-][0-9A-Za-z])"
_PAIR = r"[ -][0-9]{2}"
_CONSONANT = "[BDFGHJKLMNOPRSTVWXZbdfghjklmnoprstvwxz]"
_CAPITAL = _CONSONANT[: _CONSONANT.index("b")] + "]"
_SIDECODES = ("9 XXX 99", "99 XXX 9", "XX 999 X", "X 999 XX", "XXX 99 X", "X 99 XXX", "9 XX 999", "999 XX 9")
_LIKE_A_CODE = "XXX 99 X"
"""In capitals only: ovk-01-b is the name of a subject in the plan."""
_WRITTEN_TOGETHER = ("99 XX 99", "XX 99 XX", *_SIDECODES)
_WITH_HYPHENS = ("XX 99 XX", "XX XX 99", "99 XX XX", *(each for each in _SIDECODES if each != _LIKE_A_CODE))
_OLD = ("[A-Z]{2}-[0-9]{2}-[0-9]{2}", "[0-9]{2}-[0-9]{2}-[A-Z]{2}", "[0-9]{2}-[A-Z]{2}-[0-9]{2}")
"""The first three series, which took every letter; in capitals only, for words of two letters are common."""


def _plate(sidecode: str, letter: str, between: str) -> str:
    groups = [
        f"{letter if group.startswith('X') else '[0-9]'}{{{len(group)}}}" for group in sidecode.split(" ")
    ]
    return between.join(groups)


_PLATES = (
    *_OLD,
    *(_plate(sidecode, _CONSONANT, "-") for sidecode in _WITH_HYPHENS),
    _plate(_LIKE_A_CODE, _CAPITAL, "-"),
    *(_plate(sidecode, _CAPITAL, "") for sidecode in _WRITTEN_TOGETHER),
)
_MOBILE = (
    rf"06[ -]?(?:[0-9]{{8}}|[0-9]{{2}}(?:{_PAIR}){{3}}|[0-9]{{4}}[ -][0-9]{{4}}"
    r"|[0-9]{3}[ -][0-9]{3}[ -][0-9]{2}|[0-9]{2}[ -][0-9]{3}[ -][0-9]{3})"
)
_TOWN = (
    rf"0[1-57][0-9]\)?[ -]?(?:[0-9]{{7}}|[0-9]{{3}}[ -][0-9]{{4}}|[0-9]{{3}}(?:{_PAIR}){{2}})",
    rf"0[1-57][0-9]{{2}}\)?[ -]?(?:[0-9]{{6}}|[0-9]{{3}}[ -][0-9]{{3}}|[0-9]{{2}}(?:{_PAIR}){{2}})",
)
_PHONES = (
    r"(?:\+|00)31[ -]?(?:\(0\)[ -]?)?[1-9](?:[ -]?[0-9]){8}",
    r"\+[1-9][0-9]{0,2}[ -]?(?:\(0\)[ -]?)?(?:[ -]?[0-9]){9,12}",
    _MOBILE,
    *(rf"\(?{town}" for town in _TOWN),
)
_NO_AMOUNT_BEFORE = r"(?<!€)(?<!€[ \u00a0])"
_NO_AMOUNT_AFTER = r"(?![ \u00a0](?:euro|kilo|kg|ton))"


def _any(*expressions: str) -> str:
    return f"{_APART}(?:{'|'.join(expressions)}){_END}"


EXPRESSIONS: Mapping[PersonalDataKind, str] = {
    PersonalDataKind.IBAN: _any(
        r"[Nn][Ll][0-9]{2}[ ]?[A-Za-z]{4}[ ]?[0-9]{4}[ ]?[0-9]{4}[ ]?[0-9]{2}",
        r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}",
        r"[A-Z]{2}[0-9]{2}(?:[ ][0-9A-Z]{4}){2,7}(?:[ ][0-9A-Z]{1,3})?",
    ),
    PersonalDataKind.EMAIL: (
        r"(?<![0-9A-Za-z._%+-])[0-9A-Za-z._%+-]{1,64}@(?:[0-9A-Za-z-]{1,63}\.){1,8}[A-Za-z]{2,24}"
    ),
    PersonalDataKind.CONTAINER: _any(r"[A-Za-z]{3}[UJZujz][ -]?[0-9]{3}[ ]?[0-9]{3}[ -]?[0-9]"),
    PersonalDataKind.PHONE: rf"(?<![0-9A-Za-z@./_+-])(?:{'|'.join(_PHONES)}){_END}",
    PersonalDataKind.BSN: (
        _NO_AMOUNT_BEFORE
        + _any(
            "[0-9]{9}",
            r"[0-9]{4}[.][0-9]{2}[.][0-9]{3}",
            "[0-9]{4}[ -][0-9]{2}[ -][0-9]{3}",
            "[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}",
        )
        + _NO_AMOUNT_AFTER
    ),
    PersonalDataKind.PLATE: _any(*_PLATES),
}
"""How each kind is written."""


def is_bsn(passage: str) -> bool:
    """Return whether nine digits pass the eleven test."""
    digits = [int(each) for each in passage if each.isdigit()]
    total = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return any(digits) and total % 11 == 0


def is_container(passage: str) -> bool:
    """Return whether a container number has the check digit of ISO 6346."""
    signs = [each for each in passage.upper() if each.isalnum()]
    total = sum(_worth(sign) * (1 << place) for place, sign in enumerate(signs[:10]))
    return total % 11 % 10 == int(signs[10])


def is_iban(passage: str) -> bool:
    """Return whether an account number leaves 1 when divided by 97, as ISO 13616 asks."""
    signs = passage.upper().replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _worth(sign: str) -> int:
    """Return what a sign counts in ISO 6346: letters go from 10 on and skip every multiple of 11."""
    if sign.isdigit():
        return int(sign)
    return [number for number in range(10, 39) if number % 11][ord(sign) - ord("A")]


_CHECKS: Mapping[PersonalDataKind, Callable[[str], bool]] = {
    PersonalDataKind.IBAN: is_iban,
    PersonalDataKind.CONTAINER: is_container,
    PersonalDataKind.BSN: is_bsn,
}


def passages(text: str) -> list[Passage]:
    """Return what in a text looks like personal data, in the order of the text; no two overlap."""
    found: list[Passage] = []
    taken: list[range] = []
    for kind in PersonalDataKind:
        for match in _compiled(kind).finditer(text):
            span = range(*match.span())
            check = _CHECKS.get(kind)
            if check is not None and not check(match[0]):
                continue
            if any(span.start < other.stop and other.start < span.stop for other in taken):
                continue
            taken.append(span)
            found.append(Passage(kind, match[0], span.start))
    return sorted(found, key=lambda passage: passage.start)


@cache
def _compiled(kind: PersonalDataKind) -> re.Pattern[str]:
    return re.compile(EXPRESSIONS[kind])
