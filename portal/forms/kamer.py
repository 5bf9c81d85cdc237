"""Asking the open data, and deciding about what they say."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional, Regexp
from wtforms.widgets import HiddenInput

from portal.domain import clock
from portal.domain.kamer.fields import KamerField
from portal.domain.parliament import OpenDataKind
from portal.forms.base import DayField, Form, VersionForm, day_of, long_text, offers, short_text, text_of
from portal.forms.partners import MultiCheckboxField
from portal.forms.report import REASON_LIMIT
from portal.models import RegisterItem
from portal.web.labels import choices

DOSSIER = "29911"
"""The dossier of the programme: the fight against organised crime."""
MINISTRY = "Justitie en Veiligheid"
INSIDE, OUTSIDE = "binnen", "buiten"
_NUMBER = re.compile(r"\d{2} ?\d{3}$")
_TITLE = 90
_LONGEST = timedelta(days=366)


class _Question(Form):
    """A form in the address of the page: it changes nothing."""

    class Meta(Form.Meta):
        csrf = False


def _dossier_field() -> Any:
    return short_text(
        _l("Dossiernummer"),
        10,
        DataRequired(_l("Vul een dossiernummer in.")),
        Regexp(_NUMBER, message=_l("Een dossiernummer heeft vijf cijfers, bijvoorbeeld 29911.")),
        description=_l("Het eerste getal van een Kamerstuk, bijvoorbeeld 29911."),
        name="dossier",
    )


class DossierForm(_Question):
    """What is looked for in which dossier."""

    dossier = _dossier_field()
    kind = RadioField(
        _l("Wat zoekt u?"),
        choices=offers(
            [(OpenDataKind.MOTIE.value, _l("Moties")), (OpenDataKind.TOEZEGGING.value, _l("Toezeggingen"))]
        ),
        default=OpenDataKind.MOTIE.value,
        validators=[InputRequired(_l("Kies wat u zoekt."))],
        name="soort",
    )

    @property
    def number(self) -> int:
        """The dossier."""
        return number_of(text_of(self.dossier))


class WordsForm(_Question):
    """Words in a toezegging."""

    words = short_text(
        _l("Woorden in de toezegging"),
        100,
        DataRequired(_l("Vul een of meer woorden in.")),
        description=_l("De bron zoekt de woorden precies zo, achter elkaar. Kies er weinig."),
        name="woorden",
    )
    ministry = short_text(
        _l("Ministerie"), 100, description=_l("Leeg is alle ministeries."), name="ministerie"
    )


class SinceForm(_Question):
    """Since when something is new, where we look."""

    since = DayField(
        _l("Nieuw of gewijzigd sinds"),
        validators=[InputRequired(_l("Vul een datum in, bijvoorbeeld 15-7-2024."))],
        name="sinds",
    )
    dossier = _dossier_field()
    ministry = short_text(
        _l("Toezeggingen van ministerie"),
        100,
        DataRequired(_l("Vul de naam van een ministerie in, of een deel ervan.")),
        name="ministerie",
    )

    def validate_since(self, field: DayField) -> None:
        """Refuse a day that is still to come, or so long ago that the answer has no end."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("Kies vandaag of een eerdere dag."))
        if field.data and field.data < clock.today() - _LONGEST:
            raise ValidationError(_("Kies een dag in het afgelopen jaar. Zoek oudere stukken per dossier."))

    @property
    def day(self) -> date:
        """The day."""
        return day_of(self.since)

    @property
    def number(self) -> int:
        """The dossier."""
        return number_of(text_of(self.dossier))


class ProposeForm(Form):
    """Which item of the register it is, or that it is a new one."""

    item = SelectField(
        _l("Wat is dit in het register?"), choices=[], validators=[Optional()], name="onderdeel"
    )

    def offer(self, items: Iterable[RegisterItem]) -> None:
        """Let somebody choose from these, or say that it is new."""
        words = ((each.code, f"{each.title[:_TITLE]} ({each.code})") for each in items)
        self.item.choices = offers(words, _("Nog niets: dit komt nieuw in het register"))


class TakeOverForm(VersionForm):
    """Which fields are taken over."""

    item_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()], name="versie_register")
    fields = MultiCheckboxField(
        _l("Overnemen"),
        choices=offers(choices(KamerField)),
        validators=[Optional()],
        name="veld",
    )
    inside = RadioField(
        _l("Hoort dit bij dit programma?"),
        choices=offers(
            [(INSIDE, _l("Ja, binnen dit programma")), (OUTSIDE, _l("Nee, buiten dit programma"))]
        ),
        validators=[Optional()],
        name="programma",
    )

    def chosen(self) -> set[KamerField]:
        """Return the fields that were ticked."""
        return {KamerField(value) for value in self.fields.data or ()}


class RejectForm(VersionForm):
    """Why the register stays as it is."""

    reason = long_text(
        _l("Reden"), REASON_LIMIT, required=_l("Vul in waarom u dit niet overneemt."), name="reden"
    )


def number_of(words: str) -> int:
    """Return a number that may be written with a space in it."""
    return int(words.replace(" ", ""))
