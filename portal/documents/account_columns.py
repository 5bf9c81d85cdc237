"""The columns of a file with people to ask in: to fill in, and to read."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.domain.workbook import Column, Kind

SHEET = _l("Accounts")
TITLES: Mapping[str, LazyString] = {
    "name": _l("Naam"),
    "email": _l("E-mailadres"),
    "organisation": _l("Organisatie"),
    "role": _l("Rol"),
    "network": _l("PPS-netwerk"),
    "starts_on": _l("Eerste dag"),
    "ends_on": _l("Laatste dag"),
}
"""The columns to fill in, in the order of the template."""
REQUIRED = frozenset({"name", "email", "organisation", "role", "starts_on"})
LIMITS = {"name": 120, "email": 254, "organisation": 120}
DAY = Column("day", Kind.DAY)
DAYS = ("starts_on", "ends_on")
