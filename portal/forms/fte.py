"""Fte as people type it in Dutch: 2 or 2,5."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from wtforms import DecimalField
from wtforms.widgets import TextInput

MOST = 10_000
_NUMBER = re.compile(r"(?P<whole>\d{1,6})(?:[.,](?P<part>\d+))?")


class FteField(DecimalField):
    """A number of fte with at most two decimals; refuses everything else, in Dutch."""

    # A box for numbers takes no comma.
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number as it was typed."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        found = _NUMBER.fullmatch(typed)
        if found is None or int(found["whole"]) > MOST:
            raise ValueError(_("Vul een getal in van 0 tot en met 10.000, bijvoorbeeld 2,5."))
        if len((found["part"] or "").rstrip("0")) > 2:  # noqa: PLR2004 - hundredths
            raise ValueError(_("Gebruik hoogstens twee cijfers achter de komma."))
        self.data = Decimal(f"{found['whole']}.{found['part'] or 0}")

    def _value(self) -> Any:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else format_decimal(self.data)
