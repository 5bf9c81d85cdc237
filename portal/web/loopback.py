"""A demonstration, whose passwords are public, answers nobody outside this machine."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog

from config.server import is_loopback

_log = structlog.get_logger()
_REFUSAL = "De demonstratie is alleen te bereiken vanaf de computer waarop zij draait.\n"


class LoopbackOnly:
    """Stands in front of the application and its files, whatever server and address they are bound to."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass on what comes from this machine itself; 403 for the rest."""
        if is_loopback(environ.get("REMOTE_ADDR", "")):
            return self._application(environ, start_response)
        _log.warning("refused", reason="demonstration")
        body = _REFUSAL.encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("403 Forbidden", headers)
        return [body]
