"""Error pages in Dutch that lose nothing: what was typed stands on the page."""

from flask import Flask, current_app, g, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    RequestEntityTooLarge,
    SecurityError,
    Unauthorized,
)

from portal.database import db
from portal.domain.errors import DomainError, StaleVersionError
from portal.domain.workflow import IllegalTransitionError
from portal.web.logs import log_failure

PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})
SECRET_FIELDS = frozenset({"csrf_token", "wachtwoord", "version"})


def init_app(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(StaleVersionError, show_conflict)
    app.register_error_handler(StaleDataError, show_conflict)
    app.register_error_handler(IntegrityError, show_conflict)
    app.register_error_handler(IllegalTransitionError, show_illegal_transition)
    app.register_error_handler(DomainError, show_conflict)
    app.register_error_handler(OperationalError, show_unavailable)
    app.register_error_handler(InterfaceError, show_unavailable)


def typed_text() -> list[tuple[str, str]]:
    """Return what was filled in, as far as it is text and no secret."""
    if request.method != "POST" or not _form_is_readable():
        return []
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, value in request.form.items(multi=True)
        if name not in SECRET_FIELDS and value.strip()
    ]


def show_http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    """Show the page of a status; redirects and unknown statuses pass through."""
    status = error.code or 500
    if isinstance(error, SecurityError):
        # No page: its addresses would be made from a host that is not ours.
        return _("Dit portaal is niet bereikbaar onder deze naam."), status
    if status < 400:  # noqa: PLR2004
        return error
    if isinstance(error, InternalServerError) and error.original_exception:
        log_failure(error.original_exception)
    if isinstance(error, Unauthorized):
        return _page(401, 401, retry_url=url_for("session.sign_in", volgende=_readable_path()))
    return _page(status if status in PAGES else 500 if status >= 500 else 400, status)  # noqa: PLR2004


def show_csrf_error(_error: CSRFError) -> tuple[str, int]:
    """Show that the form was too old; the text stands on the page."""
    return _page(400, 400)


def show_conflict(_error: Exception) -> tuple[str, int]:
    """Show that the action no longer fits what is in the database."""
    return _page(409, 409)


def show_illegal_transition(_error: IllegalTransitionError) -> tuple[str, int]:
    """Show that the state changed since the page was opened."""
    note = _("Deze stap kan niet meer: de status is intussen veranderd. Open de pagina opnieuw.")
    return _page(409, 409, note=note)


def show_unavailable(error: Exception) -> tuple[str, int]:
    """Show that the database does not answer."""
    log_failure(error)
    return _page(503, 503)


def _page(page: int, status: int, **context: str) -> tuple[str, int]:
    db.session.rollback()
    g.pop("principal", None)
    html = render_template(
        f"errors/{page}.html", request_id=g.get("request_id", ""), typed=typed_text(), **context
    )
    return html, status


def _readable_path() -> str:
    """Where to go on after signing in: this address when it is a page, else the home page."""
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and adapter.test(request.path, "GET") else url_for("home.index")


def _form_is_readable() -> bool:
    try:
        return request.form is not None
    except RequestEntityTooLarge:
        return False
