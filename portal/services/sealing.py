"""Sealing what must be read again but never lie readable in the database, with the key of the portal."""

import base64
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.domain import clock


class UnreadableSecretError(ValueError):
    """Raised when a secret was sealed with another key than that of the portal now."""


def seal(key: str, purpose: str, text: str) -> str:
    """Return a text that only who has the key can read, for this purpose and no other."""
    now = int(clock.now().timestamp())
    return _box(key, purpose).encrypt_at_time(text.encode(), now).decode()


def unseal(key: str, purpose: str, sealed: str, *, within: timedelta | None = None) -> str:
    """Return what was sealed; raises UnreadableSecretError: another key, another purpose, too old."""
    box, token = _box(key, purpose), sealed.encode()
    try:
        if within is None:
            return box.decrypt(token).decode()
        now = int(clock.now().timestamp())
        return box.decrypt_at_time(token, int(within.total_seconds()), now).decode()
    except InvalidToken:
        raise UnreadableSecretError(purpose) from None


def _box(key: str, purpose: str) -> Fernet:
    """Each purpose has a key of its own, so that what is sealed for one opens nothing of another."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"mainportaal:{purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))
