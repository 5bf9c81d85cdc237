"""Where somebody who finds a hole can tell us (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, abort, current_app

from portal.domain import clock
from portal.web.doors import Door, requires
from portal.web.mail import public_address

blueprint = Blueprint("security_txt", __name__)
VALID = timedelta(days=180)
"""Counted from today, so that the file never gets old as long as the portal runs."""


@blueprint.get("/.well-known/security.txt")
@requires(Door.PUBLIC)
def show() -> Response:
    """Tell the contact of this installation; nothing where it has none."""
    contact = current_app.config["SECURITY_CONTACT"] or abort(404)
    expires = datetime.combine(clock.today() + VALID, time(), UTC)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {public_address('security_txt.show')}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
