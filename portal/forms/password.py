"""Choosing a password, and asking for a link to do so."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired

from portal.domain.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH
from portal.forms.base import Form, short_text, storable


class ForgottenForm(Form):
    """The address to which a link may go."""

    email = short_text(
        _l("E-mailadres"),
        254,
        InputRequired(_l("Vul uw e-mailadres in.")),
        description=_l("Het adres waarmee u inlogt."),
        render_kw={"autocomplete": "username", "type": "email"},
    )


class NewPasswordForm(Form):
    """One field: who wants to see what they type can show it."""

    wachtwoord = PasswordField(
        _l("Nieuw wachtwoord"),
        description=_l(
            "Van %(least)s tot en met %(most)s tekens. Alle tekens mogen, ook spaties. Een zin van vier of "
            "meer woorden is sterk en goed te onthouden. Plakken uit een wachtwoordmanager mag.",
            least=MINIMUM_LENGTH,
            most=MAXIMUM_LENGTH,
        ),
        validators=[InputRequired(_l("Vul een nieuw wachtwoord in.")), storable],
        render_kw={"autocomplete": "new-password", "data-reveal": _l("Wachtwoord tonen")},
    )
