"""The columns of a file with values of indicators: to fill in, and to read."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.audience import Audience
from portal.domain.observations import Fault
from portal.domain.workbook import Column, Kind

SHEET = _l("Waarnemingen")
TITLES: Mapping[str, LazyString] = {
    "indicator": _l("Indicator"),
    "knooppunt": _l("Knooppunt"),
    "observed_from": _l("Eerste dag"),
    "observed_until": _l("Laatste dag"),
    "value": _l("Waarde"),
    "exposure": _l("Noemer"),
    "source": _l("Bron"),
    "lower": _l("Ondergrens"),
    "upper": _l("Bovengrens"),
    "uncertainty": _l("Onzekerheid"),
    "audience": _l("Voor wie"),
}
"""The columns to fill in, in the order of the template."""
NUMBERS = ("value", "exposure", "lower", "upper")
REQUIRED = frozenset({"indicator", "knooppunt", "observed_from", "observed_until", "value", "source"})
DAY = Column("day", Kind.DAY)
SOURCE = Column("source", Kind.TEXT, limit=200)
UNCERTAINTY = Column("uncertainty", Kind.TEXT, limit=300)
AUDIENCE = Column("audience", Kind.CHOICE, options=Audience)

COLUMN_OF: Mapping[Fault, str] = {
    Fault.DAYS_REVERSED: "observed_until",
    Fault.IN_FUTURE: "observed_until",
    Fault.NO_DEFINITION: "observed_until",
    Fault.RETIRED: "indicator",
    Fault.NO_SOURCE: "source",
    Fault.EXPOSURE_NOT_POSITIVE: "exposure",
    Fault.LOWER_ABOVE_VALUE: "lower",
    Fault.UPPER_BELOW_VALUE: "upper",
    Fault.TOO_LARGE: "value",
}
"""Where something that cannot be is told."""
