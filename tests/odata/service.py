"""A service on this computer that answers as the open data of the Tweede Kamer do, with all their traps."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from tests.odata import schema
from tests.odata.handler import PATHS, Handler
from tests.odata.language import FilterParser, InvalidQueryError, expanded, selected

_COUNT = re.compile(r"(?:filter\((?P<filter>.*)\)/)?groupby\(\((?P<name>\w+)\),aggregate\(\$count as n\)\)")


@dataclass
class Traps:
    """How the service misbehaves; every one of these was met with the real one, or is meant ill."""

    script: list[str] = field(default_factory=list)
    """What happens to the next questions, one each; `ok` answers as usual."""
    page: int = 250
    """How many rows the service gives at a time, whatever was asked."""
    links: bool = True
    """Whether it says where the next page is."""
    link_to: str = ""
    """Another place it says the next page is."""
    counted: int | None = None
    """What it says it counted."""
    pack: bool = False
    """Whether answers are packed."""
    meanwhile: Callable[[], None] | None = None
    """What happens elsewhere while the client waits."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that leaves half-way is what some tests are about."""


class KamerService:
    """The data, the traps, and what was asked."""

    def __init__(self, dialect: str, data: Mapping[str, list[dict[str, Any]]]) -> None:
        self.dialect = dialect
        self.data = data
        self.traps = Traps()
        self.asked: list[str] = []
        self.closed = threading.Event()
        self._server = _Server(("127.0.0.1", 0), type("Bound", (Handler,), {"service": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{PATHS[self.dialect]}"

    @contextmanager
    def running(self) -> Iterator["KamerService"]:
        self._thread.start()
        try:
            yield self
        finally:
            self.closed.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def answer(self, entity: str, options: Mapping[str, str]) -> dict[str, Any]:
        """Answer a question about a set, or raise InvalidQueryError or KeyError."""
        rows = self.data[entity]
        if "$apply" in options:
            return {"value": self._counts(entity, rows, options["$apply"])}
        if "$filter" in options:
            test = FilterParser(options["$filter"], entity, self.dialect).parse()
            rows = [row for row in rows if test(row)]
        rows = self._ordered(entity, rows, options.get("$orderby", ""))
        answer: dict[str, Any] = {"@odata.context": "$metadata"}
        if options.get("$count") == "true":
            answer["@odata.count"] = len(rows) if self.traps.counted is None else self.traps.counted
        top = int(options.get("$top", len(rows)))
        if self.dialect == "v5" and top > 100:
            raise InvalidQueryError("The limit of '100' for Top query has been exceeded.")
        start = int(options.get("$skip", 0)) + int(options.get("$skiptoken", 0))
        size = min(top, self.traps.page)
        answer["value"] = [
            selected(
                expanded(row, options.get("$expand", ""), entity, self.dialect), options, entity, self.dialect
            )
            for row in rows[start : start + size]
        ]
        if size < top and start + size < len(rows) and self.traps.links:
            answer["@odata.nextLink"] = self._link(entity, options, size, top - size)
        return answer

    def _link(self, entity: str, options: Mapping[str, str], size: int, left: int) -> str:
        token = int(options.get("$skiptoken", 0)) + size
        rest = {**options, "$top": str(left), "$skiptoken": str(token)}
        asked = "&".join(f"{name}={value.replace(' ', '%20')}" for name, value in rest.items())
        return self.traps.link_to or f"{self.base}/{entity}?{asked}"

    def _ordered(self, entity: str, rows: list[dict[str, Any]], order: str) -> list[dict[str, Any]]:
        for part in reversed([each for each in order.split(",") if each]):
            name, _, direction = part.partition(" ")
            if name not in schema.fields(self.dialect, entity):
                raise InvalidQueryError(f"Could not find a property named '{name}' on type 'Kamer.{entity}'.")
            rows = sorted(rows, key=lambda row: str(row.get(name) or ""), reverse=direction == "desc")
        return rows

    def _counts(self, entity: str, rows: list[dict[str, Any]], apply: str) -> list[dict[str, Any]]:
        asked = _COUNT.fullmatch(apply)
        if asked is None or asked["name"] not in schema.fields(self.dialect, entity):
            raise InvalidQueryError("The query specified in the URI is not valid.")
        if asked["filter"]:
            test = FilterParser(asked["filter"], entity, self.dialect).parse()
            rows = [row for row in rows if test(row)]
        counts = Counter(row.get(asked["name"]) for row in rows)
        return [{asked["name"]: value, "n": count} for value, count in counts.items()]
