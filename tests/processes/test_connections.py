"""Connections with PostgreSQL: what they keep from one request to the next, and what they never keep."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import db
from portal.domain.areas import Area
from portal.models import ChangeMark
from tests.conftest import NewDatabase, dispose, make_app
from tests.databases import on_postgres

pytestmark = on_postgres("SQLite prepares in the process itself")
MARKS = sa.select(ChangeMark.mark).where(ChangeMark.area == Area.PLAN)
ENOUGH = 8
"""So often something is asked before the driver has prepared it."""
MARK = 4_711
INSERT = f"INSERT INTO change_mark (area, mark) VALUES ('plan', {MARK})"  # noqa: S608 - a number of our own


@pytest.fixture
def engine(new_database: NewDatabase) -> Iterator[sa.Engine]:
    """The pool of an application."""
    app = make_app(new_database())
    with app.app_context():
        yield db.engine
    dispose(app)


def read(engine: sa.Engine) -> list[int]:
    """Read as a request does: the session closes without a word about its transaction."""
    with Session(engine) as session:
        return list(session.scalars(MARKS))


def test_what_was_prepared_outlives_a_request_that_only_reads(engine: sa.Engine) -> None:
    for _request in range(ENOUGH):
        read(engine)
    with engine.connect() as connection:
        prepared = connection.scalars(sa.text("SELECT statement FROM pg_prepared_statements"))
        assert any("change_mark" in each for each in prepared)


def by_object(session: Session) -> None:
    session.add(ChangeMark(area=Area.PLAN, mark=MARK))
    session.flush()


def by_text(session: Session) -> None:
    session.execute(sa.text(INSERT))


def by_many(session: Session) -> None:
    session.execute(
        sa.insert(ChangeMark), [{"area": Area.PLAN, "mark": MARK}, {"area": Area.MONEY, "mark": 1}]
    )


def by_copying(session: Session) -> None:
    driver = session.connection().connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy("COPY change_mark (area, mark) FROM STDIN") as copying:
        copying.write_row(("plan", MARK))


def by_the_driver(session: Session) -> None:
    driver = session.connection().connection.driver_connection
    assert driver is not None
    driver.execute(INSERT.encode())


def by_reading_from_it(session: Session) -> None:
    session.execute(sa.text(f"WITH kept AS ({INSERT} RETURNING mark) SELECT mark FROM kept"))  # noqa: S608


@pytest.mark.parametrize(
    "write", [by_object, by_text, by_many, by_copying, by_the_driver, by_reading_from_it]
)
def test_what_was_not_committed_is_never_kept(engine: sa.Engine, write: Callable[[Session], None]) -> None:
    with Session(engine) as session:
        assert session.scalars(MARKS).all() == []
        write(session)
        assert session.scalars(MARKS).all() == [MARK]
    assert read(engine) == []
    with Session(engine) as session:
        write(session)
        session.commit()
    assert read(engine) == [MARK]


def test_a_connection_that_the_server_ended_is_not_used_again(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        pid = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    other = sa.create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    other.dispose()
    assert read(engine) == []
