"""Whether the files in the store and the rows that speak of them agree."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.filestore import FileMissingError, FileStore, StoredFile
from portal.models import Evidence, Letter, MeetingBook
from portal.queries.evidence import kept_files
from portal.queries.issued import KeptFile, kept_issued_files
from portal.queries.letters import kept_letters
from portal.queries.meeting_book import kept_books

Kept = Evidence | MeetingBook | Letter | KeptFile

PATIENCE = timedelta(hours=1)
"""A file is in the store just before its row is: only later is it one that nobody knows."""


@dataclass
class FileCheck:
    """What a check found."""

    sound: int = 0
    unknown: list[StoredFile] = field(default_factory=list)
    """Files without a row: of a save that failed, or of evidence that was taken away."""
    missing: list[Kept] = field(default_factory=list)
    damaged: list[Kept] = field(default_factory=list)
    """Files whose content is not what came in."""

    @property
    def is_sound(self) -> bool:
        """Whether every row has its file."""
        return not self.missing and not self.damaged


def known_files(session: Session) -> dict[str, Kept]:
    """Return everything the database says lies in the store, by its key there."""
    return {
        **kept_files(session),
        **kept_books(session),
        **kept_letters(session),
        **kept_issued_files(session),
    }


def check_files(session: Session, store: FileStore) -> FileCheck:
    """Compare every file with its row, and read each of them."""
    known = known_files(session)
    found = FileCheck()
    for kept in known.values():
        try:
            content = store.read(kept.file_key, kept.size + 1)
        except FileMissingError:
            found.missing.append(kept)
            continue
        if hashlib.sha256(content).hexdigest() == kept.sha256:
            found.sound += 1
        else:
            found.damaged.append(kept)
    latest = clock.now() - PATIENCE
    found.unknown = [file for file in store.files() if file.key not in known and file.stored_at < latest]
    return found


def remove_unknown(store: FileStore, found: FileCheck) -> None:
    """Remove the files that no row speaks of."""
    for file in found.unknown:
        store.delete(file.key)
