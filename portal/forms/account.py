"""Appointments."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from portal.domain.roles import Role
from portal.forms.base import DayField, Form, offers
from portal.models import Network
from portal.web.labels import choices


class AppointmentForm(Form):
    """A role, for a network or the programme, from a day up to and including another."""

    role = SelectField(
        _l("Rol"),
        choices=offers(choices(Role), _l("Kies een rol")),
        validators=[InputRequired(_l("Kies een rol."))],
        name="rol",
    )
    network = SelectField(
        _l("PPS-netwerk"),
        description=_l("Nodig bij coördinator en PPS-partner. Een lezer mag ook alle netwerken lezen."),
        validators=[Optional()],
        name="netwerk",
    )
    starts_on = DayField(_l("Eerste dag"), validators=[InputRequired(_l("Vul een datum in."))], name="van")
    ends_on = DayField(
        _l("Laatste dag"),
        description=_l("Laat leeg als er geen einddatum is."),
        validators=[Optional()],
        name="tot",
    )

    def offer(self, networks: Iterable[Network]) -> None:
        """Offer these networks."""
        pairs = [(network.code, network.title) for network in networks]
        self.network.choices = offers(pairs, _l("Geen, het hele programma"))
