"""Backups in a folder: one is made at a time, appears whole or not at all, and old ones go."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

_LOCK = ".mainportaal-backup.slot"
_UNFINISHED = ".onaf"
_NAME = re.compile(r"mainportaal-(\d{8}T\d{6}Z)(?:-(\d+))?\.backup")


class FolderBusyError(Exception):
    """Raised when another process makes a backup in this folder."""


@contextmanager
def holding(folder: Path) -> Iterator[int]:
    """Keep the folder to ourselves; yield how many unfinished backups of processes that died were removed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderBusyError from None
        yield _remove_unfinished(folder)
    finally:
        os.close(descriptor)


@contextmanager
def placed(path: Path) -> Iterator[BinaryIO]:
    """Write a file that gets its name when it is whole and on disk; whatever goes wrong leaves nothing."""
    unfinished = path.with_name(f".{path.name}{_UNFINISHED}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Let the names in a folder survive a loss of power too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def new_place(folder: Path, moment: datetime) -> Path:
    """Return a name for a backup of this moment that is not taken."""
    stem = f"mainportaal-{moment:%Y%m%dT%H%M%SZ}"
    number, path = 1, folder / f"{stem}.backup"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.backup"
    return path


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, newest first; other files do not count."""
    found = [(match, path) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for match, path in sorted(found, key=lambda one: _order(one[0]), reverse=True)]


def keep_newest(folder: Path, number: int) -> list[Path]:
    """Remove all but the newest backups, and return what was removed."""
    old = backups_in(folder)[number:]
    for path in old:
        path.unlink()
    return old


def _order(name: re.Match[str]) -> tuple[str, int]:
    return name[1], int(name[2] or 1)


def _remove_unfinished(folder: Path) -> int:
    found = [path for path in folder.glob(f".mainportaal-*{_UNFINISHED}") if path.is_file()]
    for path in found:
        path.unlink()
    return len(found)
