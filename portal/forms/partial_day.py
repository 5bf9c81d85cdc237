"""A date of which a source may give only the month or the year."""

from typing import Any

from flask_babel import gettext as _
from wtforms import StringField

from portal.domain.partial_dates import shown, sortable


class PartialDayField(StringField):
    """A day, a month or a year, kept so that text order is time order."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, **options)
        self.typed: str | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, or refuse it in our own words."""
        self.typed = valuelist[0].strip()[:40] if valuelist else ""
        self.data = ""
        if not self.typed:
            return
        try:
            self.data = sortable(self.typed)
        except ValueError:
            raise ValueError(
                _("Vul een datum, maand of jaar in, bijvoorbeeld 15-9-2022, 9-2022 of 2022.")
            ) from None

    def _value(self) -> str:
        """Return what stands in the box: what was typed, else what is saved."""
        return self.typed if self.typed is not None else shown(self.data or "")
