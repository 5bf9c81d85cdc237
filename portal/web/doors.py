"""The lock on every door: a view says which permission it asks; one that says nothing stays shut."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import structlog
from flask import Flask, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access.policy import Permission
from portal.domain import clock
from portal.domain.accounts import REAUTHENTICATED
from portal.web.confirming import ask_again
from portal.web.factors import opens_without_factor, owes_factor, remember_where
from portal.web.sign_in import current_principal, current_session, waiting_session

View = TypeVar("View", bound=Callable[..., Any])
_log = structlog.get_logger()


class Door(Enum):
    """Doors that ask for no permission."""

    PUBLIC = "public"
    """For everybody: signing in, health, the pages every visitor must be able to read."""
    SIGNED_IN = "signed_in"
    """For everybody who is signed in, even without an appointment."""


Lock = Permission | Door


def dangerous(view: View) -> View:
    """Let a view ask again who somebody is when that was shown too long ago (security R10)."""
    view.dangerous = True  # type: ignore[attr-defined]
    return view


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


def keep_doors() -> ResponseReturnValue | None:
    """Let nobody in who may not: 403 by default, the sign-in page for who is not signed in."""
    if request.endpoint is None:
        return None
    lock = lock_of(current_app, request.endpoint)
    if lock is Door.PUBLIC:
        return None
    principal = current_principal()
    if principal.account_id is None:
        return _ask_who_it_is()
    if owes_factor() and not opens_without_factor(request.endpoint):
        return _make_factor_first()
    if lock is not Door.SIGNED_IN and (lock is None or not principal.allows(lock)):
        _log.warning("refused", endpoint=request.endpoint, account=principal.account_id)
        abort(403)
    if getattr(current_app.view_functions[request.endpoint], "dangerous", False) and not confirmed_lately():
        return ask_again()
    return None


def _ask_who_it_is() -> Response:
    """Send who is not signed in to the sign-in page, or on to the second step."""
    if request.method not in {"GET", "HEAD"}:
        abort(401)
    here = request.full_path.rstrip("?")
    if waiting_session() is not None:
        return redirect(url_for("second_step.show", volgende=here))
    flash(_("Log in om deze pagina te bekijken."), "info")
    return redirect(url_for("session.sign_in", volgende=here))


def _make_factor_first() -> Response:
    """Send who owes a second factor to where one is made; what was asked for comes after it."""
    if request.method not in {"GET", "HEAD"}:
        abort(403)
    remember_where()
    return redirect(url_for("factors.index"))


def confirmed_lately() -> bool:
    """Return whether who is signed in has shown that not long ago."""
    held = current_session()
    shown = held.reauthenticated_at if held is not None else None
    return shown is not None and clock.now() - shown < REAUTHENTICATED
