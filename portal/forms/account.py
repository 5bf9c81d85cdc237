"""Appointments, and asking somebody in with the first one."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional

from portal.domain.addresses import LONGEST, is_address
from portal.domain.roles import Role
from portal.forms.base import DayField, Form, offers, short_text
from portal.models import Account, Network
from portal.web.labels import choices

NAME, ORGANISATION, REASON = 120, 120, 500


def addressed(_form: Form, field: Field) -> None:
    """Refuse what is no address for mail."""
    if not is_address(field.data or ""):
        raise ValidationError(_("Vul een e-mailadres in, bijvoorbeeld naam@organisatie.nl."))


def reason_field(label: Any, description: Any = "") -> StringField:
    """Return the field for why an administrator does something; it cannot stay empty."""
    return short_text(
        label,
        REASON,
        DataRequired(_l("Schrijf in één zin op waarom u dit doet.")),
        description=description,
        name="reden",
    )


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
        description=_l("Laat leeg als er geen einddatum is. Een vervanger heeft altijd een laatste dag."),
        validators=[Optional()],
        name="tot",
    )

    def offer(self, networks: Iterable[Network]) -> None:
        """Offer these networks."""
        pairs = [(network.code, network.title) for network in networks]
        self.network.choices = offers(pairs, _l("Geen, het hele programma"))

    def blame(self, fault: str) -> None:
        """Say at the field it is about why this appointment cannot be."""
        if fault == "network_required":
            self.network.errors = [_("Kies een PPS-netwerk bij deze rol.")]
        elif fault == "network_forbidden":
            self.network.errors = [_("Deze rol geldt voor het hele programma. Kies geen PPS-netwerk.")]
        elif fault == "end_required":
            self.ends_on.errors = [_("Een vervanger heeft een laatste dag. Vul die in.")]
        else:
            self.ends_on.errors = [_("De laatste dag ligt voor de eerste dag.")]


class NewAppointmentForm(AppointmentForm):
    """An appointment for somebody with an account, who may stand in for somebody else."""

    substitute_for = SelectField(
        _l("Vervangt"),
        description=_l("Kies alleen iemand die zelf deze rol heeft, voor hetzelfde PPS-netwerk."),
        validators=[Optional()],
        name="vervangt",
    )

    def offer_people(self, people: Iterable[Account]) -> None:
        """Offer these people as the ones to stand in for."""
        pairs = [(str(each.id), each.name) for each in people]
        self.substitute_for.choices = offers(pairs, _l("Niemand"))

    def blame(self, fault: str) -> None:
        """Say at the field it is about why this appointment cannot be."""
        if fault in {"nothing_to_substitute", "own_substitute"}:
            self.substitute_for.errors = [
                _("Deze persoon heeft deze rol niet deze hele periode. Kies iemand anders of andere dagen.")
            ]
        else:
            super().blame(fault)


class InvitationForm(AppointmentForm):
    """Who to ask in, with the first appointment."""

    person_name = short_text(_l("Naam"), NAME, DataRequired(_l("Vul de naam in.")), name="naam")
    email = short_text(
        _l("E-mailadres"),
        LONGEST,
        DataRequired(_l("Vul het e-mailadres in.")),
        addressed,
        description=_l("Van de persoon zelf, geen adres van een afdeling."),
        name="email",
        render_kw={"type": "email", "autocomplete": "off"},
    )
    organisation = short_text(
        _l("Organisatie"), ORGANISATION, DataRequired(_l("Vul de organisatie in.")), name="organisatie"
    )
