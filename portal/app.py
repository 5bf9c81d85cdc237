"""The application, put together."""

import os
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_babel import Babel
from flask_wtf import CSRFProtect

from config.settings import Settings, load_settings
from portal import views
from portal.database import db, only_reads
from portal.demo.personas import PASSWORD as DEMONSTRATION_PASSWORD
from portal.web import addresses, context, doors, errors, headers, logs, sign_in
from portal.web.loopback import LoopbackOnly
from portal.web.static_files import StaticFiles

_ROOT = Path(__file__).resolve().parents[1]
_csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for these settings, or for those of the environment."""
    settings = settings or load_settings(os.environ)
    logs.configure_logging(settings.log_format, settings.log_level)
    app = Flask(__name__, template_folder=str(_ROOT / "templates"), static_folder=str(_ROOT / "static"))
    app.config.from_mapping(_flask_configuration(settings))
    db.init_app(app)
    Babel(app, default_locale="nl", default_timezone="Europe/Amsterdam")
    logs.init_app(app)
    app.before_request(_mark_intent)
    app.before_request(addresses.refuse_impossible)
    sign_in.init_app(app)
    app.before_request(doors.keep_doors)
    _csrf.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    context.init_app(app, demonstration=settings.demo)
    views.register(app, demonstration=settings.demo)
    app.wsgi_app = StaticFiles(app.wsgi_app, _ROOT / "static")  # type: ignore[method-assign]
    if settings.demo:
        app.wsgi_app = LoopbackOnly(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _flask_configuration(settings: Settings) -> dict[str, Any]:
    name = "__Host-mainportaal" if settings.secure_cookies else "mainportaal"
    return {
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SQLALCHEMY_ENGINES": {"default": _engine_options(settings.database_url)},
        "SESSION_COOKIE_NAME": name,
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": settings.max_content_length,
        "MAX_FORM_MEMORY_SIZE": settings.max_content_length,
        "MAX_FORM_PARTS": 2_000,
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": True,
        "DEMONSTRATION": settings.demo,
        "DEMONSTRATION_PASSWORD": DEMONSTRATION_PASSWORD if settings.demo else "",
    }


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"url": url, "hide_parameters": True}
    return {
        "url": url,
        # What people write never stands in a log, not even with an error (security R57).
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_timeout": 5,
        "connect_args": {"connect_timeout": 5, "options": "-c statement_timeout=10000 -c lock_timeout=5000"},
    }


def _mark_intent() -> None:
    """Say whether this request may write, so that SQLite takes the right lock."""
    only_reads.set(request.method in {"GET", "HEAD", "OPTIONS"})
