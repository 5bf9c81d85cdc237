"""Dutch compounds, so that smokkel finds drugssmokkel: by their last part, which says what they are about.

A database looks for beginnings only. What ends a long word is therefore kept as well, written back to front.
"""

import re

from portal.domain.dutch import plain_words

SHORTEST = 8
"""Letters of a word that is kept back to front; shorter ones are hardly ever made of two."""
SHORTEST_PART = 5
"""Letters of a word that is looked for at the end of others: port would find rapport and transport."""
_MARK = "qq"
"""With this no Dutch word begins, so that nobody finds these by what they look like."""
_NO_PART = {"regel"}
"""Words with which others end that nobody takes for a compound: maatregel stands in nearly every text."""
_LONG = re.compile(r"([aeou])\1([bcdfghjklmnpqrstvwxz])$")
_OPEN = re.compile(r"(?<![aeiou])([aeou])([bcdfghjklmnpqrstvwxz])en$")
_FINAL = str.maketrans({"v": "f", "z": "s"})
_INNER = str.maketrans({"f": "v", "s": "z"})


def long_words(text: str) -> str:
    """Return each long word of a text once, back to front, with a space between."""
    long = (word for word in plain_words(text) if len(word) >= SHORTEST and word.isalpha())
    return " ".join(dict.fromkeys(map(back_to_front, long)))


def back_to_front(word: str) -> str:
    """Return a plain word as it is kept back to front."""
    return f"{_MARK}{word[::-1]}"


def endings(word: str) -> tuple[str, ...]:
    """Return how longer words end that are about this plain word: haven and havens; none for a short word."""
    singulars = _singulars(word)
    if len(word) < SHORTEST_PART or not word.isalpha() or _NO_PART & {word, *singulars}:
        return ()
    forms = {word, f"{word}s", *singulars, *_plurals(word)}
    return tuple(sorted(each for each in forms if len(each) >= SHORTEST_PART))


def _singulars(word: str) -> set[str]:
    """Return of what a word may be the plural: havens of haven, signalen of signaal, bedrijven of bedrijf."""
    if word.endswith("s"):
        return {word[:-1]}
    if word.endswith("en"):
        spelled = _OPEN.sub(lambda found: found[1] * 2 + found[2], word).removesuffix("en")
        return {word[:-1], word[:-2], spelled[:-1] + spelled[-1].translate(_FINAL)}
    return set()


def _plurals(word: str) -> set[str]:
    """Return the plurals in -en: maatregelen of maatregel, signalen of signaal, bedrijven of bedrijf."""
    if word.endswith("en"):
        return set()
    if word.endswith("e"):
        return {f"{word}n"}
    spelled = _LONG.sub(r"\1\2", word)
    return {f"{word}en", f"{spelled[:-1]}{spelled[-1].translate(_INNER)}en"}
