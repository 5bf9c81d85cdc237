"""Serving the portal, and bringing the database up to date."""

import os
import shutil
import tempfile
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker
from prometheus_client.multiprocess import mark_process_dead

from config.server import ServerSettings, server_settings
from config.settings import SettingsError, load_settings
from portal.app import create_app, make_ready
from portal.cli.running import application
from portal.database import db
from portal.jobs.running import Jobs, consumer
from portal.queries.accounts import personas
from portal.services import audit_chain, full_text, schema
from portal.web.metrics import SHARED

EVERY = 2.0
"""Seconds after which a demonstration looks for mails."""


class _Server(BaseApplication):
    def __init__(self, settings: ServerSettings, *, demo: bool) -> None:
        self.settings = settings
        self.demo = demo
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.options().items():
            self.cfg.set(name, value)
        self.cfg.set("child_exit", _forget)

    def load(self) -> Any:
        app = create_app()
        if self.settings.preload_app:
            make_ready(app)
        if self.demo:
            # A demonstration is one command: what happens by itself runs in the same process.
            consumer(Jobs(app, load_settings(os.environ)), EVERY, inside=True).start()
        return app


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
        _check_schema()
        if not settings.demo and personas(db.session):
            raise click.ClickException(
                "Deze database bevat demonstratiegegevens en kan alleen met PORTAL_DEMO=true worden gebruikt."
            )
        db.engine.dispose()
    address = f"http://{server.bind}"
    if settings.demo:
        os.environ.setdefault("PORTAL_PUBLIC_URL", address)
    click.echo(f"Mainportaal staat op {address}")
    # What the processes of this server count together lies here for as long as it runs.
    os.environ[SHARED] = tempfile.mkdtemp(prefix="mainportaal-")
    own = os.getpid()
    try:
        _Server(server, demo=settings.demo).run()
    finally:
        # A worker that ends comes by here as well, and must leave it to the others.
        if os.getpid() == own:
            shutil.rmtree(os.environ[SHARED], ignore_errors=True)


def _forget(_server: object, worker: Worker) -> None:
    """Let the figures of a process that ended not count as those of one that lives."""
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def _check_schema() -> None:
    """Refuse a database that is older than the code, or newer in a way that this code cannot work with."""
    connection = db.session.connection()
    standing = schema.standing(schema.current_revision(connection))
    if standing is schema.Standing.BEHIND:
        raise click.ClickException("De database is niet bijgewerkt. Draai eerst `portal migrate`.")
    if standing is schema.Standing.AHEAD:
        if lacking := schema.lacking(connection):
            raise click.ClickException(
                "De database is nieuwer dan dit portaal, en dit portaal kan er niet mee werken "
                f"({', '.join(lacking[:5])}). Installeer de nieuwe versie."
            )
        click.echo("De database is nieuwer dan dit portaal, met alleen toevoegingen: het portaal start.")


@click.command()
def migrate() -> None:
    """Werk de database bij tot de nieuwste versie."""
    with application():
        if schema.standing(schema.current_revision(db.session.connection())) is schema.Standing.AHEAD:
            raise click.ClickException("De database is nieuwer dan dit portaal. Installeer de nieuwe versie.")
        db.session.rollback()
        schema.migrate(db.engine)
        sealed = audit_chain.seal_former(db.session)
        if full_text.is_empty(db.session):
            full_text.rebuild(db.session)
        db.session.commit()
        click.echo(f"De database staat op versie {schema.newest_revision()}.")
        if sealed:
            click.echo(f"Het auditspoor is verzegeld: {sealed} regels van voor de keten.")
