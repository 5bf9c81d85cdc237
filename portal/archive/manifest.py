"""What a backup says of itself; it stands last, so a backup without it was never finished."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from portal.archive.faults import ArchiveError, ArchiveFault

FORMAT = 1
"""Of the entries; goes up when an older portal could no longer read them."""


@dataclass(frozen=True)
class TableLine:
    """One table: its columns with their kind, and how many rows there are."""

    columns: Mapping[str, str]
    rows: int


@dataclass(frozen=True)
class FileLine:
    """One file of the store."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Head:
    """The end of the chain of the audit trail."""

    position: int
    seal: str


@dataclass(frozen=True)
class Manifest:
    """Everything one must know to trust and restore a backup."""

    moment: datetime
    portal: str
    database: str
    revision: str
    tables: Mapping[str, TableLine]
    files: Mapping[str, FileLine]
    missing: tuple[str, ...]
    """Keys of files the database speaks of, that were not in the store or were damaged there."""
    head: Head | None
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each entry, by name."""
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(line.size for line in self.files.values())

    def to_bytes(self) -> bytes:
        """Write as JSON."""
        return json.dumps({**asdict(self), "moment": self.moment.isoformat()}, ensure_ascii=False).encode()


def read_manifest(content: bytes) -> Manifest:
    """Read what to_bytes wrote; raises ArchiveError."""
    try:
        raw: dict[str, Any] = json.loads(content)
        if raw["format"] > FORMAT:
            raise ArchiveError(ArchiveFault.NEWER)
        return Manifest(
            **{
                **raw,
                "moment": datetime.fromisoformat(raw["moment"]),
                "tables": {name: TableLine(**line) for name, line in raw["tables"].items()},
                "files": {key: FileLine(**line) for key, line in raw["files"].items()},
                "missing": tuple(raw["missing"]),
                "head": Head(**raw["head"]) if raw["head"] else None,
            }
        )
    except (KeyError, TypeError, ValueError):
        raise ArchiveError(ArchiveFault.DAMAGED, "manifest") from None
