"""Why a file is no backup that can be trusted."""

from enum import StrEnum


class ArchiveFault(StrEnum):
    """What is wrong with a file."""

    FOREIGN = "foreign"
    """Not made by the portal."""
    NEWER = "newer"
    """Made by a newer portal, in a form this one does not know."""
    TRUNCATED = "truncated"
    """The end is missing."""
    DAMAGED = "damaged"
    """Something in it is not what was written."""
    KEY_MISSING = "key_missing"
    """Encrypted, and no key was given."""
    KEY_WRONG = "key_wrong"
    """Encrypted with another key, or damaged at its very beginning: nobody can tell these apart."""


class ArchiveError(Exception):
    """Raised for a file that is no sound backup."""

    def __init__(self, fault: ArchiveFault, where: str = "") -> None:
        super().__init__(fault.value, where)
        self.fault = fault
        self.where = where
