"""Reports of browsers about content they refused; for everybody, and nothing but a line in the log."""

import structlog
from flask import Blueprint, abort, current_app, request
from werkzeug.exceptions import HTTPException

from portal.web.browser_reports import MEDIA_TYPES, MOST_BYTES, Allowance, violations
from portal.web.doors import Door, requires

blueprint = Blueprint("browser_reports", __name__)
_log = structlog.get_logger()
_allowance = Allowance()


@blueprint.post("/browsermeldingen")
@requires(Door.PUBLIC)
def receive() -> tuple[str, int]:
    """Write what a browser refused in the log, as long as there is room in this minute."""
    if request.mimetype not in MEDIA_TYPES:
        abort(400)
    request.max_content_length = MOST_BYTES
    body = request.get_data()
    # Whoever read the body before us may have had another limit.
    if len(body) > MOST_BYTES:
        abort(413)
    try:
        found = violations(body)
    except ValueError:
        abort(400)
    for one in found:
        if _allowance.take():
            _log.warning(
                "content_refused", directive=one.directive, blocked=one.blocked, door=_door(one.page)
            )
    return "", 204


def _door(path: str) -> str:
    """Return the name of the page, never its address: that may hold the secret of a link in a mail."""
    adapter = current_app.create_url_adapter(request)
    try:
        return str(adapter.match(path, "GET")[0]) if adapter else ""
    except HTTPException:
        return ""
