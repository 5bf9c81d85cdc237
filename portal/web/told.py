"""What a notice says: one line that tells what happened, and what to do or know about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """What happened, and what to do or know about it."""

    title: str
    detail: str
