"""What protects each chunk: a chain of digests, or encryption that also proves nothing was changed."""

import hashlib
import hmac
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SALT_SIZE = 16
_MEMORY = 2**15
"""Deriving the key takes 32 MiB and a tenth of a second, so that guessing a passphrase is dear."""


class BrokenChunkError(Exception):
    """Raised when a chunk is not what was written in this place of this file."""


class Seal(Protocol):
    """Protects chunks one by one, in their order; the last one is marked."""

    overhead: int
    """By how many bytes a protected chunk is longer."""

    def protect(self, chunk: bytes, *, last: bool) -> bytes:
        """Return the chunk as it goes into the file."""

    def open(self, protected: bytes, *, last: bool) -> bytes:
        """Return the chunk as it was; raises BrokenChunkError."""


class DigestChain:
    """Each digest covers the one before it: a chunk that changed, moved or went missing is found."""

    overhead = 32

    def __init__(self, header: bytes) -> None:
        self._before = hashlib.sha256(header).digest()

    def protect(self, chunk: bytes, *, last: bool) -> bytes:
        """Put the digest behind the chunk."""
        return chunk + self._next(chunk, last=last)

    def open(self, protected: bytes, *, last: bool) -> bytes:
        """Check the digest and take it off."""
        chunk, digest = protected[: -self.overhead], protected[-self.overhead :]
        if not hmac.compare_digest(self._next(chunk, last=last), digest):
            raise BrokenChunkError
        return chunk

    def _next(self, chunk: bytes, *, last: bool) -> bytes:
        self._before = hashlib.sha256(self._before + bytes([last]) + chunk).digest()
        return self._before


class Encryption:
    """AES-256-GCM; number and last-mark are in the nonce, the header of the file is bound to each chunk.

    The key is made from the secret and a fresh salt, so no nonce is ever used twice with one key.
    """

    overhead = 16

    def __init__(self, header: bytes, secret: bytes, salt: bytes) -> None:
        self._header = header
        self._cipher = AESGCM(Scrypt(salt=salt, length=32, n=_MEMORY, r=8, p=1).derive(secret))
        self._number = 0

    def protect(self, chunk: bytes, *, last: bool) -> bytes:
        """Encrypt."""
        return self._cipher.encrypt(self._nonce(last=last), chunk, self._header)

    def open(self, protected: bytes, *, last: bool) -> bytes:
        """Decrypt and check."""
        try:
            return self._cipher.decrypt(self._nonce(last=last), protected, self._header)
        except InvalidTag:
            raise BrokenChunkError from None

    def _nonce(self, *, last: bool) -> bytes:
        self._number += 1
        return self._number.to_bytes(11, "big") + bytes([last])
