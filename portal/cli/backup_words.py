"""What the commands for backups say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from portal.archive import ArchiveError, ArchiveFault, FolderBusyError, Manifest
from portal.filestore import StoreUnavailableError
from portal.services import backup as service

FAULTS = {
    ArchiveFault.FOREIGN: "Dit is geen back-up van het portaal.",
    ArchiveFault.NEWER: "Deze back-up is gemaakt met een nieuwere versie van het portaal.",
    ArchiveFault.TRUNCATED: "Deze back-up is niet af: het einde ontbreekt.",
    ArchiveFault.DAMAGED: "Deze back-up is beschadigd.",
    ArchiveFault.KEY_MISSING: "Deze back-up is versleuteld. Geef de sleutel met --key-file of "
    "PORTAL_BACKUP_KEY_FILE.",
    ArchiveFault.KEY_WRONG: "De sleutel past niet op deze back-up, of het bestand is vooraan beschadigd.",
}
REFUSALS: dict[type[Exception], str] = {
    FolderBusyError: "In deze map wordt al een back-up gemaakt.",
    StoreUnavailableError: "De opslag van bestanden antwoordt niet. Controleer PORTAL_FILES_URL.",
    service.OldDatabaseError: "De database is ouder dan dit portaal. Maak de back-up met de versie die erbij "
    "hoort, of draai eerst `portal migrate`.",
    service.UnsoundDatabaseError: "De database zelf is beschadigd; er is geen back-up gemaakt.",
    service.NewerBackupError: "Deze back-up hoort bij een nieuwere database. Installeer eerst die versie.",
    service.NotEmptyError: "Er staan al gegevens in de database. Gebruik --replace om ze te vervangen; ze "
    "blijven apart bewaard.",
    service.InUseError: "De database is in gebruik. Stop eerst server en worker; er is niets veranderd.",
    service.NotOwnerError: "Deze gebruiker mag de oude tabellen niet opzij zetten. Maak een nieuwe, lege "
    "database, wijs PORTAL_DATABASE_URL ernaar en probeer het opnieuw; er is niets veranderd.",
    service.NotRestoredError: "Wat aankwam is niet wat in de back-up staat; er is niets veranderd.",
}


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far it is, also where the output is a file: a line at each quarter."""
    shown = 0

    def tell(done: int, of: int) -> None:
        nonlocal shown
        quarter = 4 * done // of if of else 4
        if quarter > shown:
            shown = quarter
            click.echo(f"{label}: {25 * quarter}%", err=True)

    yield tell


@contextmanager
def told() -> Iterator[None]:
    """Tell in one clear line why it cannot be done."""
    try:
        yield
    except ArchiveError as error:
        raise click.ClickException(_with(FAULTS[error.fault], error.where)) from None
    except tuple(REFUSALS) as error:
        raise click.ClickException(
            _with(REFUSALS[type(error)], "; ".join(map(str, error.args[:3])))
        ) from None
    except OSError as error:
        raise click.ClickException(f"Dat lukt hier niet: {error.strerror or error}.") from None


def _with(sentence: str, details: str) -> str:
    return f"{sentence} ({details})" if details else sentence


def question(*, is_empty: bool) -> str:
    """Return what to ask before anything changes."""
    if is_empty:
        return "Deze back-up terugzetten in de lege database?"
    return "Alles van na dit moment is dan niet meer in het portaal te zien. Deze back-up terugzetten?"


def tell_restored(restored: service.Restored) -> None:
    """Tell what was done and found; ends with status 1 when a file is not what it should be."""
    settled, files = restored.settled, restored.files
    click.echo("De back-up is teruggezet. Alle aantallen, verwijzingen en kenmerken kloppen.")
    if restored.set_aside:
        click.echo(f"De vorige database staat nog in {restored.set_aside}. Verwijder die als alles klopt.")
    if restored.migrated:
        click.echo("De database is daarna bijgewerkt tot de versie van dit portaal.")
    click.echo(
        f"Sessies beëindigd: {settled.sessions}. Links uit mails ingetrokken: {settled.links}. "
        f"Wachtende mails tegengehouden: {settled.mails}."
    )
    click.echo(f"Bestanden die kloppen: {files.sound}")
    if not files.is_sound:
        raise click.ClickException(
            f"Bestanden die ontbreken: {len(files.missing)}, beschadigd: {len(files.damaged)}. "
            "Draai `portal files check`."
        )


def describe(manifest: Manifest) -> None:
    """Tell what a backup holds."""
    rows = sum(line.rows for line in manifest.tables.values())
    click.echo(f"Moment: {manifest.moment:%Y-%m-%d %H:%M:%S} UTC, portaal {manifest.portal}")
    click.echo(
        f"Database: {manifest.database}, versie {manifest.revision}, "
        f"{len(manifest.tables)} tabellen, {rows} rijen"
    )
    click.echo(f"Bestanden: {len(manifest.files)} ({manifest.size} bytes)")
    if manifest.missing:
        click.echo(f"Bestanden die er toen niet waren: {len(manifest.missing)}")
    if manifest.head is not None:
        click.echo(f"Einde van de keten: {manifest.head.position}, zegel {manifest.head.seal}")
