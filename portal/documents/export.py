"""A report to read outside the portal, as a workbook or as CSV; it cannot be read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.documents import words
from portal.documents.cells import OPTIONS, WIDTHS, Looks, put
from portal.documents.tables import csv_file
from portal.domain.workbook import COLUMNS, Contents, Row, Sheet
from portal.web.formats import moment


@dataclass(frozen=True)
class Appendix:
    """One more table: what partners bring in, or the errata."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Reading:
    """What the export is of, and what of it may be read."""

    network: str
    period: str
    state: str
    made_at: datetime
    demonstration: bool
    contents: Contents
    left_out: int
    appendices: Sequence[Appendix] = ()


def as_workbook(reading: Reading) -> bytes:
    """Return the report as XLSX, with dates as dates and amounts as numbers."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"created": reading.made_at.replace(tzinfo=None), "author": "Mainportaal"})
    looks = Looks(book)
    about = book.add_worksheet(_("Over deze export"))
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 80)
    for number, (name, fact) in enumerate(_facts(reading)):
        about.write_string(number, 0, name, looks.strong)
        about.write_string(number, 1, fact, looks.text)
    for sheet in reading.contents.rows:
        _sheet(book, looks, sheet, _told(reading.contents, sheet))
    for appendix in reading.appendices:
        page = book.add_worksheet(appendix.title)
        page.set_column(0, len(appendix.heads) - 1, 34)
        page.freeze_panes(1, 0)
        for number, line in enumerate([appendix.heads, *appendix.rows]):
            for place, text in enumerate(line):
                page.write_string(number, place, text, looks.text if number else looks.head)
    book.close()
    return target.getvalue()


def as_csv(reading: Reading) -> bytes:
    """Return the report as CSV: one line for each value."""
    return csv_file(_lines(reading))


def _facts(reading: Reading) -> Iterator[tuple[str, str]]:
    if reading.demonstration:
        yield _("DEMONSTRATIE"), _("De rapportages in dit bestand zijn verzonnen.")
    yield _("PPS-netwerk"), reading.network
    yield _("Rapportageperiode"), reading.period
    yield _("Status van de rapportage"), reading.state
    yield _("Stand van"), moment(reading.made_at)
    yield _("Bron"), _("Voortgangsrapportage in Mainportaal")
    yield _("Weggelaten"), _left_out(reading.left_out)


def _left_out(number: int) -> str:
    if not number:
        return str(_("Niets."))
    told = ngettext(
        "%(num)s onderdeel is weggelaten, omdat het niet voor u is bedoeld.",
        "%(num)s onderdelen zijn weggelaten, omdat ze niet voor u zijn bedoeld.",
        number,
    )
    return str(told)


def _told(contents: Contents, sheet: Sheet) -> list[Row]:
    return [row for row in contents.rows[sheet] if not row.new]


def _sheet(book: xlsxwriter.Workbook, looks: Looks, sheet: Sheet, rows: Sequence[Row]) -> None:
    page = book.add_worksheet(str(words.SHEET_TITLES[sheet]))
    fixed = [str(title) for title in words.FIXED_TITLES[sheet]]
    for place, title in enumerate([*fixed, *(words.heading(sheet, c.key) for c in COLUMNS[sheet])]):
        page.write_string(0, place, title, looks.head)
    page.set_column(0, len(fixed) - 1, 26)
    for place, column in enumerate(COLUMNS[sheet], start=len(fixed)):
        page.set_column(place, place, WIDTHS[column.kind])
    page.freeze_panes(1, len(fixed))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(words.fixed_words(sheet, row)):
            page.write_string(number, place, text, looks.text)
        for place, column in enumerate(COLUMNS[sheet], start=len(fixed)):
            value = row.values.get(column.key, "")
            look = looks.value(column.kind, open_for_writing=True)
            put(page, number, place, column, value, words.value_words(column, value), look)


def _lines(reading: Reading) -> Iterator[Sequence[str]]:
    yield _("Blad"), _("Regel"), _("Veld"), _("Waarde")
    for name, fact in _facts(reading):
        yield _("Over deze export"), "", name, fact
    for sheet in reading.contents.rows:
        for row in _told(reading.contents, sheet):
            for column in COLUMNS[sheet]:
                if column.key in row.values:
                    yield (
                        str(words.SHEET_TITLES[sheet]),
                        words.row_words(sheet, row),
                        words.heading(sheet, column.key),
                        words.value_words(column, row.values[column.key]),
                    )
    for appendix in reading.appendices:
        for number, line in enumerate(appendix.rows, start=1):
            for head, text in zip(appendix.heads, line, strict=True):
                yield appendix.title, str(number), head, text
