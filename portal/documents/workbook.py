"""A report as a prefilled workbook: white cells to write in, everything else locked."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from portal.documents import words
from portal.documents.cells import HEAD, OPTIONS, WIDTHS, Looks, for_paper, put
from portal.documents.cover import Cover
from portal.documents.guide import write_former, write_guide
from portal.documents.marks import write_marks
from portal.documents.validation import validation, write_lists
from portal.domain.workbook import COLUMNS, Contents, Row, Sheet

KEY_WIDTH = 10


def workbook(cover: Cover, contents: Contents, former: Contents | None, writable: frozenset[str]) -> bytes:
    """Return the file."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties(
        {
            "title": f"{cover.network}, {cover.period}",
            "author": "Mainportaal",
            "created": cover.made_at.replace(tzinfo=None),
        }
    )
    looks = Looks(book)
    guide = book.add_worksheet(str(words.GUIDE))
    sheets = {sheet: book.add_worksheet(str(words.SHEET_TITLES[sheet])) for sheet in contents.rows}
    before = book.add_worksheet(str(words.FORMER)) if former else None
    lists = write_lists(book.add_worksheet(words.LISTS), contents)
    for sheet, page in sheets.items():
        _fill(page, looks, cover, sheet, contents.rows[sheet], writable, lists)
    if before is not None and former is not None:
        write_former(before, looks, cover, former)
    write_guide(guide, looks, cover, contents, writable)
    write_marks(book.add_worksheet(words.MARKS), cover, contents)
    book.close()
    return target.getvalue()


def _fill(
    page: Worksheet,
    looks: Looks,
    cover: Cover,
    sheet: Sheet,
    rows: Iterable[Row],
    writable: frozenset[str],
    lists: dict[str, str],
) -> None:
    before = len(words.FIXED_TITLES[sheet]) + 1
    _frame(page, looks, cover, sheet)
    page.freeze_panes(HEAD, before)
    for number, row in enumerate(rows, start=HEAD):
        page.write_string(number, 0, row.key, looks.fixed)
        for place, text in enumerate(words.fixed_words(sheet, row), start=1):
            page.write_string(number, place, text, looks.fixed)
        for place, column in enumerate(COLUMNS[sheet], start=before):
            if column.key not in row.values:
                page.write_blank(number, place, None, looks.absent)
                continue
            value = row.values[column.key]
            free = row.part in writable and column.key not in row.locked
            look = looks.value(column.kind, open_for_writing=free)
            put(page, number, place, column, value, words.value_words(column, value), look)
            if free:
                page.data_validation(number, place, number, place, validation(column, row, lists))


def _frame(page: Worksheet, looks: Looks, cover: Cover, sheet: Sheet) -> None:
    """Write title and heads, and prepare the sheet for protection and paper."""
    page.write_string(0, 1, f"{words.SHEET_TITLES[sheet]}: {cover.network}, {cover.period}", looks.title)
    note = _("Vul alleen de witte cellen in. Zet hier geen persoonsgegevens.")
    page.write_string(1, 1, (_("DEMONSTRATIE. ") if cover.demonstration else "") + note, looks.warning)
    page.write_string(HEAD - 1, 0, "#", looks.head)
    page.set_column(0, 0, KEY_WIDTH, None, {"hidden": True})
    for place, title in enumerate(words.FIXED_TITLES[sheet], start=1):
        page.write_string(HEAD - 1, place, str(title), looks.head)
        page.set_column(place, place, 34 if place == len(words.FIXED_TITLES[sheet]) else 14)
    before = len(words.FIXED_TITLES[sheet]) + 1
    for place, column in enumerate(COLUMNS[sheet], start=before):
        page.write_string(HEAD - 1, place, words.heading(sheet, column.key), looks.head)
        page.set_column(place, place, WIDTHS[column.kind])
    for_paper(page, HEAD)
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
