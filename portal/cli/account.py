"""Accounts from the command line: the first administrator, and whoever cannot wait."""

from datetime import datetime

import click

from portal.cli.running import application
from portal.database import db
from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.domain.errors import DuplicateError
from portal.domain.passwords import WeakPasswordError
from portal.domain.roles import InvalidAppointmentError, Role
from portal.queries.accounts import account_by_email
from portal.queries.networks import network_by_code
from portal.services import accounts
from portal.web.labels import label

APPOINTMENT_FAULTS = {
    "network_required": "Bij deze rol hoort een PPS-netwerk: gebruik --network.",
    "network_forbidden": "Deze rol geldt voor het hele programma: laat --network weg.",
    "ends_before_start": "De einddatum ligt voor de begindatum.",
}


@click.group()
def account() -> None:
    """Accounts en aanstellingen."""


@account.command()
@click.option("--email", required=True, help="E-mailadres waarmee de persoon inlogt.")
@click.option("--name", required=True, help="Naam zoals die in het portaal staat.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Eerste aanstelling.")
@click.option("--network", help="Code van het PPS-netwerk, bij rollen die daarbij horen.")
@click.password_option(
    help="Wachtwoord van 12 tot en met 128 tekens; zonder deze optie vraagt het commando erom."
)
def create(email: str, name: str, role: str | None, network: str | None, password: str) -> None:
    """Maak een account aan, met een eerste aanstelling als u --role geeft."""
    with application():
        try:
            made = accounts.create_account(db.session, SYSTEM, email=email, name=name, password=password)
            if role:
                _appoint(made.email, role, network, None)
        except DuplicateError:
            raise click.ClickException(f"Er is al een account met het adres {email}.") from None
        except WeakPasswordError as weak:
            raise click.ClickException(str(label(weak.fault))) from None
        db.session.commit()
        click.echo(f"Het account {email} is aangemaakt.")


@account.command()
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--network", help="Code van het PPS-netwerk, bij rollen die daarbij horen.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Laatste dag van de aanstelling.")
def appoint(email: str, role: str, network: str | None, until: datetime | None) -> None:
    """Geef een bestaand account een aanstelling vanaf vandaag."""
    with application():
        try:
            _appoint(email, role, network, until)
        except DuplicateError:
            raise click.ClickException("Deze aanstelling loopt al.") from None
        db.session.commit()
        click.echo(f"De aanstelling van {email} is vastgelegd.")


def _appoint(email: str, role: str, network_code: str | None, until: datetime | None) -> None:
    person = account_by_email(db.session, email)
    if person is None:
        raise click.ClickException(f"Er is geen account met het adres {email}.")
    network = network_by_code(db.session, network_code) if network_code else None
    if network_code and network is None:
        raise click.ClickException(f"Er is geen PPS-netwerk met de code {network_code}.")
    last_day = until.date() if until else None
    try:
        accounts.give_appointment(db.session, SYSTEM, person, Role(role), network, clock.today(), last_day)
    except InvalidAppointmentError as error:
        raise click.ClickException(APPOINTMENT_FAULTS[str(error)]) from None
