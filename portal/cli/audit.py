"""The audit trail: verifying it, anchoring its end, and letting go of lines that have had their time."""

import os
from collections.abc import Callable

import click

from config.settings import load_settings
from portal.cli.audit_words import finding_line
from portal.cli.running import application
from portal.database import db
from portal.domain.audit import SYSTEM
from portal.jobs.auditing import anchor_now, trim_all, verify_now
from portal.services.audit_verifying import Verified, record_verified


@click.group()
def audit() -> None:
    """Het auditspoor: controleren, verankeren en opschonen."""


@audit.command()
@click.option("--read-only", is_flag=True, help="Schrijf niet in het auditspoor dat er is gecontroleerd.")
def verify(*, read_only: bool) -> None:
    """Controleer het hele auditspoor; meldt wat is gewijzigd, verwijderd, tussengevoegd of verplaatst."""
    settings = load_settings(os.environ)
    with application():
        with click.progressbar(length=1, label="Auditspoor controleren", show_pos=True) as bar:
            found = verify_now(db.session, settings.anchor_file, _shown(bar))
        if not read_only:
            record_verified(db.session, SYSTEM, found)
            db.session.commit()
        _tell(found)
        if not found.is_sound:
            raise click.exceptions.Exit(1)


@audit.command()
def anchor() -> None:
    """Leg het einde van het auditspoor vast buiten de database."""
    settings = load_settings(os.environ)
    with application():
        place = anchor_now(db.session, settings.anchor_file)
    if place is None:
        click.echo("Het einde van het auditspoor lag al vast.")
        return
    click.echo(f"Vastgelegd: plaats {place.position}, zegel {place.seal}, in {settings.anchor_file}.")


@audit.command()
def trim() -> None:
    """Verwijder regels over inloggen en inzien waarvan de bewaartermijn voorbij is."""
    with application():
        click.echo(f"Verlopen regels verwijderd: {trim_all(db.session)}.")


def _shown(bar: object) -> Callable[[int, int], None]:
    def show(seen: int, whole: int) -> None:
        bar.length = max(whole, 1)  # type: ignore[attr-defined]
        bar.update(seen - bar.pos)  # type: ignore[attr-defined]

    return show


def _tell(found: Verified) -> None:
    moments = ""
    if found.first_at and found.last_at:
        moments = f", van {found.first_at:%d-%m-%Y %H:%M} tot {found.last_at:%d-%m-%Y %H:%M} UTC"
    click.echo(
        f"Gecontroleerd: {found.lines} regels op {found.positions} plaatsen{moments}, "
        f"in {found.seconds:.1f} seconden."
    )
    if found.released:
        click.echo(f"Volgens de bewaartermijn verwijderd: {found.released} regels.")
    click.echo(f"Vergeleken met {found.anchors} regels van het anker.")
    if found.lacks_anchor:
        click.echo(
            "Let op: het anker ontbreekt of is leeg. "
            "Of het einde van de keten is afgeknipt, is nu niet te zien.",
            err=True,
        )
    if found.is_sound:
        click.echo("Het auditspoor klopt.")
        return
    for finding in found.findings:
        click.echo(finding_line(finding))
    if found.count > len(found.findings):
        click.echo(f"En nog {found.count - len(found.findings)} andere fouten.")
    click.echo(f"Het auditspoor klopt NIET: {found.count} fouten gevonden.", err=True)
