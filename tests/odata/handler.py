"""How the local service speaks HTTP, well and badly."""

import gzip
import json
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote_plus

from tests.odata import schema
from tests.odata.language import InvalidQueryError

if TYPE_CHECKING:
    from tests.odata.service import KamerService

PATHS = {"v4": "/OData/v4/2.0", "v5": "/OData/v5"}


class Handler(BaseHTTPRequestHandler):
    """Answers one connection; what is next in the script of the service happens first."""

    service: ClassVar["KamerService"]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""

    def do_GET(self) -> None:
        self.service.asked.append(self.path)
        if self.service.traps.meanwhile is not None:
            self.service.traps.meanwhile()
        step = self.service.traps.script.pop(0) if self.service.traps.script else "ok"
        misbehave = getattr(self, f"_{step.partition(':')[0]}", None)
        if misbehave is not None:
            misbehave(step.partition(":")[2])
            return
        self._answer(*self._content())

    def _content(self) -> tuple[int, bytes, str]:
        path, _, query = self.path.partition("?")
        name = path.removeprefix(PATHS[self.service.dialect]).strip("/")
        if name == "$metadata":
            return 200, schema.description(self.service.dialect).encode(), "application/xml"
        try:
            return 200, _json(self.service.answer(name, self._options(query))), "application/json"
        except InvalidQueryError as error:
            return 400, _json({"error": {"code": "", "message": str(error)}}), "application/json"
        except KeyError:
            return 404, b"", "text/html"

    def _options(self, query: str) -> dict[str, str]:
        options = {}
        for part in query.split("&") if query else ():
            name, _, value = part.partition("=")
            if not name.startswith("$"):
                raise InvalidQueryError(f"Custom query option '{name}' is not known.")
            options[name] = unquote_plus(value)
        return options

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        packed = self.service.traps.pack and "gzip" in self.headers.get("Accept-Encoding", "")
        content = gzip.compress(content) if packed else content
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def _status(self, code: str) -> None:
        self._answer(int(code), b"<html><body>Storing</body></html>", "text/html")

    def _silent(self, seconds: str) -> None:
        self.service.closed.wait(float(seconds))
        self.close_connection = True

    def _half(self, _nothing: str) -> None:
        content = self._content()[1]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.close_connection = True

    def _drip(self, seconds: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.close_connection = True
        for _ in range(int(float(seconds) / 0.05)):
            try:
                self.wfile.write(b" ")
            except OSError:
                return
            if self.service.closed.wait(0.05):
                return

    def _body(self, content: str) -> None:
        self._answer(200, content.encode("utf-8", "surrogatepass"), "application/json")

    def _bomb(self, size: str) -> None:
        content = gzip.compress(b'{"value": []}' + b" " * int(size))
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()


def _json(answer: Any) -> bytes:
    return json.dumps(answer).encode()
