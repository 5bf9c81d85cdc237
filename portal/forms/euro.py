"""Money as people type it in Dutch: 1.250.000, € 1250000 or 1.250.000,00; whole euros."""

import re
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from wtforms import Field, IntegerField, ValidationError
from wtforms.form import BaseForm
from wtforms.widgets import TextInput

LARGEST = 10**12
_WHOLE = re.compile(r"(?P<sign>[-\u2212]?)(?P<digits>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<cents>\d{1,2}|-))?")


class AtLeast:
    """Refuses an amount below a least one; what is no amount was refused already."""

    def __init__(self, least: int, message: Any) -> None:
        self._least = least
        self._message = message

    def __call__(self, _form: BaseForm, field: Field) -> None:
        if field.data is not None and field.data < self._least:
            raise ValidationError(self._message)


class EuroField(IntegerField):
    """A whole number of euros; refuses cents, and whatever is not an amount, in Dutch."""

    # A box for numbers of the browser takes no points between thousands and no euro sign.
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount as it was typed."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        text = re.sub(r"[\s\u00a0€]", "", valuelist[0])
        found = _WHOLE.fullmatch(text)
        if found is None:
            self.data = None
            raise ValueError(_("Vul een bedrag in hele euro’s in, bijvoorbeeld 1.250.000."))
        if (found["cents"] or "-").strip("0-"):
            self.data = None
            raise ValueError(_("Rond af op hele euro’s: centen kunt u niet invullen."))
        amount = int(found["digits"].replace(".", "")[:16])
        if amount > LARGEST:
            self.data = None
            raise ValueError(_("Dit bedrag is te groot. Controleer het aantal nullen."))
        self.data = -amount if found["sign"] else amount

    def _value(self) -> Any:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else format_decimal(self.data)
