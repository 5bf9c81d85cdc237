"""The application, put together."""

import gc
import os
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config.secrets import readable_by_others
from config.server import THREADS
from config.settings import FILE_VARIABLES, Settings, load_settings
from portal import views
from portal.database import db
from portal.demo.personas import PASSWORD as DEMONSTRATION_PASSWORD
from portal.domain import clock
from portal.domain.roles import Role
from portal.filestore import FileStore, FolderStore
from portal.postgres import CONNECT_WAIT
from portal.services import audit_chain, change_marks
from portal.views.browser_reports import receive
from portal.web import (
    addresses,
    compression,
    context,
    cross_site,
    doors,
    errors,
    files,
    formats,
    headers,
    intent,
    language,
    logs,
    metrics,
    opendata,
    profile,
    rationing,
    scanning,
    sign_in,
    single_sign_on,
)
from portal.web.application import Portal
from portal.web.loopback import LoopbackOnly
from portal.web.static_files import StaticFiles

_ROOT = Path(__file__).resolve().parents[1]
_csrf = CSRFProtect()
_STATEMENTS = 2_000
"""So many compiled statements a process keeps: more than the portal has."""


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for these settings, or for those of the environment."""
    given = settings
    settings = given or load_settings(os.environ)
    logs.configure_logging(settings.log_format, settings.log_level)
    if given is None:
        logs.warn_of_open_files(readable_by_others(os.environ, FILE_VARIABLES))
    app = Portal(__name__, template_folder=str(_ROOT / "templates"), static_folder=str(_ROOT / "static"))
    app.config.from_mapping(_flask_configuration(settings))
    db.init_app(app)
    audit_chain.use_key(settings.audit_key.get_secret_value())
    change_marks.begin_marking()
    files.init_app(app, _file_store(settings))
    scanning.init_app(app, settings.virus_scanner)
    opendata.init_app(app, settings)
    single_sign_on.init_app(app, settings)
    language.init_app(app)
    compression.init_app(app)
    logs.init_app(app)
    metrics.init_app(app)
    if settings.demo:
        profile.init_app(app)
    app.before_request(intent.mark_intent)
    app.before_request(addresses.refuse_impossible)
    app.before_request(cross_site.refuse_other_sites)
    sign_in.init_app(app)
    app.before_request(doors.keep_doors)
    _csrf.init_app(app)
    # A browser sends its reports without a form.
    _csrf.exempt(receive)
    app.before_request(intent.refuse_too_many_fields)
    rationing.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    context.init_app(app, demonstration=settings.demo)
    views.register(app, demonstration=settings.demo)
    app.wsgi_app = StaticFiles(app.wsgi_app, _ROOT / "static")  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_port=0, x_prefix=0
        )
    # Outermost: it looks at who is really there, whatever a header says.
    if settings.demo:
        app.wsgi_app = LoopbackOnly(app.wsgi_app)  # type: ignore[method-assign]
    return app


def make_ready(app: Flask) -> None:
    """Compile every page before the processes part, and let them share what is in memory then."""
    for name in app.jinja_env.list_templates(extensions=("html", "txt")):
        app.jinja_env.get_template(name)
    # With the first date Babel reads all it knows of the language.
    formats.day(clock.today())
    gc.collect()
    # What is here now stays: looking through it for garbage would copy it to each process.
    gc.freeze()


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
        "MAX_FORM_PARTS": intent.MOST_FIELDS,
        "MAX_FILE_SIZE": settings.max_file_size,
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": True,
        # Else the words of the library are read from their file in every request that shows a form.
        "WTF_I18N_ENABLED": False,
        "DEMONSTRATION": settings.demo,
        "METRICS_TOKEN": settings.metrics_token.get_secret_value(),
        "PUBLIC_URL": settings.public_url or "http://127.0.0.1:5000",
        # Where nothing was set, passkeys are made for the (trusted) name under which somebody came.
        "PASSKEY_SITE": settings.public_url,
        "SECOND_FACTOR_ROLES": frozenset(Role(role) for role in settings.second_factor_roles),
        "SENDS_MAIL": settings.demo or settings.smtp is not None,
        "SECURITY_CONTACT": settings.security_contact,
        "DEMONSTRATION_PASSWORD": DEMONSTRATION_PASSWORD if settings.demo else "",
    }


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"url": url, "hide_parameters": True, "query_cache_size": _STATEMENTS}
    return {
        "url": url,
        # What people write never stands in a log, not even with an error (security R57).
        "hide_parameters": True,
        # One for each thread, and as many for what must stand whatever becomes of the request: a session that
        # is in use, a ration. The one used last goes first, so that quiet hours keep few of them open.
        "pool_size": THREADS,
        "max_overflow": THREADS,
        "pool_use_lifo": True,
        "pool_timeout": 5,
        "query_cache_size": _STATEMENTS,
        "connect_args": {
            "connect_timeout": CONNECT_WAIT,
            # A network that drops a quiet connection without a word is noticed within a minute.
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "options": "-c statement_timeout=10000 -c lock_timeout=5000",
        },
    }


def _file_store(settings: Settings) -> FileStore:
    """Return where files are kept: the folder of the settings, or their bucket."""
    if settings.bucket is None:
        return FolderStore(Path(settings.files_url))
    from portal.filestore.objects import s3_store  # noqa: PLC0415 - takes memory where nobody asks for it

    name, prefix = settings.bucket
    return s3_store(
        name,
        prefix=prefix,
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        access_key=settings.s3_access_key.get_secret_value(),
        secret_key=settings.s3_secret_key.get_secret_value(),
    )
