"""The demonstration world."""

import os

import click

from config.settings import load_settings
from portal.cli.running import application
from portal.database import db
from portal.demo.world import NoPlanError, build_world, world_exists


@click.command()
def demo() -> None:
    """Vul de database met verzonnen personen en rapportages; alleen met PORTAL_DEMO=true."""
    if not load_settings(os.environ).demo:
        raise click.ClickException(
            "Demonstratiegegevens horen niet in een echt portaal. Zet PORTAL_DEMO=true."
        )
    with application():
        if world_exists(db.session):
            click.echo("De demonstratiegegevens staan er al.")
            return
        try:
            with click.progressbar(build_world(db.session), label="Demonstratie maken", length=5) as steps:
                for _step in steps:
                    pass
        except NoPlanError as error:
            raise click.ClickException(str(error)) from None
        db.session.commit()
        click.echo("De demonstratiegegevens staan klaar.")
