"""Starting a server to measure, and reading what its processes used."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench.server import processes
from tests.bench.world.build import AUDIT_KEY
from tests.conftest import ROOT

PATIENCE = 60.0


class Server:
    """A server on a port of this machine, for as long as the block lasts."""

    def __init__(self, kind: str, database_url: str) -> None:
        self._kind = kind
        self._url = database_url
        self._folder = tempfile.TemporaryDirectory(prefix="mainportaal-bench-")
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = int(listener.getsockname()[1])
        self.workers: list[int] = []

    def __enter__(self) -> Self:
        with self._faults.open("wb") as faults:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "tests.bench.server", self._kind, str(self.port)],
                env=self._environment(),
                cwd=ROOT,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=faults,
            )
        try:
            self._wait()
            self.workers = self._all_workers()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    @property
    def _faults(self) -> Path:
        return Path(self._folder.name) / "fouten"

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._folder.cleanup()

    def _environment(self) -> dict[str, str]:
        """Return the settings of a portal in earnest, on this machine alone."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        return own | {
            "PORTAL_DATABASE_URL": self._url.replace("postgresql+psycopg", "postgresql"),
            "PORTAL_SECRET_KEY": secrets.token_hex(32),
            "PORTAL_AUDIT_KEY": AUDIT_KEY,
            "PORTAL_AUDIT_ANCHOR": f"{self._folder.name}/anker.jsonl",
            "PORTAL_FILES_URL": f"{self._folder.name}/bestanden",
            # Nobody is there to type a code.
            "PORTAL_SECOND_FACTOR_ROLES": "geen",
        }

    def _all_workers(self) -> list[int]:
        """Return every process that answers; the first does so before the last is there."""
        deadline = time.monotonic() + PATIENCE
        while len(found := _children(self._process.pid)) < processes(self._kind):
            if time.monotonic() > deadline:
                raise RuntimeError("the server has too few processes")
            time.sleep(0.1)
        return found

    def _wait(self) -> None:
        path = "hallo" if self._kind == "bare" else "readyz"
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the server does not answer: {self._faults.read_text(encoding='utf-8')[-2_000:]}")


def _children(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
