"""Refuses what another site makes a browser send; stands beside the token in every form (security R28).

Browsers say themselves where a request comes from, in headers that no page can change. A client that sends
none of them is judged by its token alone.
"""

from urllib.parse import urlsplit

import structlog
from flask import abort, request

_log = structlog.get_logger()
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_OTHER_SITES = frozenset({"cross-site", "same-site"})
"""Another host of the same organisation is another site too."""


def refuse_other_sites() -> None:
    """Answer 403 when a browser says that another site wants to change something here."""
    if request.method in _READING:
        return
    if request.headers.get("Sec-Fetch-Site") in _OTHER_SITES or _has_other_origin():
        _log.warning("refused", endpoint=request.endpoint, reason="other site")
        abort(403)


def _has_other_origin() -> bool:
    origin = request.headers.get("Origin")
    # By name only: a proxy may hide the port that the browser knows.
    return origin is not None and _host(origin) != _host(f"//{request.host}")


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
