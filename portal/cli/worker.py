"""What happens by itself: mails, reminders, planned opening and closing."""

import os

import click

from config.settings import load_settings
from portal.app import create_app
from portal.cli.running import told_clearly
from portal.jobs.running import Jobs, consumer
from portal.opendata import OpenDataError


@click.command()
@click.option("--once", is_flag=True, help="Doe alles één keer en stop; voor cron.")
@click.option(
    "--every",
    default=5.0,
    show_default=True,
    type=click.FloatRange(0.5, 60),
    help="Kijk om de zoveel seconden of er mail klaarstaat.",
)
def worker(*, once: bool, every: float) -> None:
    """Verstuur mails, herinner, open en sluit geplande periodes, en bewaak het auditspoor."""
    settings = load_settings(os.environ)
    jobs = Jobs(create_app(settings), settings)
    if settings.smtp is None and not settings.demo:
        click.echo("PORTAL_SMTP_URL ontbreekt: mails blijven wachten.", err=True)
    if not once:
        consumer(jobs, every).run()
        return
    with told_clearly():
        closed, opened = jobs.keep_round()
        told = jobs.remind()
        jobs.forget_failures()
        jobs.prune()
        jobs.clear_leftovers()
        mails = jobs.deliver()
        news = _open_data(jobs) + _audit(jobs)
    click.echo(
        f"Periodes geopend: {opened}, gesloten: {closed}. Herinneringen: {told}. "
        f"Mails verzonden: {mails.sent}, niet nodig: {mails.skipped}, mislukt: {mails.failed}.{news}"
    )


def _audit(jobs: Jobs) -> str:
    """Look after the audit trail."""
    gone, sound = jobs.trim_audit(), jobs.verify_audit()
    jobs.anchor()
    told = f" Verlopen regels van het auditspoor: {gone}."
    return told if sound is not False else f"{told} Het auditspoor klopt NIET: draai `portal audit verify`."


def _open_data(jobs: Jobs) -> str:
    """Look for news of the Tweede Kamer; that the source is silent stops nothing else."""
    try:
        done = jobs.check_open_data()
    except OpenDataError as error:
        return f" Tweede Kamer: {error}."
    return "" if done is None else f" Voorstellen uit de open data: {done.proposed}."
