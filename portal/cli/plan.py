"""The plan: check the files, and load them."""

from pathlib import Path

import click

from portal.cli.running import application
from portal.database import db
from portal.domain.audit import SYSTEM
from portal.services.plan import Plan, PlanError, check_plan, diff_plan, load_plan

FOLDER = Path(__file__).resolve().parents[2] / "config" / "plan"
_folder = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=FOLDER,
    help="Map met de bestanden van het plan.",
)


@click.group()
def plan() -> None:
    """Het plan van aanpak als gegevens."""


@plan.command()
@_folder
def check(folder: Path) -> None:
    """Controleer de bestanden; er verandert niets."""
    _checked(folder)
    click.echo("De bestanden van het plan kloppen.")


@plan.command()
@_folder
@click.option("--yes", is_flag=True, help="Vraag niet om bevestiging.")
def load(folder: Path, *, yes: bool) -> None:
    """Lees het plan in: toon eerst de verschillen, en verander dan alles in één keer."""
    checked = _checked(folder)
    with application():
        try:
            differences = diff_plan(db.session, checked)
            for line in differences.lines():
                click.echo(line)
            if differences.is_empty:
                click.echo("Het plan in de database is al gelijk aan de bestanden.")
            elif not yes:
                click.confirm("Deze wijzigingen doorvoeren?", abort=True)
            load_plan(db.session, checked, SYSTEM)
        except PlanError as error:
            raise click.ClickException(str(error)) from None
        db.session.commit()
        if not differences.is_empty:
            click.echo("Het plan is ingelezen.")


def _checked(folder: Path) -> Plan:
    try:
        return check_plan(folder)
    except PlanError as error:
        raise click.ClickException(str(error)) from None
