"""The processes of one server count together, and go on when one of them is replaced."""

import os
import secrets
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import NewDatabase
from tests.processes.server import PATIENCE, Server

TOKEN = secrets.token_hex(16)


@pytest.fixture
def server(new_database: NewDatabase) -> Iterator[Server]:
    server = Server(new_database(), PORTAL_METRICS_TOKEN=TOKEN)
    server.start()
    yield server
    server.kill()


def figure(server: Server, name: str) -> float:
    """Return what a figure says; a new process may need a moment."""
    request = urllib.request.Request(  # noqa: S310
        f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                lines = answer.read().decode().splitlines()
            return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def workers_of(server: Server) -> list[int]:
    assert server._process is not None
    pid = server._process.pid
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


def visit(server: Server, times: int) -> None:
    for _time in range(times):
        urllib.request.urlopen(f"{server.url}/inloggen", timeout=20).close()  # noqa: S310


def test_what_was_counted_stays_when_a_process_is_replaced(server: Server) -> None:
    name = 'portal_request_seconds_count{area="session",status="2xx"}'
    visit(server, 3)
    assert figure(server, name) == 3
    (worker,) = workers_of(server)
    os.kill(worker, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while worker in workers_of(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    visit_when_back(server)
    visit(server, 1)
    assert figure(server, name) == 5


def visit_when_back(server: Server) -> None:
    """Visit once, as soon as the new process answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            visit(server, 1)
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("no process came in its place")
