"""Secrets that are no secret: easy to guess, used twice, or readable by others."""

import stat
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

FEWEST_CHARACTERS = 8
"""A key made by chance of 32 characters, even of hexadecimal digits, has more different ones than this."""


def is_guessable(secret: str) -> bool:
    """Return whether a key was typed rather than made: few characters, or one piece again and again."""
    return len(set(secret)) < FEWEST_CHARACTERS or secret in (secret * 2)[1:-1]


def used_twice(secrets: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the names of two secrets that are the same; what leaks one would leak the other."""
    given = [(name, value) for name, value in secrets.items() if value]
    return next(((one, other) for (one, a), (other, b) in combinations(given, 2) if a == b), None)


def readable_by_others(environ: Mapping[str, str], variables: Iterable[str]) -> list[str]:
    """Return the variables whose file every user of the machine can read."""
    return [name for name in variables if name in environ and _is_open(Path(environ[name].strip()))]


def _is_open(file: Path) -> bool:
    try:
        return bool(file.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False
