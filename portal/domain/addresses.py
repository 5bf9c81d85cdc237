"""What an address for mail looks like."""

import re

LONGEST = 254
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")


def is_address(text: str) -> bool:
    """Return whether a text looks like an address for mail; whether it exists, only a mail can tell."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None
