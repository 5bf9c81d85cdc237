"""A stream of bytes as protected chunks of one size; only the last may be shorter, and it says so."""

import os
from io import RawIOBase
from typing import BinaryIO

from portal.archive.faults import ArchiveError, ArchiveFault
from portal.archive.seals import SALT_SIZE, BrokenChunkError, DigestChain, Encryption, Seal

MAGIC = b"mainportaal-backup\n"
_VERSION = 1
_PLAIN, _ENCRYPTED = 0, 1
_HEADER_SIZE = len(MAGIC) + 2 + SALT_SIZE
CHUNK = 256 * 1024


class ChunkWriter:
    """Takes bytes and writes chunks; without close() the file has no end and is no backup."""

    def __init__(self, file: BinaryIO, secret: bytes | None) -> None:
        self._file = file
        self._waiting = bytearray()
        salt = os.urandom(SALT_SIZE)
        header = MAGIC + bytes([_VERSION, _PLAIN if secret is None else _ENCRYPTED]) + salt
        self._seal: Seal = DigestChain(header) if secret is None else Encryption(header, secret, salt)
        file.write(header)

    def write(self, data: bytes) -> int:
        """Take bytes; a chunk goes out once there is more than one, for the last needs its mark."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._send(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: chunks go out when they are full."""

    def close(self) -> None:
        """Write the last chunk, with its mark."""
        self._send(bytes(self._waiting), last=True)

    def _send(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(bytes([last]) + self._seal.protect(chunk, last=last))


class ChunkReader(RawIOBase):
    """Gives the bytes back, each checked before it is given; raises ArchiveError."""

    def __init__(self, file: BinaryIO, secret: bytes | None) -> None:
        super().__init__()
        self._file = file
        self._seal, self.encrypted = _seal_of(file.read(_HEADER_SIZE), secret)
        self._ready = memoryview(b"")
        self._number = 0
        self._ended = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one chunk goes."""
        while not self._ready and not self._ended:
            self._ready = memoryview(self._next())
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _next(self) -> bytes:
        raw = self._file.read(1 + CHUNK + self._seal.overhead)
        if len(raw) < 1 + self._seal.overhead:
            raise ArchiveError(ArchiveFault.TRUNCATED)
        self._number += 1
        last = raw[0] == 1
        if not last and (raw[0] != 0 or len(raw) < 1 + CHUNK + self._seal.overhead):
            raise ArchiveError(ArchiveFault.TRUNCATED if raw[0] == 0 else ArchiveFault.DAMAGED)
        try:
            chunk = self._seal.open(raw[1:], last=last)
        except BrokenChunkError:
            is_first = self.encrypted and self._number == 1
            raise ArchiveError(ArchiveFault.KEY_WRONG if is_first else ArchiveFault.DAMAGED) from None
        self._ended = last
        if last and self._file.read(1):
            raise ArchiveError(ArchiveFault.DAMAGED)
        return chunk


def _seal_of(header: bytes, secret: bytes | None) -> tuple[Seal, bool]:
    if not header.startswith(MAGIC):
        raise ArchiveError(ArchiveFault.FOREIGN)
    if len(header) < _HEADER_SIZE:
        raise ArchiveError(ArchiveFault.TRUNCATED)
    version, kind = header[len(MAGIC)], header[len(MAGIC) + 1]
    if version != _VERSION:
        raise ArchiveError(ArchiveFault.NEWER)
    if kind == _PLAIN:
        return DigestChain(header), False
    if kind != _ENCRYPTED:
        raise ArchiveError(ArchiveFault.DAMAGED)
    if secret is None:
        raise ArchiveError(ArchiveFault.KEY_MISSING)
    return Encryption(header, secret, header[-SALT_SIZE:]), True
