"""A provider that makes its own tokens, so that a test can make them wrong."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from portal.domain import clock


@cache
def _usual_key() -> RSAKey:
    """Make a key once: that takes a while."""
    return RSAKey.generate_key(2048, {"kid": "een", "use": "sig"})


class Issuer:
    """What it answers is in its attributes; a test changes them."""

    def __init__(self, client_id: str) -> None:
        self.client_id = client_id
        # Threads do not share the clock of a test.
        self.now = int(clock.now().timestamp())
        self.key: RSAKey | ECKey = _usual_key()
        self.keys: list[dict[str, Any]] = [dict(self.key.as_dict(private=False))]
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {}
        """Claims that differ from the right ones; None leaves one out."""
        self.nonce = ""
        self.token: str | None = None
        """A whole token in place of one that is made."""
        self.description: dict[str, Any] = {}
        self.broken: dict[str, tuple[int, bytes]] = {}
        """What paths answer in place of what they should."""
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.address = ""

    def described(self) -> dict[str, Any]:
        """What the provider says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/inloggen",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/sleutels",
        } | self.description

    def signed(self) -> str:
        """An ID token, right unless a test changed something."""
        now = self.now
        right = {
            "iss": self.address,
            "sub": "iemand",
            "aud": self.client_id,
            "exp": now + 300,
            "iat": now,
            "nonce": self.nonce,
            "email": "coordinator@toets.example",
            "email_verified": True,
        }
        claims = {name: value for name, value in (right | self.claims).items() if value is not None}
        head = {"alg": self.algorithm} | ({"kid": self.key.kid} if self.key.kid else {})
        return jws.serialize_compact(head, json.dumps(claims), self.key, algorithms=[self.algorithm])

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, bytes]:
        """Answer one request."""
        self.asked.append((path, form))
        if path in self.broken:
            return self.broken[path]
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(self.described()).encode()
        if path == "/sleutels":
            return 200, json.dumps({"keys": self.keys}).encode()
        if path == "/token":
            token = self.token if self.token is not None else self.signed()
            return 200, json.dumps({"access_token": "toegang", "id_token": token}).encode()
        return 404, b""

    @contextmanager
    def running(self) -> Iterator["Issuer"]:
        """Answer on this computer as long as the block lasts."""
        held = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer({name: values[0] for name, values in parse_qs(body).items()})

            def _answer(self, form: dict[str, str]) -> None:
                status, content = held.answer(self.path, form)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
