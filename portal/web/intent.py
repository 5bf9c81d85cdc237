"""What a request means to do, known before its body or the database is touched."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, request

from portal.database import only_reads
from portal.postgres import LONGEST_WAIT, patience

View = TypeVar("View", bound=Callable[..., Any])
MOST_FIELDS = 2_000
"""So many fields no form of the portal has."""
_OTHER_FIELDS = 64 * 1024
"""What the other fields of a form with a file may take."""


def takes_file(view: View) -> View:
    """Let the body of this view hold a file; all other views keep to the size of a form."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def records_reading(view: View) -> View:
    """Say that looking here is written down, so that SQLite takes the lock for writing at once."""
    view.records_reading = True  # type: ignore[attr-defined]
    return view


def unattended(view: View) -> View:
    """Say that a page asks this on its own, so that it does not count as use of the session (ADR 35)."""
    view.unattended = True  # type: ignore[attr-defined]
    return view


def is_unattended() -> bool:
    """Return whether no person is behind this request."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "unattended", False)


def mark_intent() -> None:
    """Say whether this request may write, and how big it may be."""
    view = current_app.view_functions.get(request.endpoint or "")
    reads = request.method in {"GET", "HEAD", "OPTIONS"}
    patience.set(LONGEST_WAIT)
    only_reads.set(reads and not getattr(view, "records_reading", False))
    if not reads and getattr(view, "takes_file", False):
        request.max_content_length = current_app.config["MAX_FILE_SIZE"] + _OTHER_FIELDS


def refuse_too_many_fields() -> None:
    """Answer 413 to a form with more fields than any of ours; only of parts Flask counts them by itself."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    if sum(len(values) for _name, values in request.form.lists()) > MOST_FIELDS:
        abort(413)
