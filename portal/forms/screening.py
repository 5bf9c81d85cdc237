"""Setting the limits of the screening for displacement, and making a signal of an outcome."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, IntegerField, ValidationError
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput, TextInput

from portal.domain.displacement_parameters import BOUNDS, Parameters
from portal.forms.base import Form, long_text, short_text
from portal.forms.report import REASON_LIMIT

_NUMBER = re.compile(r"(?P<sign>[-\u2212]?)(?P<whole>\d{1,3}(?:\.\d{3})+|\d{1,10})(?:,(?P<part>\d+))?")


class LimitField(DecimalField):
    """A number within the bounds of one limit, with a comma and at most so many decimals."""

    # A box for numbers takes no comma.
    widget = TextInput()

    def __init__(
        self, label: Any, limit: str, decimals: int, pattern: str = "#,##0.##", **options: Any
    ) -> None:
        super().__init__(label, validators=[InputRequired(_l("Vul een getal in."))], **options)
        self._bounds = BOUNDS[limit]
        self._decimals = decimals
        self._pattern = pattern

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number as it was typed."""
        self.data = None
        typed = re.sub(r"[\s\u00a0]", "", valuelist[0]) if valuelist else ""
        if not typed:
            return
        found = _NUMBER.fullmatch(typed)
        if found is None:
            raise ValueError(_("Dit is geen getal. Gebruik een komma, bijvoorbeeld 0,40."))
        if len((found["part"] or "").rstrip("0")) > self._decimals:
            raise ValueError(
                _("Gebruik hoogstens twee cijfers achter de komma.")
                if self._decimals
                else _("Vul een heel getal in.")
            )
        amount = Decimal(f"{found['whole'].replace('.', '')}.{found['part'] or 0}")
        self.data = -amount if found["sign"] else amount

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: FBT001 - as WTForms calls it
        """Refuse what lies outside the bounds."""
        lowest, highest = self._bounds
        if self.data is not None and not lowest <= self.data <= highest:
            raise ValidationError(
                _(
                    "Vul een getal in van %(lowest)s tot en met %(highest)s.",
                    lowest=format_decimal(lowest),
                    highest=format_decimal(highest),
                )
            )

    def _value(self) -> Any:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else format_decimal(self.data, self._pattern)


class ScreeningForm(Form):
    """The five limits, why they change, and which limits held when they were chosen."""

    giver_change = LimitField(
        _l("Gever: grootste logverandering"),
        "giver_change",
        2,
        "0.00",
        description=_l(
            "Een negatief getal. Een knooppunt geeft als de logverandering hieraan gelijk is of lager: "
            "-0,15 is een daling van ongeveer 14 procent."
        ),
        name="gever",
    )
    receiver_change = LimitField(
        _l("Ontvanger: kleinste logverandering"),
        "receiver_change",
        2,
        "0.00",
        description=_l(
            "Een positief getal. Een knooppunt ontvangt als de logverandering hieraan gelijk is of hoger: "
            "0,40 is een stijging van ongeveer 49 procent."
        ),
        name="ontvanger",
    )
    floor = LimitField(
        _l("Ondergrens van de waarde"),
        "floor",
        2,
        description=_l("De waarneming bij de ontvanger moet na de stijging minstens zo hoog zijn."),
        name="ondergrens",
    )
    fewest_observations = LimitField(
        _l("Minste aantal waarnemingen"),
        "fewest_observations",
        0,
        description=_l("Zo veel waarnemingen met dezelfde definitie zijn nodig, bij gever en ontvanger."),
        name="waarnemingen",
    )
    most_lag = LimitField(
        _l("Meeste perioden ertussen"),
        "most_lag",
        0,
        description=_l("Hoeveel perioden de ontvanger hoogstens na de gever komt. 0 is dezelfde periode."),
        name="perioden",
    )
    reason = long_text(
        _l("Reden"),
        REASON_LIMIT,
        _l("Waarom deze grenzen beter passen. Noem geen personen, zaken of lopende operaties."),
        required=_l("Vul een reden in."),
        name="reden",
    )
    held = IntegerField(widget=HiddenInput(), validators=[InputRequired()], name="gold")

    def show(self, parameters: Parameters) -> None:
        """Fill in the limits that hold."""
        for name in BOUNDS:
            self[name].data = getattr(parameters, name)

    def parameters(self) -> Parameters:
        """Return the limits that were filled in."""
        return Parameters(
            self.giver_change.data or Decimal(0),
            self.receiver_change.data or Decimal(0),
            self.floor.data or Decimal(0),
            int(self.fewest_observations.data or 0),
            int(self.most_lag.data or 0),
        )


class HitForm(Form):
    """Which outcome is to become a signal."""

    indicator = short_text(_l("Indicator"), 40, InputRequired())
    key = short_text(_l("Uitkomst"), 200, InputRequired(), name="sleutel")
