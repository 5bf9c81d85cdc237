"""Named entries in an archive: a compressed tar in protected chunks, its manifest last."""

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, Self, cast

from portal.archive.chunks import ChunkReader, ChunkWriter
from portal.archive.faults import ArchiveError, ArchiveFault
from portal.archive.manifest import Manifest, read_manifest

MANIFEST = "manifest.json"
MOST = 128 * 1024**2
"""No entry is larger: tables come in parts, and no file of the portal comes near."""


@dataclass(frozen=True)
class Entry:
    """One entry as it was put in."""

    name: str
    content: bytes


class ArchiveWriter:
    """Puts entries in, one after the other; only finish() makes it a backup."""

    def __init__(self, file: BinaryIO, secret: bytes | None) -> None:
        self._chunks = ChunkWriter(file, secret)
        self._gzip = gzip.GzipFile(
            filename="", fileobj=cast("BinaryIO", self._chunks), mode="wb", compresslevel=6, mtime=0
        )
        self._tar = tarfile.open(  # noqa: SIM115 - closed by finish(); a writer that fails is thrown away
            fileobj=self._gzip, mode="w|", format=tarfile.PAX_FORMAT
        )
        self._digests: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> str:
        """Put an entry in; return its SHA-256."""
        self._digests[name] = hashlib.sha256(content).hexdigest()
        self._put(name, content)
        return self._digests[name]

    def finish(self, manifest: Manifest) -> Manifest:
        """Add the manifest, with the digest of every entry, and the end."""
        complete = replace(manifest, digests=self._digests)
        self._put(MANIFEST, complete.to_bytes())
        self._tar.close()
        self._gzip.close()
        self._chunks.close()
        return complete

    def _put(self, name: str, content: bytes) -> None:
        about = tarfile.TarInfo(name)
        about.size, about.mode = len(content), 0o600
        self._tar.addfile(about, BytesIO(content))


class ArchiveReader:
    """Gives the entries back in their order; every one is checked before it is given."""

    def __init__(self, path: Path, secret: bytes | None) -> None:
        self._path = path
        self._secret = secret
        self.manifest: Manifest | None = None
        """Known once everything was read."""
        self.encrypted = False

    def entries(self) -> Iterator[Entry]:
        """Read everything once; raises ArchiveError, also after the last entry."""
        digests: dict[str, str] = {}
        with self._opened() as tar:
            for about in tar:
                if self.manifest is not None or not about.isfile() or about.size > MOST:
                    raise ArchiveError(ArchiveFault.DAMAGED, about.name)
                held = tar.extractfile(about)
                content = held.read() if held is not None else b""
                if about.name == MANIFEST:
                    self.manifest = read_manifest(content)
                    continue
                digests[about.name] = hashlib.sha256(content).hexdigest()
                yield Entry(about.name, content)
        if self.manifest is None:
            raise ArchiveError(ArchiveFault.TRUNCATED)
        if digests != self.manifest.digests:
            raise ArchiveError(ArchiveFault.DAMAGED, MANIFEST)

    @contextmanager
    def _opened(self) -> Iterator[tarfile.TarFile]:
        self.manifest = None
        try:
            with self._path.open("rb") as file:
                chunks = ChunkReader(file, self._secret)
                self.encrypted = chunks.encrypted
                with (
                    gzip.GzipFile(fileobj=BufferedReader(chunks)) as unpacked,
                    tarfile.open(fileobj=unpacked, mode="r|") as tar,
                ):
                    yield tar
                    # The tar ends before the chunks do; the rest must be sound as well.
                    while unpacked.read(64 * 1024):
                        pass
                    while chunks.read(64 * 1024):
                        raise ArchiveError(ArchiveFault.DAMAGED)
        except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile):
            raise ArchiveError(ArchiveFault.DAMAGED) from None

    def whole(self) -> Self:
        """Read everything, keep nothing but the manifest; raises ArchiveError."""
        for _entry in self.entries():
            pass
        return self
