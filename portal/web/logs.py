"""One structured line per request and event, with the number of the request."""

import logging
import secrets
import time
from types import TracebackType
from typing import Literal

import structlog
from flask import Flask, Response, g, request

from portal.services import audit
from portal.web.failures import description

_log = structlog.get_logger()


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


def init_app(app: Flask) -> None:
    """Number each request, log it when it ends, and log once what nobody foresaw."""
    app.log_exception = _log_unforeseen  # type: ignore[method-assign]

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = time.perf_counter()
        audit.request_id.set(g.request_id)
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
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            )
        return response


def log_failure(error: BaseException) -> None:
    """Log an error nobody foresaw, with where it came from and without what was typed."""
    _log.error("failure", path=request.path, method=request.method, **description(error))


def _log_unforeseen(exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    if exc_info[1] is not None:
        log_failure(exc_info[1])
