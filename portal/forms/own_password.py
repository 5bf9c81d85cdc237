"""Another password for the own account."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from portal.forms.password import NewPasswordForm


class OwnPasswordForm(NewPasswordForm):
    """The present password, so that an unguarded screen is not enough, and the new one."""

    huidig_wachtwoord = PasswordField(
        _l("Huidig wachtwoord"),
        validators=[
            InputRequired(_l("Vul uw huidige wachtwoord in.")),
            Length(max=256, message=_l("Dit wachtwoord klopt niet. Probeer het opnieuw.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )
