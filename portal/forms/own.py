"""What somebody fills in about the own account."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Regexp

from portal.forms.base import Form, short_text


class NameForm(Form):
    """How others see who somebody is."""

    name = short_text(
        _l("Naam"),
        120,
        DataRequired(_l("Vul uw naam in.")),
        description=_l("Zo staat u bij alles wat u in het portaal doet. Wat er al staat, verandert niet."),
        name="naam",
        render_kw={"autocomplete": "name"},
    )


class EmailForm(Form):
    """The address somebody wants to sign in with."""

    email = short_text(
        _l("Nieuw e-mailadres"),
        254,
        DataRequired(_l("Vul het nieuwe e-mailadres in.")),
        Regexp(
            r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z",
            message=_l("Vul een volledig e-mailadres in, bijvoorbeeld naam@organisatie.nl."),
        ),
        description=_l("Naar dit adres sturen wij een link. Pas als u die opent, verandert er iets."),
        render_kw={"autocomplete": "email", "type": "email"},
    )
