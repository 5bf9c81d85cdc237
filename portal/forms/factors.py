"""Second factors: adding, naming, and the second step of signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import DataRequired

from portal.forms.base import Form, short_text

_NAME = 80


class SecondStepForm(Form):
    """The code of an app or a recovery code, and what somebody had typed before the session was over."""

    code = short_text(
        _l("Code"),
        64,
        DataRequired(_l("Vul de code uit uw app in, of een herstelcode.")),
        description=_l("Zes cijfers uit uw app, of een herstelcode zoals abcd-efgh-jkmn."),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )
    kept = HiddenField(name="ingevuld")


class NameForm(Form):
    """What the owner calls a factor."""

    name = short_text(
        _l("Naam"),
        _NAME,
        DataRequired(_l("Geef een naam, bijvoorbeeld Telefoon.")),
        description=_l("Hieraan herkent u hem later, bijvoorbeeld Telefoon."),
        render_kw={"autocomplete": "off"},
    )


class AppForm(NameForm):
    """A new app, with the first code it shows."""

    code = short_text(
        _l("Code uit de app"),
        16,
        DataRequired(_l("Vul de zes cijfers in die de app nu toont.")),
        description=_l("Zes cijfers."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    offer = HiddenField(name="geheim")
