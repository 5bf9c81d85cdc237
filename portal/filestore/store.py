"""What every place for files can do: it knows keys and bytes, not what is in a file or whose it is."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

_KEY = re.compile(r"[0-9a-f]{64}(\.part)?")


class FileMissingError(Exception):
    """Raised when there is no file with this key."""


class StoreUnavailableError(Exception):
    """Raised when the place where files are kept does not answer, or is full."""


@dataclass(frozen=True)
class StoredFile:
    """A file that lies in the store."""

    key: str
    size: int
    stored_at: datetime


class FileStore(Protocol):
    """A place for files; a file never changes once it is there."""

    def put(self, key: str, content: bytes) -> None:
        """Keep the whole content under the key, or nothing; raises StoreUnavailableError."""

    def read(self, key: str, most: int) -> bytes:
        """Return the content, at most this many bytes; raises FileMissingError or StoreUnavailableError."""

    def delete(self, key: str) -> None:
        """Remove the file; removing what is not there is no error."""

    def files(self) -> Iterator[StoredFile]:
        """Yield every file; one that was never finished has .part behind its key."""


def new_key() -> str:
    """Return a key that nobody can guess and that says nothing."""
    return secrets.token_hex(32)


def checked(key: str) -> str:
    """Return the key; raises ValueError for what we did not make ourselves, such as a path."""
    if not _KEY.fullmatch(key):
        raise ValueError("not a key of the file store")
    return key


def is_key(name: str) -> bool:
    """Return whether a name that lies in the store is one of ours."""
    return bool(_KEY.fullmatch(name))
