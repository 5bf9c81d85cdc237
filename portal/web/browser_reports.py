"""What a browser reports of content it refused, cut down to what may stand in a log (ASVS 3.4.7).

Anybody can send a report: it is bounded in size and number, and of an address only the part that holds no
data is kept.
"""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

MEDIA_TYPES = frozenset({"application/csp-report", "application/reports+json", "application/json"})
MOST_BYTES = 16 * 1024
MOST_REPORTS = 10
"""Of one request."""
LINES_A_MINUTE = 30
"""Of one process: a flood of reports must not fill the log."""
_MOST_SIGNS = 120


@dataclass(frozen=True)
class Violation:
    """One thing that a page of the portal was not allowed to do."""

    directive: str
    blocked: str
    page: str


def violations(body: bytes) -> list[Violation]:
    """Return what is reported, in either form that browsers use; raises ValueError for anything else."""
    try:
        told = json.loads(body)
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError("no report") from error
    found = [_violation(each) for each in _bodies(told)]
    if not found:
        raise ValueError("no report")
    return found[:MOST_REPORTS]


def _bodies(told: Any) -> Iterator[Mapping[str, Any]]:
    for each in told if isinstance(told, list) else [told]:
        if not isinstance(each, dict):
            continue
        body = each.get("csp-report") or (each.get("body") if each.get("type") == "csp-violation" else None)
        if isinstance(body, dict):
            yield body


def _violation(body: Mapping[str, Any]) -> Violation:
    def of(*names: str) -> str:
        value = next((body[name] for name in names if isinstance(body.get(name), str)), "")
        return str(value)[:2_000]

    return Violation(
        directive=of("effectiveDirective", "effective-directive", "violated-directive")[:_MOST_SIGNS],
        blocked=_origin(of("blockedURL", "blocked-uri")),
        page=_path(of("documentURL", "document-uri")),
    )


def _origin(address: str) -> str:
    """Return where blocked content came from: a site or a word such as inline, never a path or query."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (f"{parts.scheme}://{parts.hostname}" if parts.hostname else parts.scheme or parts.path)[
        :_MOST_SIGNS
    ]


def _path(address: str) -> str:
    try:
        return urlsplit(address).path[:_MOST_SIGNS]
    except ValueError:
        return ""


class Allowance:
    """How many lines may still be written in this minute."""

    def __init__(self, most: int = LINES_A_MINUTE) -> None:
        self._most = most
        self._lock = Lock()
        self._began = 0.0
        self._written = 0

    def take(self) -> bool:
        """Take one line of this minute; False when they have run out."""
        now = time.monotonic()
        with self._lock:
            if now - self._began >= 60:  # noqa: PLR2004 - a minute
                self._began, self._written = now, 0
            self._written += 1
            return self._written <= self._most
