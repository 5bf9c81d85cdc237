"""Serving the portal, and bringing the database up to date."""

import os
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from config.server import ServerSettings, server_settings
from config.settings import SettingsError, load_settings
from portal.app import create_app
from portal.cli.running import application
from portal.database import db
from portal.queries.accounts import demonstration_accounts
from portal.services import schema


class _Server(BaseApplication):
    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.options().items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres om op te luisteren.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535), help="Poort.")
def serve(host: str, port: int) -> None:
    """Start de server."""
    settings = load_settings(os.environ)
    try:
        server = server_settings(host, port, demo=settings.demo)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    with application():
        if schema.current_revision(db.session.connection()) != schema.newest_revision():
            raise click.ClickException("De database is niet bijgewerkt. Draai eerst `portal migrate`.")
        if not settings.demo and demonstration_accounts(db.session):
            raise click.ClickException(
                "Deze database bevat demonstratiegegevens en kan alleen met PORTAL_DEMO=true worden gebruikt."
            )
        db.engine.dispose()
    click.echo(f"Mainportaal staat op http://{host}:{port}")
    _Server(server).run()


@click.command()
def migrate() -> None:
    """Werk de database bij tot de nieuwste versie."""
    with application():
        schema.migrate(db.engine)
        click.echo(f"De database staat op versie {schema.newest_revision()}.")
