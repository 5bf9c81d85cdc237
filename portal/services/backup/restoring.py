"""Restoring: verified first, made beside what there is, and only then put in its place."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.archive import ArchiveReader, Manifest
from portal.filestore import FileMissingError, FileStore
from portal.models import AuditHead
from portal.services import full_text, schema
from portal.services.audit_chain import seal_former
from portal.services.backup import onto_postgresql, onto_sqlite
from portal.services.backup.faults import NewerBackupError, NotEmptyError, NotRestoredError
from portal.services.backup.making import FILES, Tell
from portal.services.backup.rows import TABLES, own_tables, rows_in
from portal.services.backup.settling import Settled, settle
from portal.services.backup.snapshot import reading
from portal.services.backup.verifying import Verified, table_of
from portal.services.file_check import FileCheck, check_files

Load = Callable[[str, dict[str, str], list[list[object]]], None]


@dataclass(frozen=True)
class Restored:
    """What a restore did and found."""

    manifest: Manifest
    settled: Settled
    set_aside: str
    """Where the old database is now; empty when there was none."""
    migrated: bool
    files: FileCheck


def restore_backup(
    engine: sa.Engine,
    store: FileStore,
    verified: Verified,
    secret: bytes | None,
    tell: Tell,
    *,
    replace: bool,
) -> Restored:
    """Put a verified backup in the place of what there is.

    Raises NewerBackupError, NotEmptyError unless it may replace, InUseError while others use the database,
    NotOwnerError, and NotRestoredError when what arrived is not what was saved: the database is what it was.
    """
    manifest = verified.manifest
    if schema.standing(manifest.revision) is schema.Standing.AHEAD:
        raise NewerBackupError(manifest.revision)
    if not replace and not is_empty(engine):
        raise NotEmptyError
    onto = onto_sqlite if engine.dialect.name == "sqlite" else onto_postgresql
    with onto.target(engine) as target:
        schema.migrate_on(target.connection, manifest.revision)
        with target.open_to_rows():
            _empty(target.connection, manifest)
            _load(ArchiveReader(verified.path, secret), manifest, store, target.load, tell)
        _compare(target.connection, manifest)
        migrated = manifest.revision != schema.newest_revision()
        if migrated:
            schema.migrate_on(target.connection)
        with (
            Session(target.connection, join_transaction_mode="create_savepoint") as session,
            session.begin(),
        ):
            # A backup from before there was a chain: its lines come first.
            seal_former(session)
            settled = settle(session, manifest, verified.path.name)
            full_text.rebuild(session)
    with Session(engine) as session:
        return Restored(manifest, settled, target.set_aside, migrated, check_files(session, store))


def is_empty(engine: sa.Engine) -> bool:
    """Return whether there is no table, or no row in any: a database just made or just migrated."""
    with reading(), engine.connect() as connection:
        tables = own_tables(sa.inspect(connection))
        return not any(connection.scalar(sa.select(_filled(table))) for table in tables)


def _filled(table: str) -> sa.Exists:
    """Ask whether somebody filled a table: a chain that did not begin is the work of a migration."""
    rows = sa.select(sa.literal(1)).select_from(sa.table(table))
    return sa.exists(rows.where(sa.column("position") > 0) if table == AuditHead.__tablename__ else rows)


def _empty(connection: sa.Connection, manifest: Manifest) -> None:
    """Take out what migrations put in the new tables: every row must be the backup's own.

    Triggers and foreign keys are set aside at this moment; PostgreSQL refuses TRUNCATE after rows came and
    went in the same transaction.
    """
    for table in manifest.tables:
        connection.execute(sa.delete(sa.table(table)))


def _load(reader: ArchiveReader, manifest: Manifest, store: FileStore, load: Load, tell: Tell) -> None:
    steps = len(manifest.digests)
    for number, entry in enumerate(reader.entries(), 1):
        if entry.name.startswith(TABLES):
            table = table_of(entry.name)
            load(table, dict(manifest.tables[table].columns), rows_in(entry.content))
        else:
            _put(store, entry.name.removeprefix(FILES), entry.content)
        tell(number, steps)
    if reader.manifest != manifest:
        raise NotRestoredError(["manifest"])


def _put(store: FileStore, key: str, content: bytes) -> None:
    """Put a file in the store; one that is there already, and the same, is left alone."""
    try:
        if store.read(key, len(content) + 1) == content:
            return
    except FileMissingError:
        pass
    store.put(key, content)


def _compare(connection: sa.Connection, manifest: Manifest) -> None:
    """See that every table holds what the manifest says."""
    wrong = [
        table
        for table, line in manifest.tables.items()
        if connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) != line.rows
    ]
    if wrong:
        raise NotRestoredError(wrong)
