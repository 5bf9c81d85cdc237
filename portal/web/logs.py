"""One structured line per request and event, with the number of the request."""

import logging
import secrets
import time
from functools import cache
from types import TracebackType
from typing import Literal

import structlog
from flask import Flask, Response, current_app, g, request

from portal.domain.visitors import shortened
from portal.services import audit
from portal.web.failures import description

_log = structlog.get_logger()
SECRET = "geheim"  # noqa: S105
"""What links from mails call the part of their address that nobody else may know."""


def configure_logging(style: Literal["json", "console"], level: str) -> None:
    """Choose how lines look; values are always data, so nobody can forge a line."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [*(one for one in root.handlers if not isinstance(one, _Lines)), _Lines(logging.WARNING)]


class _Lines(logging.Handler):
    """Lets what Flask and other libraries report become lines like our own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; an error is told without the values it quotes."""
        error = record.exc_info[1] if record.exc_info else None
        details = description(error) if error else {"message": record.getMessage()}
        _log.log(record.levelno, "library", logger=record.name, **details)


def warn_of_open_files(variables: list[str]) -> None:
    """Write a line for each secret in a file that every user of the machine can read."""
    for name in variables:
        _log.warning("secret_readable_by_others", variable=name)


def init_app(app: Flask) -> None:
    """Number each request, log it when it ends, and log once what nobody foresaw."""
    app.log_exception = _log_unforeseen  # type: ignore[method-assign]

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()
        audit.request_id.set(g.request_id)
        audit.address.set(shortened(request.remote_addr or ""))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if request.endpoint not in {"static", "health.healthz"}:
            _log.info(
                "request",
                method=request.method,
                endpoint=request.endpoint,
                path=readable_path(),
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            )
        return response


def readable_path() -> str:
    """Return the address of this request without what makes a link from a mail work (security R57)."""
    prefix = next((start for start in _starts_of_links(current_app) if request.path.startswith(start)), None)
    return f"{prefix}…" if prefix is not None else request.path


@cache
def _starts_of_links(app: Flask) -> tuple[str, ...]:
    """Return where addresses begin that go on with a secret, so that also a mangled one stays out."""
    rules = (rule for rule in app.url_map.iter_rules() if SECRET in rule.arguments)
    return tuple({rule.rule.partition(f"<{SECRET}")[0] for rule in rules})


def log_failure(error: BaseException) -> None:
    """Log an error nobody foresaw, with where it came from and without what was typed."""
    _log.error("failure", path=readable_path(), method=request.method, **description(error))


def _log_unforeseen(exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    if exc_info[1] is not None:
        log_failure(exc_info[1])
