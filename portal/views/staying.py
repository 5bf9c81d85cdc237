"""Staying signed in: how long a session still lasts, and asking for more (WCAG 2.2.1)."""

from flask import Blueprint

from portal.web.doors import Door, requires
from portal.web.intent import unattended
from portal.web.staying import staying

blueprint = Blueprint("staying", __name__)
Answer = dict[str, int]


@blueprint.get("/mijn/sessie")
@unattended
@requires(Door.PUBLIC)
def left() -> Answer:
    """Tell the script of a page how long the session still lasts; nothing for who is not signed in."""
    return _told()


@blueprint.post("/mijn/sessie/verlengen")
@requires(Door.SIGNED_IN)
def extend() -> Answer:
    """Stay signed in: this request counts as use like any other, so there is nothing more to do."""
    return _told()


def _told() -> Answer:
    lasts = staying()
    return {"idle": lasts.idle, "longest": lasts.longest}
