"""The parts of the story of a motie or promise, in the order in which such a story goes."""

from enum import StrEnum


class FilePart(StrEnum):
    """What an event in the story is about."""

    ASKED = "asked"
    LETTER = "letter"
    LINK = "link"
    STEP = "step"
    PROGRESS = "progress"
    PROOF = "proof"
    CLOSING = "closing"
    TERM = "term"
