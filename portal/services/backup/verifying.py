"""Whether a file is a backup that can be restored: every byte, every entry, every count."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from portal.archive import ArchiveError, ArchiveFault, ArchiveReader, Manifest
from portal.services.backup.making import FILES
from portal.services.backup.rows import TABLES, count_rows


@dataclass(frozen=True)
class Verified:
    """A backup that was read from beginning to end and is sound."""

    path: Path
    encrypted: bool
    manifest: Manifest


def verify_backup(path: Path, secret: bytes | None) -> Verified:
    """Read everything and compare it with the manifest; raises ArchiveError."""
    reader = ArchiveReader(path, secret)
    rows: Counter[str] = Counter()
    files: dict[str, int] = {}
    for entry in reader.entries():
        if entry.name.startswith(TABLES):
            rows[table_of(entry.name)] += count_rows(entry.content)
        elif entry.name.startswith(FILES):
            files[entry.name.removeprefix(FILES)] = len(entry.content)
        else:
            raise ArchiveError(ArchiveFault.DAMAGED, entry.name)
    manifest = reader.manifest
    if manifest is None:
        raise ArchiveError(ArchiveFault.TRUNCATED)
    counted = {table: line.rows for table, line in manifest.tables.items() if line.rows}
    promised = {
        key: (line.size, line.sha256) == (files.get(key), manifest.digests.get(f"{FILES}{key}"))
        for key, line in manifest.files.items()
    }
    if dict(rows) != counted or files.keys() != manifest.files.keys() or not all(promised.values()):
        raise ArchiveError(ArchiveFault.DAMAGED, "manifest")
    return Verified(path, reader.encrypted, manifest)


def table_of(name: str) -> str:
    """Return of which table an entry holds rows."""
    return name.removeprefix(TABLES).partition("/")[0]
