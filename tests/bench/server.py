"""What `python -m tests.bench.server` serves: the portal as `portal serve` does, or the bare pages beside it.

The only difference with `portal serve` is that the number of processes is given, so that a measurement does
not depend on how many cores a machine has. What comes with the tests alone is kept out of them: structlog and
Mako would load it, and it would count as memory of the portal. Hence the late imports.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication

from config.server import ServerSettings, server_settings
from tests.bench.counting import Counting
from tests.bench.yardstick import make_bare

WORKERS = 2
_OF_THE_TESTS = ("rich", "pygments")


class _Server(BaseApplication):
    def __init__(self, settings: ServerSettings, make: Callable[[], WSGIApplication]) -> None:
        self._settings = settings
        self._make = make
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.options().items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._make()


def _portal() -> WSGIApplication:
    from portal.app import create_app, make_ready  # noqa: PLC0415

    app = create_app()
    make_ready(app)
    return app


def _counted() -> WSGIApplication:
    from portal.app import create_app  # noqa: PLC0415

    return Counting(create_app())


def _bare() -> WSGIApplication:
    return make_bare(os.environ["PORTAL_DATABASE_URL"])


KINDS: dict[str, Callable[[], WSGIApplication]] = {"portal": _portal, "counted": _counted, "bare": _bare}


def processes(kind: str) -> int:
    """Return how many processes answer; where questions are counted, one request at a time."""
    return 1 if kind == "counted" else WORKERS


def main(kind: str, port: int) -> None:
    """Serve until somebody ends it."""
    sys.modules.update(dict.fromkeys(_OF_THE_TESTS))  # type: ignore[arg-type]  # None: cannot be imported
    from portal.web.metrics import SHARED  # noqa: PLC0415

    settings = server_settings("127.0.0.1", port, demo=False)
    threads = 1 if kind == "counted" else settings.threads
    os.environ[SHARED] = folder = tempfile.mkdtemp(prefix="mainportaal-")
    own = os.getpid()
    try:
        _Server(replace(settings, workers=processes(kind), threads=threads), KINDS[kind]).run()
    finally:
        if os.getpid() == own:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
