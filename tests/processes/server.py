"""The portal as a process of its own, that can be killed, and a browser without a window."""

import http.client
import http.cookiejar
import re
import signal
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from multiprocessing.context import ForkServerProcess

from tests.running import start_portal, stop

PATIENCE = 30.0
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Server:
    """`portal serve` on a port of this machine; kill() is kill -9 for all its processes."""

    def __init__(self, database_url: str, **settings: str) -> None:
        self._settings = {
            "PORTAL_DEMO": "true",
            "PORTAL_SECURE_COOKIES": "false",
            "PORTAL_DATABASE_URL": database_url,
            "PORTAL_LOG_LEVEL": "ERROR",
            **settings,
        }
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: ForkServerProcess | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = start_portal(["serve", "--port", str(self.port)], self._settings)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:  # noqa: S310
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """Kill every process of the server at once."""
        if self._process is not None:
            stop(self._process, signal.SIGKILL)
            self._process = None


class Browser:
    """Somebody who is signed in; an answer that never came raises OSError."""

    def __init__(self, url: str) -> None:
        self._url = url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def go_to(self, server: Server) -> "Browser":
        """Turn to another server, with the cookies of this browser."""
        self._url = server.url
        return self

    def sign_in(self, email: str, password: str) -> None:
        """Sign in."""
        page = self.get("/inloggen")
        self.post("/inloggen", {"csrf_token": token_of(page), "email": email, "wachtwoord": password})

    def get(self, path: str) -> str:
        """Return a page."""
        return self._send(urllib.request.Request(f"{self._url}{path}"))[1]  # noqa: S310

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form; return the status after redirects, and the page."""
        body = urllib.parse.urlencode(fields).encode()
        return self._send(urllib.request.Request(f"{self._url}{path}", data=body))  # noqa: S310

    def send_file(self, path: str, fields: dict[str, str], name: str, content: bytes) -> tuple[int, str]:
        """Send a form with a file."""
        parts = [
            f'--grens\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'
            for field, text in fields.items()
        ]
        parts.append(
            f'--grens\r\nContent-Disposition: form-data; name="bestand"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = "".join(parts).encode() + content + b"\r\n--grens--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=grens"}
        return self._send(urllib.request.Request(f"{self._url}{path}", data=body, headers=kind))  # noqa: S310

    def get_bytes(self, path: str) -> bytes:
        """Return a file."""
        with self._opener.open(f"{self._url}{path}", timeout=20) as answer:
            return bytes(answer.read())

    def _send(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except http.client.HTTPException as broken:
            raise ConnectionError("the answer was cut off") from broken


def token_of(page: str) -> str:
    """Return the token against forged requests that stands in a page."""
    found = TOKEN.search(page)
    assert found, "no form on this page"
    return found.group(1)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
