"""What the figure of the logistic chain says, on the page and on the sheet for the Kamer."""

from flask_babel import gettext as _
from flask_babel import ngettext


def chain_title() -> str:
    """Return the name of the figure."""
    return str(_("De logistieke keten"))


def chain_description() -> str:
    """Return what the figure shows, for who does not see it."""
    return str(_("Zes fasen van bronland tot doorvoer, met het aantal lopende maatregelen in elke fase."))


def stage_note(number: int) -> str:
    """Return what is counted in a stage."""
    return str(ngettext("maatregel", "maatregelen", number))
