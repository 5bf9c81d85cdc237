"""Backups: making, verifying and restoring one."""

import os
from pathlib import Path

import click

from config.settings import load_settings
from portal.archive import keep_newest
from portal.cli.backup_words import describe, progress, question, tell_restored, told
from portal.cli.running import application
from portal.database import db
from portal.services import backup as service
from portal.web.files import file_store

SHORTEST_KEY = 20
_file = click.argument(
    "file", metavar="BESTAND", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
_key_file = click.option(
    "--key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Bestand met de sleutel; anders geldt PORTAL_BACKUP_KEY_FILE.",
)


@click.group()
def backup() -> None:
    """Back-ups: maken, nakijken en terugzetten."""


@backup.command()
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Map waar de back-up komt.",
)
@click.option("--encrypt", is_flag=True, help="Versleutel de back-up.")
@click.option("--keep", type=click.IntRange(1), help="Bewaar alleen de nieuwste zoveel back-ups in die map.")
@_key_file
def make(folder: Path, *, encrypt: bool, keep: int | None, key_file: Path | None) -> None:
    """Maak een back-up van database en bestanden, ook terwijl het portaal draait."""
    secret = _secret(key_file) if encrypt else None
    if encrypt and secret is None:
        raise click.ClickException("Versleutelen vraagt een sleutel: --key-file of PORTAL_BACKUP_KEY_FILE.")
    with application(), told(), progress("Back-up maken") as tell:
        made = service.make_backup(db.engine, file_store(), folder, secret, tell)
        service.record_made(db.session, made, encrypted=encrypt)
        db.session.commit()
    # A backup that lacks files must not push out one that has them.
    removed = keep_newest(folder, keep) if keep and not made.missing else []
    if made.left_over:
        click.echo(f"Niet-afgemaakte back-ups van eerdere keren verwijderd: {made.left_over}.")
    click.echo(f"Back-up gemaakt: {made.path} ({made.size} bytes)")
    describe(made.manifest)
    for path in removed:
        click.echo(f"Oude back-up verwijderd: {path.name}")
    if made.missing:
        raise click.ClickException(
            f"De back-up is gemaakt, maar {len(made.missing)} bestanden ontbreken in de opslag of zijn "
            "beschadigd. Draai `portal files check`."
        )


@backup.command()
@_file
@_key_file
def verify(file: Path, *, key_file: Path | None) -> None:
    """Lees een back-up helemaal na; er verandert niets."""
    with told():
        verified = service.verify_backup(file, _secret(key_file))
    click.echo(f"Deze back-up is heel{' en versleuteld' if verified.encrypted else ''}.")
    describe(verified.manifest)


@backup.command()
@_file
@click.option(
    "--replace", is_flag=True, help="Vervang wat er in de database staat; dat blijft apart bewaard."
)
@click.option("--yes", is_flag=True, help="Vraag niet om bevestiging.")
@_key_file
def restore(file: Path, *, replace: bool, yes: bool, key_file: Path | None) -> None:
    """Zet een back-up terug. Stop eerst de server en de worker."""
    secret = _secret(key_file)
    with application(), told():
        verified = service.verify_backup(file, secret)
        describe(verified.manifest)
        if not yes:
            click.confirm(question(is_empty=service.is_empty(db.engine)), abort=True)
        with progress("Terugzetten") as tell:
            restored = service.restore_backup(
                db.engine, file_store(), verified, secret, tell, replace=replace
            )
    tell_restored(restored)


def _secret(key_file: Path | None) -> bytes | None:
    """Return the key from the file or the settings; None when there is none."""
    if key_file is not None:
        secret = key_file.read_bytes().strip()
    else:
        secret = load_settings(os.environ).backup_key.get_secret_value().encode()
    if secret and len(secret) < SHORTEST_KEY:
        raise click.ClickException(f"De sleutel is te kort: gebruik minstens {SHORTEST_KEY} tekens.")
    return secret or None
