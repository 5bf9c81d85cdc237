"""Signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.forms.base import Form, short_text


class SignInForm(Form):
    """Address and password, and what somebody had typed before the session was over."""

    email = short_text(
        _l("E-mailadres"),
        254,
        InputRequired(_l("Vul uw e-mailadres in.")),
        render_kw={"autocomplete": "username", "type": "email"},
    )
    wachtwoord = PasswordField(
        _l("Wachtwoord"),
        validators=[InputRequired(_l("Vul uw wachtwoord in.")), Length(max=256)],
        render_kw={"autocomplete": "current-password", "data-reveal": _l("Wachtwoord tonen")},
    )
    kept = HiddenField(name="ingevuld")
