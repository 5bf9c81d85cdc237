"""The files: whether they agree with what the database says of them."""

import click

from portal.cli.running import application
from portal.database import db
from portal.filestore import StoreUnavailableError
from portal.models import Letter, MeetingBook
from portal.queries.issued import KeptFile
from portal.services.file_check import FileCheck, Kept, check_files, remove_unknown
from portal.web.files import file_store
from portal.web.scanning import scanner


@click.group()
def files() -> None:
    """De bestanden: bewijs, vergaderboeken, kamerstukken en brieven."""


@files.command()
@click.option("--remove", is_flag=True, help="Verwijder bestanden waar geen bewijs (meer) bij hoort.")
def check(*, remove: bool) -> None:
    """Vergelijk de bestanden met de database en lees ze allemaal na."""
    with application():
        store = file_store()
        try:
            found = check_files(db.session, store)
            if remove:
                remove_unknown(store, found)
        except StoreUnavailableError:
            raise click.ClickException(
                "De opslag van bestanden antwoordt niet. Controleer PORTAL_FILES_URL."
            ) from None
        _tell(found, removed=remove)
        _tell_scanner()
        if not found.is_sound:
            raise click.exceptions.Exit(1)


def _tell(found: FileCheck, *, removed: bool) -> None:
    click.echo(f"Bestanden die kloppen: {found.sound}")
    for kept in found.missing:
        click.echo(f"Ontbreekt: {_name(kept)}, bestand {kept.file_key}")
    for kept in found.damaged:
        click.echo(f"Beschadigd: {_name(kept)}, bestand {kept.file_key}")
    for file in found.unknown:
        click.echo(f"{'Verwijderd' if removed else 'Zonder bewijs'}: bestand {file.key} ({file.size} bytes)")
    if found.unknown and not removed:
        click.echo("Verwijder bestanden zonder bewijs met `portal files check --remove`.")


def _tell_scanner() -> None:
    using = scanner()
    state = "uit" if using is None else "antwoordt" if using.answers() else "antwoordt niet"
    click.echo(f"Virusscanner: {state}")


def _name(kept: Kept) -> str:
    if isinstance(kept, KeptFile):
        return f"kamerstuk of sjabloon {kept.name}"
    if isinstance(kept, Letter):
        return f"brief {kept.code}"
    return f"vergaderboek {kept.id}" if isinstance(kept, MeetingBook) else f"bewijs {kept.id}"
