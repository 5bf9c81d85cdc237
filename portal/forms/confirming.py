"""Showing again who one is."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import Length

from portal.forms.base import Form, short_text


class ConfirmForm(Form):
    """A password or a code, and what somebody was sending when it was asked."""

    wachtwoord = PasswordField(
        _l("Wachtwoord"),
        validators=[Length(max=256, message=_l("Dit wachtwoord klopt niet. Probeer het opnieuw."))],
        render_kw={"autocomplete": "current-password"},
    )
    code = short_text(
        _l("Code"),
        64,
        description=_l("Zes cijfers uit uw app, of een herstelcode."),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )
    kept = HiddenField(name="ingevuld")
    typed = HiddenField(name="getypt")
    """What stood in a form that does not put it back, to be shown once more."""
    pressed = HiddenField(name="verstuurd")
    """Filled when a button was pressed that has to be pressed again."""
