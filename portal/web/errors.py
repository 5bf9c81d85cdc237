"""Error pages in Dutch that lose nothing: what was typed stands on the page."""

from typing import Any

from flask import Flask, current_app, g, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import (
    Conflict,
    HTTPException,
    RequestEntityTooLarge,
    SecurityError,
    Unauthorized,
)

from portal.access.principal import NOBODY
from portal.database import db
from portal.domain.errors import DomainError, StaleVersionError
from portal.domain.workflow import IllegalTransitionError
from portal.filestore import StoreUnavailableError
from portal.forms.session import SignInForm
from portal.web.denials import note_refusal
from portal.web.kept_input import is_secret, opened, sealed_input
from portal.web.logs import log_failure
from portal.web.rationing import RationUsedError
from portal.web.refusals import sentence_for
from portal.web.sign_in import current_principal

PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})
READING = frozenset({"GET", "HEAD"})
SECRET_FIELDS = frozenset(
    {
        *("csrf_token", "version", "ingevuld", "uitgangspunt", "teruggezet"),
        *("code", "geheim", "codes", "getypt", "verstuurd"),
    }
)


def init_app(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(RationUsedError, show_ration_used)
    app.register_error_handler(StaleVersionError, show_conflict)
    app.register_error_handler(StaleDataError, show_conflict)
    app.register_error_handler(DomainError, show_refusal)
    app.register_error_handler(IllegalTransitionError, show_refusal)
    app.register_error_handler(DataError, show_unstorable)
    app.register_error_handler(OperationalError, show_unavailable)
    app.register_error_handler(InterfaceError, show_unavailable)
    app.register_error_handler(PoolTimeoutError, show_unavailable)
    app.register_error_handler(StoreUnavailableError, show_unavailable)


def typed_text() -> list[tuple[str, str]]:
    """Return what was filled in, as far as it is text and no secret."""
    if request.method != "POST" or not form_is_readable():
        return []
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, value in request.form.items(multi=True)
        if name not in SECRET_FIELDS and not is_secret(name) and value.strip()
    ]


def show_http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    """Show the page of a status; redirects and unknown statuses pass through."""
    status = error.code or 500
    if isinstance(error, SecurityError):
        # No page: its addresses would be made from a host that is not ours.
        return _("Dit portaal is niet bereikbaar onder deze naam."), status
    if status < 400:  # noqa: PLR2004
        return error
    if isinstance(error, Conflict):
        return show_refusal(error)
    if isinstance(error, Unauthorized):
        return show_signed_out()
    _take_back()
    note_refusal(status)
    return _page(status if status in PAGES else 500 if status >= 500 else 400, status)  # noqa: PLR2004


def show_signed_out() -> tuple[str, int]:
    """Ask to sign in, on a page that carries what was typed."""
    form = SignInForm(formdata=None)
    form.kept.data = sealed_input() if form_is_readable() else ""
    return _page(401, 401, form=form, sign_in_url=url_for("session.sign_in", volgende=readable_path()))


def show_csrf_error(_error: CSRFError) -> tuple[str, int]:
    """Show that the form was too old; the text stands on the page, and can go back into its form."""
    kept = sealed_input() or request.form.get("ingevuld", "")
    return _page(400, 400, kept=kept if current_principal().account_id and opened(kept) else "")


def show_ration_used(error: RationUsedError) -> tuple[str, int, dict[str, str]]:
    """Show after how long it can again; what was typed stands on the page."""
    return *_page("ration", 429, seconds=error.seconds), {"Retry-After": str(error.seconds)}


def show_conflict(_error: Exception) -> tuple[str, int]:
    """Show that somebody else saved since the page was opened."""
    return _page(409, 409)


def show_refusal(error: Exception) -> tuple[str, int]:
    """Show which rule of the programme the action would break."""
    return _page("refused", 409, sentence=str(sentence_for(error)))


def show_unstorable(error: DataError) -> tuple[str, int]:
    """Show that a value cannot exist in the database; logged, for our own checks should have seen it."""
    log_failure(error)
    status = 404 if request.method in READING else 422
    return _page(status, status)


def show_unavailable(error: Exception) -> tuple[str, int]:
    """Show that the database or the file store does not answer, without asking who is signed in."""
    log_failure(error)
    g.setdefault("principal", NOBODY)
    return _page(503, 503)


def _page(page: int | str, status: int, **context: Any) -> tuple[str, int]:
    _take_back()
    html = render_template(
        f"errors/{page}.html", request_id=g.get("request_id", ""), typed=typed_text(), **context
    )
    return html, status


def _take_back() -> None:
    """Undo what the request began and meant to tell; the page must appear even without a database."""
    if request.method not in READING:
        session.pop("_flashes", None)
    try:
        db.session.rollback()
        current_principal()
    except SQLAlchemyError as error:
        log_failure(error)
        db.session.invalidate()
        g.setdefault("principal", NOBODY)


def readable_path() -> str:
    """Where to go on after signing in: this address when it is a page, else the home page."""
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and adapter.test(request.path, "GET") else url_for("home.index")


def form_is_readable() -> bool:
    """Return whether the form was small enough to be read."""
    try:
        return request.form is not None
    except RequestEntityTooLarge:
        return False
