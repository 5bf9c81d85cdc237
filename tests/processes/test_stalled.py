"""PostgreSQL that takes questions and answers none: 503 within ten seconds, then well again (R52)."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.database import db
from portal.domain.roles import Role
from tests import builders
from tests.browsing import signed_in
from tests.conftest import NewDatabase, dispose, make_app
from tests.databases import on_postgres

pytestmark = on_postgres("only PostgreSQL is another process")


@pytest.fixture
def asleep(new_database: NewDatabase) -> Iterator[tuple[str, list[int]]]:
    """A database, and the processes of the server that serve it; they are woken up at the end."""
    pids: list[int] = []
    yield new_database(), pids
    wake(pids)


def wake(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def parent_of(pid: int) -> int:
    """Return the process that takes new connections."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def test_a_database_that_stalls_is_told_in_time(asleep: tuple[str, list[int]]) -> None:
    url, pids = asleep
    app = make_app(url)
    with app.app_context():
        builders.person(db.session, "iemand", Role.READER)
        db.session.commit()
    client = signed_in(app, "iemand@toets.example")
    assert client.get("/readyz").status_code == 200
    with app.app_context():
        found = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        with db.engine.connect() as connection:
            pids += connection.execute(sa.text(found)).scalars()
    try:
        pids.append(parent_of(pids[0]))
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
    except (FileNotFoundError, PermissionError):
        pytest.skip("the server of these tests is elsewhere, or of somebody else")
    for path in ("/readyz", "/", "/rapportages"):
        began = time.monotonic()
        assert client.get(path).status_code == 503, path
        assert time.monotonic() - began < 10, path
    wake(pids)
    assert client.get("/readyz").status_code == 200
    dispose(app)
