"""Tables with real numbers and days, as a workbook or as CSV; they cannot be read back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from portal.documents import flat_book
from portal.documents.flat_book import Table
from portal.documents.flat_book_cells import Cell
from portal.documents.tables import csv_pieces
from portal.web.formats import moment

__all__ = ["TYPES", "WRITERS", "Cell", "Figures", "Sheet", "csv_of", "workbook_of"]

WIDTH, WIDE = 18, 44
LONG_WORDS = 24


@dataclass(frozen=True)
class Sheet:
    """One table: its name, the heads and the rows; amounts are whole euros.

    Where rows come from the database while the file is written, the widths cannot follow from them.
    """

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()
    fixed: int = 1
    """Columns that stay in sight."""


@dataclass(frozen=True)
class Figures:
    """Tables that belong together, with what a reader must know of them."""

    title: str
    made_at: datetime
    facts: Sequence[tuple[str, str]]
    sheets: Sequence[Sheet]
    demonstration: bool

    def about(self) -> list[tuple[str, str]]:
        """Return what stands above the tables."""
        invented = [(_("DEMONSTRATIE"), _("De gegevens in dit bestand zijn verzonnen."))]
        return [
            *(invented if self.demonstration else []),
            (_("Overzicht"), self.title),
            (_("Stand van"), moment(self.made_at)),
            *self.facts,
        ]


def workbook_of(figures: Figures) -> Iterator[bytes]:
    """Return the tables as XLSX in pieces, each table on its own sheet."""
    about = Table(_("Over deze export"), (), figures.about(), (WIDTH, 80))
    return flat_book.workbook([about, *map(_table, figures.sheets)], figures.made_at)


def csv_of(figures: Figures) -> Iterator[bytes]:
    """Return the tables as CSV in pieces, below each other."""
    return csv_pieces(_lines(figures.about(), figures.sheets))


WRITERS: Mapping[str, Callable[[Figures], Iterator[bytes]]] = {"xlsx": workbook_of, "csv": csv_of}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _widths(rows: Sequence[Sequence[Cell]], heads: Sequence[str]) -> list[int]:
    """Return how wide each column is, by the longest words in it."""
    widths = []
    for place, _head in enumerate(heads):
        longest = max((len(text) for row in rows if isinstance(text := row[place], str)), default=0)
        widths.append(WIDE if longest > LONG_WORDS else WIDTH)
    return widths


def _table(sheet: Sheet) -> Table:
    if sheet.widths:
        return Table(sheet.title, sheet.heads, sheet.rows, sheet.widths, sheet.fixed)
    rows = list(sheet.rows)
    return Table(sheet.title, sheet.heads, rows, _widths(rows, sheet.heads), sheet.fixed)


def _lines(about: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> Iterator[Sequence[str]]:
    yield from about
    for sheet in sheets:
        yield ()
        yield (sheet.title,)
        yield tuple(sheet.heads)
        for row in sheet.rows:
            yield [cell if isinstance(cell, str) else _written(cell) for cell in row]


def _written(cell: float | date | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.day}-{cell.month}-{cell.year}"
    return str(cell).removesuffix(".0").replace(".", ",")
