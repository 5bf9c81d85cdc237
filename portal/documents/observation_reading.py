"""Understanding a file with values of indicators, with every mistake by its row and cell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any, BinaryIO

from flask_babel import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from portal.documents import observation_columns as columns
from portal.documents.grid import Grid, read_grid
from portal.documents.guard import WorkbookRefusedError
from portal.documents.values import read_value, shown
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.numbers import NumberError, NumberFault, fitting, read_number
from portal.domain.observation_import import MOST_ROWS, ImportRow, repeated
from portal.domain.observations import Fault, ObservationContent, definition_on, faults_of
from portal.models import Indicator
from portal.queries.observations import Place
from portal.web.labels import label

_HEAD_WITHIN = 10
_MOST_MESSAGES = 100


def read_observations(
    stream: BinaryIO, name: str, indicators: Sequence[Indicator], places: Sequence[Place]
) -> tuple[str, list[ImportRow]]:
    """Return name and rows of a file; raises UploadRefusedError or WorkbookRefusedError with all mistakes."""
    grid = read_grid(stream, name, str(columns.SHEET))
    reader = _Reader(grid, indicators, places)
    rows = reader.rows()
    if reader.mistakes:
        more = len(reader.mistakes) - _MOST_MESSAGES
        told = reader.mistakes[:_MOST_MESSAGES]
        raise WorkbookRefusedError(*told, *([_("En nog %(count)s fouten.", count=more)] if more > 0 else []))
    return grid.name, rows


class _Reader:
    """Collects rows and mistakes."""

    def __init__(self, grid: Grid, indicators: Sequence[Indicator], places: Sequence[Place]) -> None:
        self._grid = grid
        self._indicators = {each.code.casefold(): each for each in indicators}
        self._places = {name.casefold(): each for each in places for name in (each.code, each.title)}
        self._places_of_columns: Mapping[str, int] = {}
        self.mistakes: list[str] = []

    def rows(self) -> list[ImportRow]:
        """Return the rows that could be read."""
        filled = self._grid.filled_below(self._head())
        if not filled:
            self.mistakes.append(_("Er staat geen enkele waarneming in dit bestand."))
        if len(filled) > MOST_ROWS:
            message = _("Dit bestand heeft meer dan %(most)s rijen. Splits het.", most=f"{MOST_ROWS:,}")
            raise WorkbookRefusedError(message.replace(",", "."))
        rows = [row for number, line in filled if (row := self._row(number, line)) is not None]
        for number, earlier in repeated(rows).items():
            self._wrong(
                number - 1,
                "indicator",
                _("deze indicator, plaats, dagen en bron staan ook in rij %(row)s.", row=earlier),
            )
        return rows

    def _head(self) -> int:
        """Return the row with the names of the columns, and remember where each stands."""
        wanted = {str(title).casefold(): key for key, title in columns.TITLES.items()}
        for number, line in enumerate(self._grid.rows[:_HEAD_WITHIN]):
            found = {
                wanted[name]: place
                for place, cell in enumerate(line)
                if (name := str(cell).strip().casefold()) in wanted
            }
            if {"indicator", "knooppunt"} <= found.keys():
                self._places_of_columns = found
                absent = [str(columns.TITLES[key]) for key in columns.TITLES if key not in found]
                if absent:
                    raise WorkbookRefusedError(
                        *(_("De kolom ‘%(column)s’ ontbreekt.", column=title) for title in absent)
                    )
                return number
        raise WorkbookRefusedError(
            _("De namen van de kolommen ontbreken. Download het sjabloon en vul dat in.")
        )

    def _row(self, number: int, line: Sequence[Any]) -> ImportRow | None:
        before = len(self.mistakes)
        raw = {key: self._cell(number, line, key) for key in columns.TITLES}
        indicator = self._indicator(number, raw["indicator"])
        place = self._place(number, raw["knooppunt"])
        first, last = (self._day(number, key, raw[key]) for key in ("observed_from", "observed_until"))
        numbers = {key: self._number(number, key, raw[key]) for key in columns.NUMBERS}
        source = self._text(number, "source", raw["source"])
        uncertainty = self._text(number, "uncertainty", raw["uncertainty"])
        audience = self._audience(number, raw["audience"])
        if len(self.mistakes) > before or indicator is None or place is None or first is None or last is None:
            return None
        content = ObservationContent(
            indicator.id,
            place.id,
            first,
            last,
            numbers["value"] or Decimal(0),
            numbers["exposure"],
            source,
            numbers["lower"],
            numbers["upper"],
            uncertainty,
            audience,
        )
        for fault in _faults(indicator, content):
            self._wrong(number, columns.COLUMN_OF[fault], str(label(fault)))
        if content.exposure is not None and not indicator.exposure:
            self._wrong(number, "exposure", _("deze indicator heeft geen noemer. Laat deze cel leeg."))
        return ImportRow(number + 1, content)

    def _cell(self, number: int, line: Sequence[Any], key: str) -> Any:
        """Return what stands in a cell; nothing, and a mistake, for a formula."""
        place = self._places_of_columns[key]
        value = line[place] if place < len(line) else ""
        cell = xl_rowcol_to_cell(number, place)
        if cell in self._grid.marked.faults:
            self._wrong(number, key, _("hier staat een foutmelding van Excel. Typ de waarde zelf."))
        elif cell in self._grid.marked.formulas or (
            isinstance(value, str) and value.lstrip().startswith("=")
        ):
            self._wrong(number, key, _("hier staat een formule. Typ de waarde zelf."))
        else:
            value = value.strip() if isinstance(value, str) else value
            if value == "" and key in columns.REQUIRED:
                self._wrong(number, key, _("deze cel mag niet leeg zijn."))
            return value
        return ""

    def _indicator(self, number: int, raw: Any) -> Indicator | None:
        if raw == "":
            return None
        code = str(raw).split(maxsplit=1)[0].casefold()
        found = self._indicators.get(code)
        if found is None:
            message = _("‘%(typed)s’ is geen indicator. Begin met de code, zoals ind-01.", typed=shown(raw))
            self._wrong(number, "indicator", message)
        return found

    def _place(self, number: int, raw: Any) -> Place | None:
        found = self._places.get(str(raw).casefold())
        if raw != "" and found is None:
            message = _("‘%(typed)s’ is geen knooppunt. Kies er een uit de lijst.", typed=shown(raw))
            self._wrong(number, "knooppunt", message)
        return found

    def _day(self, number: int, key: str, raw: Any) -> date | None:
        if raw == "":
            return None
        try:
            return date.fromisoformat(read_value(columns.DAY, raw, 0))
        except ValueError as error:
            self._wrong(number, key, str(error))
            return None

    def _number(self, number: int, key: str, raw: Any) -> Decimal | None:
        if raw == "":
            return None
        try:
            return _read(raw)
        except NumberError as error:
            message = _("‘%(typed)s’ kan hier niet. %(why)s", typed=shown(raw), why=str(label(error.fault)))
            self._wrong(number, key, message)
            return None

    def _text(self, number: int, key: str, raw: Any) -> str:
        column = columns.SOURCE if key == "source" else columns.UNCERTAINTY
        try:
            return " ".join(read_value(column, raw, column.limit).split())
        except ValueError as error:
            self._wrong(number, key, str(error))
            return ""

    def _audience(self, number: int, raw: Any) -> Audience:
        if raw == "":
            return Audience.ALL_NETWORKS
        try:
            return Audience(read_value(columns.AUDIENCE, raw, 0))
        except ValueError as error:
            self._wrong(number, "audience", str(error))
            return Audience.ALL_NETWORKS

    def _wrong(self, number: int, key: str, message: str) -> None:
        where = {
            "row": number + 1,
            "column": columns.TITLES[key],
            "cell": xl_rowcol_to_cell(number, self._places_of_columns[key]),
            "message": message[0].lower() + message[1:],
        }
        if self._grid.is_workbook:
            self.mistakes.append(_("Rij %(row)s, kolom %(column)s (cel %(cell)s): %(message)s", **where))
        else:
            self.mistakes.append(_("Rij %(row)s, kolom %(column)s: %(message)s", **where))


def _faults(indicator: Indicator, content: ObservationContent) -> Iterator[Fault]:
    yield from faults_of(content, clock.today())
    if indicator.retired_on is not None:
        yield Fault.RETIRED
    elif definition_on(indicator.definitions, content.observed_until) is None:
        yield Fault.NO_DEFINITION


def _read(raw: Any) -> Decimal:
    """Return the number in a cell: a spreadsheet gives numbers, a CSV gives text."""
    if isinstance(raw, str):
        return read_number(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw):
        raise NumberError(NumberFault.NO_NUMBER)
    return fitting(Decimal(str(raw)))
