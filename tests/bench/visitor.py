"""Somebody with a browser: one connection that stays open, cookies, and what the browser keeps."""

import gzip
import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from tests.bench.forms import token_of
from tests.bench.world.people import DOMAIN, PASSWORD

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
_ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')
_FONT = re.compile(r"url\([\"']?([^\"')]+\.woff2[^\"')]*)")
_ENCODINGS = "gzip, deflate, br"
"""In what a browser takes its bytes; the portal has brotli of built files only."""
_FOREIGN = "latin-ext"
"""Letters for which a browser fetches a second font only when a page has them."""


@dataclass(frozen=True)
class Reply:
    """What came back over the wire."""

    status: int
    headers: Mapping[str, str]
    raw: bytes
    seconds: float
    first_byte: float

    @property
    def text(self) -> str:
        """The page itself."""
        zipped = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.raw) if zipped else self.raw).decode()


class Visitor:
    """Opens pages, one after another."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self.network = ""
        """For which network this visitor writes, if for any."""
        self.form = ""
        """Address of the form this visitor writes in: nobody else writes there."""
        self.kept: dict[str, str] = {}
        """What a journey remembers from one step to the next."""
        self.turn = 0
        """Which step this is, for journeys that go round several pages."""

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields).encode())

    def sign_in(self, local_part: str) -> Reply:
        """Sign in as somebody, from the page with the form on."""
        self._cookies.clear()
        token = token_of(self.get("/inloggen").text)
        email = f"{local_part}@{DOMAIN}"
        return self.post("/inloggen", {"csrf_token": token, "email": email, "wachtwoord": PASSWORD})

    def assets(self, page: str) -> dict[str, int]:
        """Return the bytes of everything a browser fetches with a page at a first visit."""
        sizes: dict[str, int] = {}
        waiting = sorted(set(_ASSET.findall(page)))
        while waiting:
            path = waiting.pop()
            reply = self.get(path.replace("&amp;", "&"))
            sizes[path] = len(reply.raw)
            if ".css" in path:
                # Python reads no brotli, so what it says is asked apart.
                readable = self._ask("GET", path, None, encodings="gzip").text
                fonts = {urljoin(path.partition("?")[0], font) for font in _FONT.findall(readable)}
                waiting += [font for font in fonts if font not in sizes and _FOREIGN not in font]
        return sizes

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, encodings: str = _ENCODINGS) -> Reply:
        # As a browser does on pages of the portal itself.
        headers = {"Accept-Encoding": encodings, "User-Agent": AGENT, "Sec-Fetch-Site": "same-origin"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # The server closes what was silent for some seconds; a browser connects again as well.
            self._connection.close()
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        first_byte = time.perf_counter() - began
        raw = answer.read()
        seconds = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        names = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, names, raw, seconds, first_byte)
