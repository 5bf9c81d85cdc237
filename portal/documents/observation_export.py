"""Values of indicators to read outside the portal, as a workbook or as CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _

from portal.documents.figures import Cell, Figures, Sheet
from portal.documents.observation_columns import SHEET, TITLES
from portal.domain.dates import local_date
from portal.domain.observations import per_exposure
from portal.models import Observation
from portal.web.labels import label

_WIDTHS = (12, 36, 30, 13, 13, 12, 16, 12, 12, 40, 12, 12, 30, 24, 12, 13, 13)
_IN_SIGHT = 3


@dataclass(frozen=True)
class ExportedObservations:
    """What is exported, for whom it is read and when."""

    observations: Iterable[Observation]
    """Read while the file is written."""
    made_at: datetime
    demonstration: bool
    reads_everything: bool
    subject: str
    """Which indicator, or all of them."""


def observation_figures(export: ExportedObservations) -> Figures:
    """Return the values as one table, with dates as dates and numbers as numbers."""
    # Not how many: the number alone would tell that there is something.
    left_out = (
        _("Ingetrokken waarden.")
        if export.reads_everything
        else _("Ingetrokken waarden, en waarden die niet voor u zijn bedoeld.")
    )
    facts = [
        (_("Wat"), export.subject),
        (_("Bron"), _("Waarnemingen in Mainportaal; de bron van iedere waarde staat in haar rij.")),
        (_("Weggelaten"), left_out),
    ]
    rows = (_cells(row) for row in export.observations)
    sheet = Sheet(str(SHEET), _heads(), rows, _WIDTHS, _IN_SIGHT)
    return Figures(_("Waarden van indicatoren"), export.made_at, facts, [sheet], export.demonstration)


def _heads() -> list[str]:
    return [
        _("Code"),
        *(str(TITLES[key]) for key in ("indicator", "knooppunt", "observed_from", "observed_until")),
        *(str(TITLES[key]) for key in ("value",)),
        _("Eenheid"),
        str(TITLES["exposure"]),
        _("Per 100 van de noemer"),
        *(str(TITLES[key]) for key in ("source", "lower", "upper", "uncertainty", "audience")),
        _("Definitie"),
        _("Definitie geldt vanaf"),
        _("Vastgelegd op"),
    ]


def _cells(row: Observation) -> list[Cell]:
    return [
        row.indicator.code,
        row.indicator.title,
        row.knooppunt.title,
        row.observed_from,
        row.observed_until,
        _number(row.value),
        row.indicator.unit,
        _number(row.exposure),
        _number(per_exposure(row.value, row.exposure)),
        row.source,
        _number(row.lower),
        _number(row.upper),
        row.uncertainty,
        str(label(row.audience)),
        row.definition.number,
        row.definition.valid_from,
        local_date(row.recorded_at),
    ]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
