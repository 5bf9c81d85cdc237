"""The built stylesheet, script, fonts and icons, with the same headers as every other answer."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from whitenoise import WhiteNoise

from portal.web.assets import mark_of
from portal.web.headers import security_headers

BUILT = "/static/build/"
A_DAY = "max-age=86400, public"
FOR_GOOD = "max-age=31536000, public, immutable"


class StaticFiles(WhiteNoise):  # type: ignore[misc]
    """Serves files to this portal only; they stay in caches for good when their address has their mark."""

    def __init__(self, application: WSGIApplication, folder: Path) -> None:
        super().__init__(
            application, root=str(folder), prefix="static/", allow_all_origins=False, max_age=None
        )

    @staticmethod
    def serve(static_file: Any, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a file and our headers."""
        own = security_headers(secure=environ["wsgi.url_scheme"] == "https")
        own = {**own, "Cache-Control": FOR_GOOD if _is_marked(environ) else A_DAY}

        def start(status: str, headers: list[tuple[str, str]]) -> Any:
            return start_response(status, [*headers, *own.items()])

        answer: Iterable[bytes] = WhiteNoise.serve(static_file, environ, start)
        return answer


def _is_marked(environ: WSGIEnvironment) -> bool:
    mark = mark_of(environ.get("PATH_INFO", "").removeprefix(BUILT))
    return mark is not None and parse_qs(environ.get("QUERY_STRING", "")).get("v") == [mark]
