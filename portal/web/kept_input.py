"""What was typed when the session was over: sealed on the page, so that only we can have made it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.web.redirects import LONGEST_PATH, own_path

View = TypeVar("View", bound=Callable[..., Any])
DAY = 24 * 60 * 60
MOST_CHARACTERS = 200_000
MOST_FIELDS = 300
_LEFT_OUT = frozenset({"csrf_token", "email", "ingevuld", "volgende", "teruggezet"})

Kept = tuple[str, list[tuple[str, str]]]
"""A path of ours, with names and values in the order of its form."""


def restores_input(view: View) -> View:
    """Say that a page puts back what was kept for it; put it above the lock."""
    view.restores_input = True  # type: ignore[attr-defined]
    return view


def is_secret(name: str) -> bool:
    """Return whether a field holds a password, old or new: that is never shown again, nor sealed."""
    return "wachtwoord" in name


def sealed_input() -> str:
    """Return what this request wanted to save, sealed; empty where no page would put it back."""
    if request.method != "POST" or not _restores(request.path):
        return ""
    fields = [
        pair for pair in request.form.items(multi=True) if pair[0] not in _LEFT_OUT and not is_secret(pair[0])
    ]
    size = sum(len(name) + len(value) for name, value in fields)
    # A form that has a version says what somebody typed; a button alone has nothing to keep.
    if len(fields) < 2 or len(fields) > MOST_FIELDS or size > MOST_CHARACTERS:  # noqa: PLR2004
        return ""
    return str(_seal().dumps([request.path, fields]))


def opened(sealed: str) -> Kept | None:
    """Return what was sealed, unless it is not ours, too old, or of a page that is no more.

    Half a character, which a browser never sends, is a ValueError before its seal is looked at.
    """
    try:
        path, fields = _seal().loads(sealed, max_age=DAY)
    except (BadData, ValueError):
        return None
    if own_path(path) != path or len(path) > LONGEST_PATH or not _restores(path):
        return None
    return path, [(name, value) for name, value in fields]


def sealed_text(typed: Sequence[tuple[str, str]]) -> str:
    """Return labels and texts sealed, to show them once more; empty where that would be too much."""
    size = sum(len(label) + len(text) for label, text in typed)
    return str(_seal("shown-text").dumps(typed)) if typed and size <= MOST_CHARACTERS else ""


def opened_text(sealed: str) -> list[tuple[str, str]]:
    """Return the labels and texts that were sealed; nothing where it is not ours or too old."""
    try:
        return [(label, text) for label, text in _seal("shown-text").loads(sealed, max_age=DAY)]
    except (BadData, ValueError):
        return []


def _restores(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return False
    try:
        endpoint, _values = adapter.match(path, "GET")
    except (HTTPException, RequestRedirect):
        return False
    return getattr(current_app.view_functions[endpoint], "restores_input", False)


def _seal(salt: str = "kept-input") -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=salt)
