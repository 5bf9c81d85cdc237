"""Keeping the vocabularies of signals."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from portal.domain.signals import VocabularyKind
from portal.forms.base import DayField, Form, VersionForm, long_text, offers, short_text
from portal.web.labels import choices

TITLE_LIMIT = 120
LIMIT = 1_000


class _TermFields(Form):
    title = short_text(
        _l("Naam"),
        TITLE_LIMIT,
        DataRequired(_l("Vul een naam in.")),
        description=_l("In algemene woorden: geen bedrijf, persoon, zaak of plek."),
        name="naam",
    )
    description = long_text(
        _l("Omschrijving"), LIMIT, _l("Wat valt hieronder, en wat niet?"), name="omschrijving"
    )


class NewTermForm(_TermFields):
    """A term to add to one of the vocabularies."""

    kind = RadioField(
        _l("Lijst"),
        choices=offers(choices(VocabularyKind)),
        validators=[InputRequired(_l("Kies een lijst."))],
        name="lijst",
    )


class TermForm(VersionForm, _TermFields):
    """What a term is called and means."""


class RetireForm(VersionForm):
    """Until when a term can be chosen."""

    last_day = DayField(
        _l("Laatste dag waarop dit te kiezen is"),
        validators=[InputRequired(_l("Vul een datum in, bijvoorbeeld 15-7-2024."))],
        name="laatste_dag",
    )
    today: date

    def validate_last_day(self, field: DayField) -> None:
        """Refuse a day that has passed."""
        if field.data and field.data < self.today:
            raise ValidationError(_("Kies vandaag of een latere dag."))
