"""Which passwords are good enough: long, and not what somebody would guess first (security R05).

A password may hold any character and needs none in particular: length and surprise are what slow guessing.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from portal.domain.common_words import CONTEXT_WORDS, DUTCH_WORDS

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 128
ENOUGH_GUESSES = 10**8
"""A password that is found in fewer guesses is refused."""
ENOUGH_BESIDE = 8
"""So many characters must stand beside words that everybody tries."""
_FEWEST_DIFFERENT = 5
_ESTIMATED = 72
"""The estimate looks no further: it takes more time than length adds."""
_SHORTEST_WORD = 3
_NO_LETTERS = "0123456789!?.,;:@#$%&*-_+=()/ "
_PART = re.compile(r"[^\W\d_]+")
_SWAPPED = str.maketrans("4@301!|$578", "aaeoiilsstb")


class PasswordFault(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    CONTEXT = "context"
    PERSONAL = "personal"
    PREDICTABLE = "predictable"


class WeakPasswordError(ValueError):
    """Raised when a password is not good enough; carries why."""

    def __init__(self, fault: PasswordFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def fault_in(
    password: str, personal: Iterable[str] = (), context: Iterable[str] = ()
) -> PasswordFault | None:
    """Return why a password is not good enough for somebody with these names, None when it is."""
    if len(password) < MINIMUM_LENGTH:
        return PasswordFault.TOO_SHORT
    if len(password) > MAXIMUM_LENGTH:
        return PasswordFault.TOO_LONG
    own, about = _words_in(personal), CONTEXT_WORDS | _words_in(context)
    spellings = _spellings(password)
    if any(_is_frequent(spelling) for spelling in spellings):
        return PasswordFault.COMMON
    for words, fault in (
        (DUTCH_WORDS, PasswordFault.COMMON),
        (own, PasswordFault.PERSONAL),
        (about | DUTCH_WORDS, PasswordFault.CONTEXT),
        (own | about | DUTCH_WORDS, PasswordFault.PERSONAL),
    ):
        if any(_is_made_of(spelling, words) for spelling in spellings):
            return fault
    if len(set(password.casefold())) < _FEWEST_DIFFERENT or _guesses(password, own | about) < ENOUGH_GUESSES:
        return PasswordFault.PREDICTABLE
    return None


def _words_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the words in names and addresses, plain, and each text as one word."""
    words: set[str] = set()
    for text in texts:
        parts = _PART.findall(_plain(text))
        words.update(parts, ["".join(parts)])
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD)


def _plain(text: str) -> str:
    """Return a text without capitals and accents."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in spread if not unicodedata.combining(character))


def _spellings(password: str) -> tuple[str, ...]:
    """Return how a password may be read: as it is, and with digits that stand for letters put back."""
    plain = _plain(password)
    core = plain.strip(_NO_LETTERS)
    return tuple({plain, plain.translate(_SWAPPED), core.translate(_SWAPPED)})


def _is_frequent(spelling: str) -> bool:
    """Return whether this is a word that is tried first, perhaps repeated, with digits or signs around it."""
    letters = "".join(_PART.findall(spelling))
    few_beside = len(spelling) - len(letters) < ENOUGH_BESIDE
    if few_beside and len(letters) >= _SHORTEST_WORD and any(map(_is_listed, (letters, _repeated(letters)))):
        return True
    # The lists hold numbers too: then what is put behind has no letter to be told apart by.
    behind = min(len(spelling) - len(spelling.rstrip(_NO_LETTERS)), ENOUGH_BESIDE - 1)
    return any(_is_listed(spelling[: len(spelling) - cut]) for cut in range(behind + 1))


def _is_listed(text: str) -> bool:
    # A hundred thousand words: only a process in which somebody chooses a password has them in memory.
    from zxcvbn.matching import RANKED_DICTIONARIES  # noqa: PLC0415

    return text in DUTCH_WORDS or any(text in words for words in RANKED_DICTIONARIES.values())


def _repeated(text: str) -> str:
    """Return the part of which a text is the repetition; the text itself when it is none."""
    return text[: (text + text).index(text, 1)] if text else text


def _is_made_of(spelling: str, words: frozenset[str]) -> bool:
    """Return whether hardly anything is left once these words are taken out, the longest first."""
    rest = spelling
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return rest != spelling and len(rest.replace(" ", "")) < ENOUGH_BESIDE


def _guesses(password: str, words: frozenset[str]) -> int:
    """Return after how many guesses somebody who knows people finds this password."""
    from zxcvbn.matching import RANKED_DICTIONARIES, build_ranked_dict, omnimatch  # noqa: PLC0415 - as above
    from zxcvbn.scoring import most_guessable_match_sequence  # noqa: PLC0415

    looked_at = password[:_ESTIMATED]
    known = {**RANKED_DICTIONARIES, "words": build_ranked_dict(sorted(DUTCH_WORDS | words))}
    return int(most_guessable_match_sequence(looked_at, omnimatch(looked_at, known))["guesses"])
