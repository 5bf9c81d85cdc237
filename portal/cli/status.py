"""The states that are kept beside the reports: made anew from them."""

import click

from portal.cli.running import application
from portal.database import db
from portal.services.maatregel_status import keep_statuses


@click.group()
def status() -> None:
    """De stand per maatregel, bewaard voor lijsten."""


@status.command()
def rebuild() -> None:
    """Maak de stand van iedere maatregel opnieuw uit de rapportages."""
    with application():
        wrong = keep_statuses(db.session)
        db.session.commit()
    click.echo(f"Maatregelen waarvan de stand niet klopte: {wrong}")
