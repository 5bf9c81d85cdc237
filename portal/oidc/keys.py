"""The public keys of a provider."""

from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from portal.oidc.errors import ProviderOddError

ALGORITHMS = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
}
"""Signatures that we believe, and the kind of key of each; never none, and never a shared secret."""
_MOST_KEYS = 50
PublicKey = RSAKey | ECKey


class Keys:
    """The keys with which a provider signs."""

    def __init__(self, said: dict[str, Any]) -> None:
        listed = said.get("keys")
        if not isinstance(listed, list):
            raise ProviderOddError("de sleutels zijn niet te lezen")
        self._keys = [key for each in listed[:_MOST_KEYS] if (key := _read(each)) is not None]

    def has(self, name: str | None) -> bool:
        """Return whether a key with this name is known; nameless ones are."""
        return name is None or any(key.kid == name for key in self._keys)

    def find(self, name: str | None, algorithm: str) -> PublicKey:
        """Return the one key that fits; raises ProviderOddError when there is none, or a choice."""
        fitting = [
            key
            for key in self._keys
            if key.key_type == ALGORITHMS[algorithm]
            and key.get("alg") in {None, algorithm}
            and name in {None, key.kid}
        ]
        if len(fitting) != 1:
            raise ProviderOddError("geen sleutel past bij de handtekening")
        return fitting[0]


def _read(said: Any) -> PublicKey | None:
    """Return a key for signatures; None for every other thing in the list."""
    if not isinstance(said, dict) or said.get("use", "sig") != "sig":
        return None
    try:
        key = JWKRegistry.import_key(said)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key if isinstance(key, RSAKey | ECKey) else None
