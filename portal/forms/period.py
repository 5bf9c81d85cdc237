"""Planning a rapportageperiode, and moving it along."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, RadioField, ValidationError
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from portal.domain.periods import PeriodDates
from portal.forms.base import DayField, Form, VersionForm, day_of, long_text, offers, short_text
from portal.forms.report import REASON_LIMIT
from portal.models import Meeting
from portal.web.formats import day

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _plausible(_form: Form, field: Field) -> None:
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_l("Vul een datum in van 2000 tot en met 2100."))


def required_day(title: Any, name: str, description: Any = "") -> DayField:
    """Return a day that must be filled in, within years that are plausible."""
    return DayField(
        title,
        description=description,
        validators=[InputRequired(_l("Vul een datum in, bijvoorbeeld 15-7-2024.")), _plausible],
        name=name,
    )


def _planned_day(title: Any, name: str, description: Any) -> DayField:
    return DayField(title, description=description, validators=[Optional(), _plausible], name=name)


class PeriodForm(VersionForm):
    """Title and dates of a period; the last days still count."""

    title = short_text(
        _l("Titel"),
        120,
        InputRequired(_l("Vul een titel in.")),
        description=_l("Bijvoorbeeld: eerste halfjaar 2024."),
        name="titel",
    )
    observes_from = required_day(_l("Rapportage gaat over: eerste dag"), "waarneming_van")
    observes_until = required_day(_l("Rapportage gaat over: laatste dag"), "waarneming_tot")
    submit_from = required_day(_l("Indienen: eerste dag"), "indienen_van")
    submit_until = required_day(_l("Indienen: laatste dag"), "indienen_tot", _l("Deze dag telt nog mee."))
    opens_on = _planned_day(
        _l("Vanzelf openen op"),
        "openen_op",
        _l("Aan het begin van deze dag opent het portaal de periode. Laat leeg om zelf te openen."),
    )
    closes_on = _planned_day(
        _l("Vanzelf sluiten op"),
        "sluiten_op",
        _l("Aan het begin van deze dag, als niemand meer uitstel heeft. Laat leeg om zelf te sluiten."),
    )

    def dates(self) -> PeriodDates:
        """Return the dates that were filled in."""
        days = (self.observes_from, self.observes_until, self.submit_from, self.submit_until)
        return replace(
            PeriodDates(*map(day_of, days)), opens_on=self.opens_on.data, closes_on=self.closes_on.data
        )


class NewPeriodForm(PeriodForm):
    """A period that does not exist yet, with the code that stands in its address."""

    version = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    code = short_text(
        _l("Code"),
        32,
        InputRequired(_l("Vul een code in.")),
        description=_l("Kort en blijvend, bijvoorbeeld 2024-1. Komt in het adres van de pagina."),
    )

    def validate_code(self, field: Field) -> None:
        """Refuse a code that cannot stand in an address, or that means another page."""
        if not CODE.fullmatch(field.data or "") or field.data == "nieuw":
            raise ValidationError(
                _l("Gebruik alleen kleine letters, cijfers en streepjes, bijvoorbeeld 2024-1.")
            )


class ReasonForm(VersionForm):
    """Why something happens."""

    reason = long_text(_l("Reden"), REASON_LIMIT, name="reden")


class AdoptForm(ReasonForm):
    """At which meeting the stuurgroep adopts a period, and why although something is missing."""

    meeting = RadioField(
        _l("In welke vergadering stelt de stuurgroep deze periode vast?"),
        choices=[],
        validators=[InputRequired(_l("Kies de vergadering."))],
        name="vergadering",
    )

    def chosen(self, meetings: Sequence[Meeting]) -> Meeting:
        """Return the meeting that was chosen among these."""
        return next(each for each in meetings if str(each.id) == self.meeting.data)


def adopt_form(meetings: Sequence[Meeting], **options: Any) -> AdoptForm:
    """Return the form with the meetings at which something can be decided now; a single one is chosen."""
    if len(meetings) == 1:
        options.setdefault("data", {})["meeting"] = str(meetings[0].id)
    form = AdoptForm(**options)
    form.meeting.choices = offers((str(each.id), f"{each.title}, {day(each.held_on)}") for each in meetings)
    return form
