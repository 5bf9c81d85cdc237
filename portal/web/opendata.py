"""The client of the open data in this application, and the page for when the source does not answer."""

from typing import cast

import structlog
from flask import Flask, current_app, g, render_template, request, session

from config.settings import Settings
from portal.database import db
from portal.opendata import (
    DIALECTS,
    OpenDataError,
    Patience,
    Source,
    SourceDownError,
    SourceSilentError,
    TweedeKamer,
)

_log = structlog.get_logger()
_NAME = "mainportaal.opendata"
_BAD_GATEWAY, _UNAVAILABLE = 502, 503


def init_app(app: Flask, settings: Settings) -> None:
    """Let views find the client, if the open data are switched on."""
    app.extensions[_NAME] = client_of(settings, hurry=True)
    app.register_error_handler(OpenDataError, show_trouble)


def client_of(settings: Settings, *, hurry: bool) -> TweedeKamer | None:
    """Return a client, None where the open data are off; somebody who waits for a page is in a hurry."""
    if not settings.opendata_url:
        return None
    wait = settings.opendata_timeout
    patience = Patience(
        connect=settings.opendata_connect_timeout,
        read=wait,
        total=2 * wait if hurry else 3 * wait,
        attempts=2 if hurry else 3,
    )
    return TweedeKamer(
        Source(
            base=settings.opendata_url,
            dialect=DIALECTS[settings.opendata_dialect],
            hosts=settings.opendata_hosts,
            patience=patience,
        )
    )


def tweede_kamer() -> TweedeKamer | None:
    """Return the client of this application, None where the open data are off."""
    return cast("TweedeKamer | None", current_app.extensions[_NAME])


def show_trouble(error: OpenDataError) -> tuple[str, int]:
    """Show that the source does not answer, or says what we do not understand; nothing was changed."""
    _log.warning("open_data_failed", kind=type(error).__name__, reason=str(error))
    if request.method != "GET":
        session.pop("_flashes", None)
    db.session.rollback()
    silent = isinstance(error, (SourceSilentError, SourceDownError))
    page = render_template(
        "opendata/trouble.html",
        silent=silent,
        request_id=g.get("request_id", ""),
        retry_url=request.full_path.rstrip("?") if request.method == "GET" else "",
    )
    return page, _UNAVAILABLE if silent else _BAD_GATEWAY
