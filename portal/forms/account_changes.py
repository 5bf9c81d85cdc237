"""What an administrator changes of an account that exists, with the reason."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional

from portal.domain.addresses import LONGEST
from portal.forms.account import NAME, ORGANISATION, addressed, reason_field
from portal.forms.base import Form, offers, short_text
from portal.forms.partners import MultiCheckboxField
from portal.models import Appointment, SignInSession
from portal.web.formats import moment

ALL = "alle"
NOTE = 300


class DetailsForm(Form):
    """Name and organisation."""

    person_name = short_text(_l("Naam"), NAME, DataRequired(_l("Vul de naam in.")), name="naam")
    organisation = short_text(_l("Organisatie"), ORGANISATION, name="organisatie")


class EmailForm(Form):
    """The address to sign in with from now on."""

    email = short_text(
        _l("Nieuw e-mailadres"),
        LONGEST,
        DataRequired(_l("Vul het nieuwe e-mailadres in.")),
        addressed,
        name="email",
        render_kw={"type": "email", "autocomplete": "off"},
    )
    reason = reason_field(_l("Waarom wijzigt u het e-mailadres?"))


class ReasonForm(Form):
    """Why."""

    reason = reason_field(_l("Reden"), _l("De reden blijft bij het account staan."))


class DeactivationForm(ReasonForm):
    """Why an account is switched off, and that what stays behind without owner was seen."""

    known = BooleanField(
        _l("Ik zet het account uit en laat deze taken staan zonder iemand die ze kan doen."),
        name="gezien",
    )

    def sees(self, *, leaves_tasks: bool) -> bool:
        """Return whether nothing stays behind unseen."""
        if leaves_tasks and not self.known.data:
            self.known.errors = [_("Draag de taken eerst over, of kruis dit aan.")]
            return False
        return True


class EndSessionForm(ReasonForm):
    """Which session to end."""

    session = RadioField(
        _l("Welke sessie?"), validators=[InputRequired(_l("Kies een sessie."))], name="sessie"
    )

    def offer(self, found: Sequence[SignInSession]) -> None:
        """Offer these sessions, and all of them together."""
        pairs = [
            (
                str(each.id),
                _(
                    "%(device)s, laatst gebruikt %(moment)s",
                    device=each.device or _("Onbekend apparaat"),
                    moment=moment(each.last_seen_at),
                ),
            )
            for each in found
        ]
        self.session.choices = offers([(ALL, _("Alle sessies")), *pairs])


class ReviewForm(Form):
    """Which appointments are still right."""

    appointments = MultiCheckboxField(_l("Aanstellingen"), choices=[], name="aanstelling")
    note = short_text(
        _l("Opmerking"),
        NOTE,
        Optional(),
        description=_l("Bijvoorbeeld met wie u het hebt nagegaan."),
        name="opmerking",
    )

    def offer(self, found: Sequence[Appointment]) -> None:
        """Let these appointments be chosen."""
        self.appointments.choices = offers((str(each.id), each.account.name) for each in found)


class AccountImportForm(Form):
    """A filled template."""

    file = FileField(
        _l("Ingevuld bestand"),
        description=_l("Een werkmap (.xlsx) of een tabel (.csv), hoogstens 5 MB en 500 rijen."),
        validators=[FileRequired(_l("Kies het bestand dat u hebt ingevuld."))],
        name="bestand",
    )


class ProcessAccountsForm(Form):
    """What was previewed, sealed, so that nothing else can be confirmed."""

    sealed = StringField(validators=[InputRequired()], name="inhoud")
