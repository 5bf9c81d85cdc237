"""The lock on every door: a view says which permission it asks; one that says nothing stays shut."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import structlog
from flask import Flask, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.web.sign_in import current_principal

View = TypeVar("View", bound=Callable[..., Any])
_log = structlog.get_logger()


class Door(Enum):
    """Doors that ask for no permission."""

    PUBLIC = "public"
    """For everybody: signing in, health, the pages every visitor must be able to read."""
    SIGNED_IN = "signed_in"
    """For everybody who is signed in, even without an appointment."""


Lock = Permission | Door


def requires(lock: Lock) -> Callable[[View], View]:
    """Say what a view asks of who comes in; put it directly above the function."""

    def mark(view: View) -> View:
        view.lock = lock  # type: ignore[attr-defined]
        return view

    return mark


def lock_of(app: Flask, endpoint: str) -> Lock | None:
    """Return what a door asks, None when it was forgotten."""
    if endpoint == "static":
        return Door.PUBLIC
    lock: Lock | None = getattr(app.view_functions[endpoint], "lock", None)
    return lock


def keep_doors() -> Response | None:
    """Let nobody in who may not: 403 by default, the sign-in page for who is not signed in."""
    if request.endpoint is None:
        return None
    lock = lock_of(current_app, request.endpoint)
    if lock is Door.PUBLIC:
        return None
    principal = current_principal()
    if principal.account_id is None:
        if request.method not in {"GET", "HEAD"}:
            abort(401)
        flash(_("Log in om deze pagina te bekijken."), "info")
        return redirect(url_for("session.sign_in", volgende=request.full_path.rstrip("?")))
    if lock is Door.SIGNED_IN:
        return None
    if lock is None or not principal.allows(lock):
        _log.warning("refused", endpoint=request.endpoint, account=principal.account_id)
        abort(403)
    return None
