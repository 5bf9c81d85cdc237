"""Filling in one value of an indicator, and sending in a file with many."""

from collections.abc import Sequence
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from portal.domain.audience import Audience
from portal.domain.observations import Fault, ObservationContent
from portal.forms.base import DayField, Form, day_of, long_text, offers, short_text, text_of
from portal.forms.measured import MeasuredField
from portal.queries.observations import Place
from portal.web.labels import choices, label

SOURCE, UNCERTAINTY, REASON = 200, 300, 1_000


class ObservationForm(Form):
    """One value for one place and stretch of time from one source."""

    place = SelectField(
        _l("Knooppunt"),
        choices=[],
        validators=[InputRequired(_l("Kies het knooppunt."))],
        validate_choice=True,
        name="knooppunt",
    )
    observed_from = DayField(
        _l("Eerste dag"), validators=[InputRequired(_l("Vul de eerste dag in."))], name="van"
    )
    observed_until = DayField(
        _l("Laatste dag"), validators=[InputRequired(_l("Vul de laatste dag in."))], name="tot"
    )
    value = MeasuredField(_l("Waarde"), validators=[InputRequired(_l("Vul de waarde in."))], name="waarde")
    exposure = MeasuredField(_l("Noemer"), validators=[Optional()], name="noemer")
    source = short_text(
        _l("Bron"),
        SOURCE,
        DataRequired(_l("Vul in waar de waarde vandaan komt.")),
        description=_l("Noem een organisatie of onderzoek, geen persoon."),
        name="bron",
    )
    lower = MeasuredField(
        _l("Ondergrens"),
        description=_l("De laagste waarde die volgens de bron nog kan."),
        validators=[Optional()],
        name="ondergrens",
    )
    upper = MeasuredField(
        _l("Bovengrens"),
        description=_l("De hoogste waarde die volgens de bron nog kan."),
        validators=[Optional()],
        name="bovengrens",
    )
    uncertainty = long_text(
        _l("Hoe zeker is deze waarde?"),
        UNCERTAINTY,
        _l("Bijvoorbeeld: enquête, de helft van de bedrijven antwoordde."),
        name="onzekerheid",
    )
    audience = SelectField(
        _l("Voor wie"),
        choices=offers(choices(Audience)),
        default=Audience.ALL_NETWORKS.value,
        name="voor",
    )

    def content(self, indicator_id: int, *, with_exposure: bool) -> ObservationContent:
        """Return what was filled in."""
        return ObservationContent(
            indicator_id,
            int(self.place.data),
            day_of(self.observed_from),
            day_of(self.observed_until),
            self.value.data or Decimal(0),
            self.exposure.data if with_exposure else None,
            text_of(self.source),
            self.lower.data,
            self.upper.data,
            " ".join(text_of(self.uncertainty).split("\n")),
            Audience(self.audience.data),
        )

    def tell(self, fault: Fault) -> None:
        """Say at the field it is about what cannot be."""
        field = {
            Fault.DAYS_REVERSED: self.observed_until,
            Fault.IN_FUTURE: self.observed_until,
            Fault.NO_DEFINITION: self.observed_until,
            Fault.NO_SOURCE: self.source,
            Fault.EXPOSURE_NOT_POSITIVE: self.exposure,
            Fault.LOWER_ABOVE_VALUE: self.lower,
            Fault.UPPER_BELOW_VALUE: self.upper,
        }.get(fault, self.value)
        field.errors = [*field.errors, label(fault)]


class ImportForm(Form):
    """A filled template."""

    file = FileField(
        _l("Ingevuld bestand"),
        description=_l("Een werkmap (.xlsx) of een tabel (.csv), hoogstens 5 MB en 1.000 rijen."),
        validators=[FileRequired(_l("Kies het bestand dat u hebt ingevuld."))],
        name="bestand",
    )


class ProcessImportForm(Form):
    """That somebody saw the preview and wants it written; and why values are replaced, where they are."""

    seen = StringField(validators=[InputRequired(), Length(max=64)], name="gezien")
    reason = long_text(
        _l("Waarom vervangt u deze waarden?"),
        REASON,
        _l("De oude waarden worden ingetrokken, met deze reden. Zij blijven in de geschiedenis staan."),
        name="reden",
    )


def observation_form(places: Sequence[Place], **options: object) -> ObservationForm:
    """Return the form with the places for which somebody may fill in."""
    form = ObservationForm(**options)
    form.place.choices = offers(((str(each.id), each.title) for each in places), _l("Kies een knooppunt"))
    return form
