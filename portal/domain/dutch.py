"""Dutch words as the search compares them: without accents and capitals, and cut back to a stem.

Written here and not left to the databases: SQLite has no Dutch stems at all, and those of PostgreSQL keep
haven and havens apart. One stemmer for both means one answer on both (ADR 48).
"""

import re
import unicodedata
from functools import lru_cache

LONGEST = 60
"""Letters of a word that count; what is longer is no word."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN = re.compile(r"[a-z0-9]+")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "'": "", "’": ""})
_ENDINGS = (("ing", 4), ("en", 3), ("e", 3), ("s", 3))
"""What is cut off, and how many letters must be left."""
_DOUBLE = re.compile(r"([bcdfghjklmnpqrstvwxz])\1$")
_LONG_VOWEL = re.compile(r"(aa|ee|oo|uu)([bcdfghjklmnpqrstvwxz])$")

_COMMON = """
aan al alle alleen als ander andere bij binnen daar daarbij daarmee daarna daarom dan dat de deze die dit
doen door dus echter een en enkele er geen had hebben heeft hem het hier hoe hun ik in is ja je kan kunnen
maar mag meer men met mijn moet moeten na naar niet nog nu of om omdat ons onze ook op over per
reeds sinds te tegen ten ter toch tot tussen uit uw van vanaf veel vervolgens via vooral voor waar waarbij
waarin want was wat we wel welke werd wie wij wil worden wordt zal
ze zelf zich zij zijn zo zoals zodat zou zullen
"""
COMMON = frozenset(_COMMON.split())
"""Words that stand in nearly every text: they are neither kept nor looked for."""


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text begin and end."""
    return [found.span() for found in _WORD.finditer(text)]


def plain_words(text: str) -> list[str]:
    """Return the words of a text that count, in plain small letters and in order."""
    return [word for each in _WORD.findall(text) if counts(word := plain(each))]


def counts(word: str) -> bool:
    """Return whether a plain word is kept and looked for."""
    return word not in COMMON and (len(word) > 1 or word.isdigit())


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """Return a word in a to z and 0 to 9; both databases then see the same word, whatever their language."""
    folded = unicodedata.normalize("NFKD", word.casefold()).translate(_LETTERS)
    if not _PLAIN.fullmatch(folded):
        folded = "".join(
            sign if sign.isascii() and sign.isalnum() else f"u{ord(sign):x}"
            for sign in folded
            if not unicodedata.combining(sign)
        )
    return folded[:LONGEST]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what a plain word shares with its other forms: havens and haven, signaal and signalen."""
    while (shorter := _shorter(word)) != word:
        word = shorter
    return word[:-1] + "v" if word.endswith("f") else word


def stems(text: str) -> str:
    """Return the stems of a text, with a space between."""
    return " ".join(map(_kept, plain_words(text)))


def kept(word: str) -> str:
    """Return a plain word as it is kept; no database reads a number in it."""
    return f"n{word}" if word[0].isdigit() else word


def _kept(word: str) -> str:
    return kept(stem(word))


def _shorter(word: str) -> str:
    """Cut one ending off; a word with a number in it has none."""
    if not word.isalpha():
        return word
    if word.endswith("heden"):
        return f"{word[:-5]}heid"
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    if word.endswith("z"):
        return f"{word[:-1]}s"
    return _LONG_VOWEL.sub(lambda found: found[1][0] + found[2], _DOUBLE.sub(r"\1", word))
