"""What commands share: the application around them, and a clear word when something is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal.app import create_app
from portal.database import db


@contextmanager
def application() -> Iterator[None]:
    """Run inside the application; tell it when the database cannot be used."""
    with create_app().app_context(), told_clearly():
        try:
            yield
        finally:
            db.session.close()
            db.engine.dispose()


@contextmanager
def told_clearly() -> Iterator[None]:
    """Tell in one clear line that the database cannot be used."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(
            f"De database is niet te gebruiken. Draai eerst `portal migrate`. ({type(error.orig).__name__})"
        ) from error
