"""Who somebody is in a document: the function and the organisation, never the name (function F70)."""

from datetime import date

from flask_babel import gettext as _

from portal.models import Account, Appointment
from portal.web.labels import label


def function_of(account: Account, on: date) -> str:
    """Return what somebody is on a day, by the appointments that then hold."""
    held = [each for each in account.appointments if _holds(each, on)]
    roles = dict.fromkeys(_role(each) for each in held)
    words = ", ".join(roles) or _("Voormalig betrokkene")
    return f"{words} ({account.organisation})" if account.organisation else words


def _holds(appointment: Appointment, on: date) -> bool:
    begun = appointment.starts_on <= on
    return begun and (appointment.ends_on is None or appointment.ends_on >= on) and not appointment.ended_at


def _role(appointment: Appointment) -> str:
    network = f" {appointment.network.short_title}" if appointment.network else ""
    return f"{label(appointment.role)}{network}"
