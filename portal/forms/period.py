"""Planning a rapportageperiode, and moving it along."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, ValidationError
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from portal.domain.periods import PeriodDates
from portal.forms.base import DayField, Form, VersionForm, day_of, long_text, short_text
from portal.forms.report import REASON_LIMIT

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _plausible(_form: Form, field: Field) -> None:
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_l("Vul een datum in van 2000 tot en met 2100."))


def _day(title: Any, name: str, description: Any = "") -> DayField:
    return DayField(
        title,
        description=description,
        validators=[InputRequired(_l("Vul een datum in, bijvoorbeeld 15-7-2024.")), _plausible],
        name=name,
    )


class PeriodForm(VersionForm):
    """Title and dates of a period; the last days still count."""

    title = short_text(
        _l("Titel"),
        120,
        InputRequired(_l("Vul een titel in.")),
        description=_l("Bijvoorbeeld: eerste halfjaar 2024."),
        name="titel",
    )
    observes_from = _day(_l("Rapportage gaat over: eerste dag"), "waarneming_van")
    observes_until = _day(_l("Rapportage gaat over: laatste dag"), "waarneming_tot")
    submit_from = _day(_l("Indienen: eerste dag"), "indienen_van")
    submit_until = _day(_l("Indienen: laatste dag"), "indienen_tot", _l("Deze dag telt nog mee."))

    def dates(self) -> PeriodDates:
        """Return the dates that were filled in."""
        return PeriodDates(
            *map(day_of, (self.observes_from, self.observes_until, self.submit_from, self.submit_until))
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
