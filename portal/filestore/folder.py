"""Files in a folder on this machine, readable for the portal only."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from portal.filestore.store import FileMissingError, StoredFile, StoreUnavailableError, checked, is_key


class FolderStore:
    """One file per key, in a folder named after the first two signs of the key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, content: bytes) -> None:
        """Write beside the place and move: a half file never has the name of a whole one."""
        place = self._place(key)
        unfinished = place.with_name(f"{place.name}.part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            try:
                _write(unfinished, content)
                unfinished.replace(place)
            except OSError:
                with suppress(OSError):
                    unfinished.unlink()
                raise
            _settle(place.parent)
            _settle(self._folder)
        except OSError as error:
            raise StoreUnavailableError from error

    def read(self, key: str, most: int) -> bytes:
        """Return the content, at most this many bytes."""
        try:
            with self._place(key).open("rb") as file:
                return file.read(most)
        except FileNotFoundError:
            raise FileMissingError(key) from None
        except OSError as error:
            raise StoreUnavailableError from error

    def delete(self, key: str) -> None:
        """Remove the file, if it is there."""
        try:
            self._place(key).unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailableError from error

    def files(self) -> Iterator[StoredFile]:
        """Yield every file that is ours, in the order of the keys."""
        for path in sorted(self._folder.glob("??/*")):
            if is_key(path.name) and path.is_file():
                known = path.stat()
                yield StoredFile(path.name, known.st_size, datetime.fromtimestamp(known.st_mtime, UTC))

    def _place(self, key: str) -> Path:
        return self._folder / checked(key)[:2] / key


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Let the names in a folder survive a loss of power too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
