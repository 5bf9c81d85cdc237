"""The yardstick: a bare "hello", and a bare page of a hundred rows from the same database."""

import sqlalchemy as sa
from flask import Flask, render_template
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

TABLE = "meetlat"


class Base(DeclarativeBase):
    """Tables of the yardstick alone."""


class Row(Base):
    """A row with five columns."""

    __tablename__ = TABLE

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(80))
    title: Mapped[str] = mapped_column(sa.String(80))
    network: Mapped[str] = mapped_column(sa.String(80))
    status: Mapped[str] = mapped_column(sa.String(80))


def make_bare(url: str) -> Flask:
    """Return the application with the two bare pages."""
    app = Flask(__name__)
    sessions = sessionmaker(sa.create_engine(url))

    @app.get("/hallo")
    def hello() -> str:
        return "Hallo"

    @app.get("/meetlat")
    def page() -> str:
        with sessions() as session:
            rows = session.scalars(sa.select(Row).order_by(Row.id)).all()
            return render_template("bare.html", rows=rows)

    return app


def add_rows(connection: sa.Connection) -> None:
    """Make the table and fill it."""
    Base.metadata.create_all(connection)
    connection.execute(
        sa.insert(Row),
        [
            {"id": number, "code": f"code-{number:03}", "title": f"Maatregel <{number}> in de lijst"}
            | {"network": f"Netwerk {number % 10}", "status": "Op schema"}
            for number in range(1, 101)
        ],
    )
