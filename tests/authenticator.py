"""A passkey made of software, which signs as one of metal would: also wrongly, when a test asks for it."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

ORIGIN = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class Authenticator:
    """One passkey, for one site."""

    rp_id: str = "localhost"
    counts: bool = True
    """Whether it counts how often it signs; a passkey that several devices share does not."""
    count: int = 0
    number: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: str | None = None
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(
        self, options: dict[str, Any], *, origin: str = ORIGIN, verified: bool = True
    ) -> dict[str, Any]:
        """Answer what a site asks to make a passkey."""
        self.handle = options["user"]["id"]
        public = self.key.public_key().public_numbers()
        cose = encode_cbor(
            {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")}
        )
        attested = bytes(16) + len(self.number).to_bytes(2, "big") + self.number + cose
        data = self._data(ATTESTED, verified=verified) + attested
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", options, origin),
                "attestationObject": bytes_to_base64url(attestation),
                "transports": ["internal", "iets-nieuws"],
            }
        )

    def get(
        self,
        options: dict[str, Any],
        *,
        origin: str = ORIGIN,
        verified: bool = True,
        handle: str | None = None,
    ) -> dict[str, Any]:
        """Answer what a site asks to sign in."""
        if self.counts:
            self.count += 1
        data = self._data(0, verified=verified)
        client = self._client("webauthn.get", options, origin)
        signed = data + hashlib.sha256(base64url_to_bytes(client)).digest()
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": bytes_to_base64url(data),
                "signature": bytes_to_base64url(self.key.sign(signed, ec.ECDSA(SHA256()))),
                "userHandle": handle or self.handle,
            }
        )

    def _data(self, extra: int, *, verified: bool) -> bytes:
        flags = PRESENT | extra | (VERIFIED if verified else 0)
        name = hashlib.sha256(self.rp_id.encode()).digest()
        return name + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any], origin: str) -> str:
        said = {"type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": False}
        return bytes_to_base64url(json.dumps(said).encode())

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        number = bytes_to_base64url(self.number)
        return {"id": number, "rawId": number, "type": "public-key", "response": response}
