"""What all reports say of all maatregelen, as one table to take along."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _

from portal.documents import words
from portal.documents.figures import WIDE, Cell, Figures, Sheet
from portal.domain import workbook
from portal.domain.audience import Audience
from portal.domain.progress import DelayReason, Proactivity, ProgressStatus, Trend
from portal.domain.workflow import ReportState
from portal.queries.progress_export import ExportedProgress
from portal.web.labels import label

_WIDTHS = (22, 13, 30, 12, 40, 18, 16, WIDE, WIDE, WIDE, 24, WIDE, 16, 10, 10, WIDE, 24, 16)
_IN_SIGHT = 5
"""Period, day, network, code and title of the maatregel."""


@dataclass(frozen=True)
class ProgressExport:
    """What is exported, for whom it is read and when."""

    rows: Iterable[ExportedProgress]
    count: int
    subject: str
    """Which network, or all of them."""
    made_at: datetime
    demonstration: bool


def progress_figures(export: ProgressExport) -> Figures:
    """Return the table; its rows are read while the file is written."""
    facts = [
        (_("Wat"), export.subject),
        (_("Regels"), str(export.count)),
        (_("Bron"), _("Geaccepteerde en vastgestelde voortgangsrapportages in Mainportaal")),
        # Not how many: the number alone would tell that there is something.
        (_("Weggelaten"), _("Concepten, en teksten die niet voor u zijn bedoeld.")),
    ]
    sheet = Sheet(_("Voortgang"), _heads(), _rows(export.rows), _WIDTHS, _IN_SIGHT)
    return Figures(_("Voortgang van de maatregelen"), export.made_at, facts, [sheet], export.demonstration)


def _heads() -> Sequence[str]:
    said = [words.heading(workbook.Sheet.MAATREGELEN, column.key) for column in _columns()]
    fixed = [str(title) for title in words.FIXED_TITLES[workbook.Sheet.MAATREGELEN]]
    return [
        _("Rapportageperiode"),
        _("Tot en met"),
        _("PPS-netwerk"),
        *fixed,
        *said,
        _("Stand van de rapportage"),
    ]


def _columns() -> Sequence[workbook.Column]:
    return workbook.COLUMNS[workbook.Sheet.MAATREGELEN]


def _rows(rows: Iterable[ExportedProgress]) -> Iterator[Sequence[Cell]]:
    status, trend, delay = _said(ProgressStatus), _said(Trend), _said(DelayReason)
    proactivity, audience, state = _said(Proactivity), _said(Audience), _said(ReportState)
    for row in rows:
        yield (
            *row[:5],
            status[row.status],
            trend[row.trend],
            row.done,
            row.result,
            row.next_step,
            delay[row.delay_reason],
            row.recovery,
            proactivity[row.proactivity],
            _fte(row.hundredths_planned),
            _fte(row.hundredths_filled),
            row.decision_question,
            audience[row.audience],
            state[row.state],
        )


def _said(kind: type[StrEnum]) -> dict[str | None, str]:
    """Return the words for each value, looked up once for all rows."""
    return {None: "", **{member.value: str(label(member)) for member in kind}}


def _fte(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100
