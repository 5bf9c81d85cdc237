"""The open data of the Tweede Kamer, for people who run the portal."""

import os

import click

from config.settings import load_settings
from portal.app import create_app
from portal.cli.running import told_clearly
from portal.database import db
from portal.domain.kamer.drift import Watched, drift
from portal.jobs.open_data import check_known
from portal.opendata import OpenDataError, SourceDownError, SourceSilentError, TweedeKamer
from portal.web.labels import label
from portal.web.opendata import client_of


@click.group()
def opendata() -> None:
    """Open data van de Tweede Kamer."""


@opendata.command()
@click.option("--source-only", is_flag=True, help="Kijk alleen naar de bron; raak de database niet aan.")
def check(*, source_only: bool) -> None:
    """Controleer of de bron kent wat het portaal vraagt, en zoek wijzigingen in wat is gekoppeld."""
    settings = load_settings(os.environ)
    kamer = client_of(settings, hurry=False)
    if kamer is None:
        click.echo("De open data staan uit: PORTAL_OPENDATA_URL ontbreekt.")
        return
    app = create_app(settings)
    try:
        with app.app_context(), told_clearly():
            sound = _check_source(kamer)
            if not source_only:
                done = check_known(db.session, kamer)
                click.echo(
                    f"Gecontroleerd: {done.looked_at}, nieuwe voorstellen: {done.proposed}, "
                    f"bij de bron niet gevonden: {done.absent}."
                )
    except (SourceSilentError, SourceDownError) as error:
        raise click.ClickException(f"De Tweede Kamer antwoordt nu niet ({error}).") from None
    except OpenDataError as error:
        raise click.ClickException(f"Het portaal begrijpt het antwoord van de bron niet ({error}).") from None
    if not sound:
        raise click.exceptions.Exit(1)


def _check_source(kamer: TweedeKamer) -> bool:
    """Tell which fields the source does not have, and which of its words we do not know."""
    missing = kamer.missing_fields()
    for name in missing:
        click.echo(f"Ontbreekt in {kamer.dialect}: {name}", err=True)
    unknown = 0
    for watched in Watched:
        report = drift(watched, kamer.counts(watched))
        click.echo(f"{label(watched)}: {report.total} geteld.")
        for each in report.unknown:
            unknown += 1
            click.echo(f"  Onbekend: {each.value!r} ({each.count})", err=True)
    return not missing and not unknown
