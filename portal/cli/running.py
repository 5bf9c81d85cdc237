"""What commands share: the application around them, and a clear word when something is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal.app import create_app


@contextmanager
def application() -> Iterator[None]:
    """Run inside the application; tell it when the database cannot be used."""
    with create_app().app_context():
        try:
            yield
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(
                "De database is niet te gebruiken. Draai eerst `portal migrate`. "
                f"({type(error.orig).__name__})"
            ) from error
