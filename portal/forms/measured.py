"""Measured values as people type them in Dutch: 1.250 or 2,5."""

from typing import Any

from flask_babel import format_decimal
from wtforms import DecimalField
from wtforms.widgets import TextInput

from portal.domain.numbers import NumberError, read_number
from portal.web.labels import label


class MeasuredField(DecimalField):
    """A number with at most two decimals; refuses everything else, in Dutch."""

    # A box for numbers takes no comma and no points between thousands.
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number as it was typed."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        try:
            self.data = read_number(typed)
        except NumberError as error:
            raise ValueError(str(label(error.fault))) from None

    def _value(self) -> Any:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else format_decimal(self.data)
