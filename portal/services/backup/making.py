"""Making a backup: first one moment of the database, then every file it speaks of."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.archive import ArchiveWriter, FileLine, Head, Manifest, TableLine, holding, new_place, placed
from portal.domain import clock
from portal.domain.audit import SYSTEM, AuditAction, SubjectKind
from portal.filestore import FileMissingError, FileStore
from portal.models import AuditHead
from portal.services import audit, schema
from portal.services.backup.rows import TABLES, parts, table_columns
from portal.services.backup.snapshot import snapshot, troubles_of_sqlite
from portal.services.file_check import Kept, known_files

FILES = "bestanden/"
Tell = Callable[[int, int], None]
"""Is told how many of how many steps are done."""


class OldDatabaseError(Exception):
    """Raised for a database that is older than the code."""


class UnsoundDatabaseError(Exception):
    """Raised when the database itself is damaged: a backup of it would push out a good one."""

    def __init__(self, troubles: list[str]) -> None:
        super().__init__(*troubles)
        self.troubles = troubles


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    path: Path
    size: int
    manifest: Manifest
    missing: tuple[str, ...]
    """Keys of files that should be there and are not; files removed in the meantime do not count."""
    left_over: int
    """How many unfinished backups of earlier runs were removed."""


def make_backup(engine: sa.Engine, store: FileStore, folder: Path, secret: bytes | None, tell: Tell) -> Made:
    """Write a backup; raises FolderBusyError, OldDatabaseError, UnsoundDatabaseError or OSError."""
    with holding(folder) as left_over:
        path = new_place(folder, clock.now())
        with placed(path) as file, snapshot(engine) as connection:
            manifest = _write(ArchiveWriter(file, secret), connection, store, tell)
        missing = _still_missing(engine, manifest.missing)
        return Made(path, path.stat().st_size, manifest, missing, left_over)


def record_made(session: Session, made: Made, *, encrypted: bool) -> None:
    """Say in the audit trail that a backup was made, and how to know it again."""
    with made.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    audit.record(
        session,
        SYSTEM,
        AuditAction.BACKUP_MADE,
        SubjectKind.BACKUP,
        None,
        made.path.name,
        details={
            "sha256": digest,
            "size": made.size,
            "revision": made.manifest.revision,
            "files": len(made.manifest.files),
            "missing": len(made.missing),
            "chain": made.manifest.head.position if made.manifest.head else None,
            "encrypted": encrypted,
        },
    )


def _write(archive: ArchiveWriter, connection: sa.Connection, store: FileStore, tell: Tell) -> Manifest:
    revision = schema.current_revision(connection)
    if revision is None or schema.standing(revision) is schema.Standing.BEHIND:
        raise OldDatabaseError
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite and (troubles := troubles_of_sqlite(connection)):
        raise UnsoundDatabaseError(troubles)
    moment = clock.now()
    with Session(connection) as session:
        known = known_files(session)
        head = session.get(AuditHead, 1)
        chain = Head(head.position, head.seal) if head is not None else None
        columns = table_columns(connection)
        steps = len(columns) + len(known)
        tables = {}
        for number, (table, kinds) in enumerate(columns.items(), 1):
            tables[table] = TableLine(kinds, _add_table(archive, connection, table, kinds))
            tell(number, steps)
        files, missing = {}, []
        for number, kept in enumerate(known.values(), len(columns) + 1):
            line = _add_file(archive, store, kept)
            if line is None:
                missing.append(kept.file_key)
            else:
                files[kept.file_key] = line
            tell(number, steps)
    about = Manifest(
        moment=moment,
        portal=version("mainportaal"),
        database="sqlite" if is_sqlite else "postgresql",
        revision=revision,
        tables=tables,
        files=files,
        missing=tuple(missing),
        head=chain,
    )
    return archive.finish(about)


def _add_table(archive: ArchiveWriter, connection: sa.Connection, table: str, columns: dict[str, str]) -> int:
    rows = 0
    for number, (content, count) in enumerate(parts(connection, table, columns), 1):
        archive.add(f"{TABLES}{table}/{number:06}.jsonl", content)
        rows += count
    return rows


def _add_file(archive: ArchiveWriter, store: FileStore, kept: Kept) -> FileLine | None:
    """Put a file in as it came into the portal; None when it is gone or is no longer that file."""
    with suppress(FileMissingError):
        content = store.read(kept.file_key, kept.size + 1)
        if hashlib.sha256(content).hexdigest() == kept.sha256:
            return FileLine(len(content), archive.add(f"{FILES}{kept.file_key}", content))
    return None


def _still_missing(engine: sa.Engine, missing: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out what somebody removed while the backup was made."""
    if not missing:
        return ()
    with Session(engine) as session:
        known = known_files(session)
    return tuple(key for key in missing if key in known)
