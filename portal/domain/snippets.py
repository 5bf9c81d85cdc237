"""A few words of a text around what was found, with the found words apart."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.domain.dutch import plain, spans
from portal.domain.full_text import Term

BEFORE = 80
LENGTH = 260
_LATIN = [chr(code) for code in range(0xC0, 0x250)]


@dataclass(frozen=True)
class Piece:
    """A part of a text, found or not."""

    text: str
    found: bool = False


def marked(text: str, terms: Sequence[Term]) -> list[Piece]:
    """Return a text in pieces, each found word on its own."""
    pieces: list[Piece] = []
    at = 0
    for first, last in spans(text):
        if _fits(text[first:last], terms):
            pieces += [Piece(text[at:first]), Piece(text[first:last], found=True)]
            at = last
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]


def snippet(text: str, terms: Sequence[Term]) -> list[Piece]:
    """Return the words around the first that was found, or those at the beginning."""
    text = " · ".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    first = _boundary(text, max(0, _where(text, terms) - BEFORE))
    last = len(text) if len(text) <= first + LENGTH else text.rfind(" ", first, first + LENGTH)
    if last <= first:
        last = first + LENGTH
    pieces = marked(text[first:last], terms)
    before = [Piece("… ")] if first else []
    after = [Piece(" …")] if last < len(text) else []
    return [*before, *pieces, *after]


def _where(text: str, terms: Sequence[Term]) -> int:
    """Return where the first found word begins; most words are passed over by their first letter."""
    letters = frozenset(_letter(stem) for term in terms for stem in term.stems)
    endings = frozenset(ending for term in terms for ending in term.endings)
    for found in _candidates(letters, endings).finditer(text):
        if _fits(found.group(), terms):
            return found.start()
    return 0


def _fits(word: str, terms: Sequence[Term]) -> bool:
    said = plain(word)
    return any(term.fits(said) for term in terms)


def _letter(stem: str) -> str:
    """Return with what a word begins that was kept like this."""
    return stem[1:2] if stem[0] == "n" and stem[1:2].isdigit() else stem[0]


@lru_cache(maxsize=500)
def _candidates(letters: frozenset[str], endings: frozenset[str]) -> re.Pattern[str]:
    # A word in other letters is kept as numbers that begin with u: it may be any sign.
    if "u" in letters:
        return re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
    begins = rf"[{_signs(letters)}][^\W_]*(?:['’][^\W_]+)*"
    ends = "|".join("".join(f"[{_signs({letter})}]" for letter in each) for each in sorted(endings))
    words = rf"(?:{begins}|[^\W_]+(?:{ends})(?![^\W_]))" if endings else begins
    return re.compile(rf"(?<![^\W_]){words}", re.IGNORECASE)


def _signs(letters: Iterable[str]) -> str:
    """Return letters with all their accents."""
    return "".join([*sorted(letters), *(sign for sign in _LATIN if plain(sign)[:1] in letters)])


def _boundary(text: str, at: int) -> int:
    """Return the beginning of a word at or after a place."""
    return at if at == 0 else text.find(" ", at) + 1
