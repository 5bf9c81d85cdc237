"""Finding by words: making the texts again."""

import click

from portal.cli.running import application
from portal.database import db
from portal.services import full_text


@click.group()
def search() -> None:
    """Het zoeken op woorden."""


@search.command()
def rebuild() -> None:
    """Maak alles wat te vinden is opnieuw uit de andere tabellen."""
    with application():
        made = full_text.rebuild(db.session)
        db.session.commit()
        click.echo(f"Te vinden teksten: {made}")
