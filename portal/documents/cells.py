"""Cells of a workbook: their looks, and values written so that none ever runs as a formula."""

from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.domain.workbook import Column, Kind

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
_NUMBERS = {
    Kind.DAY: "d-m-yyyy",
    Kind.PAST_DAY: "d-m-yyyy",
    Kind.EUROS: "#,##0",
    Kind.DECIMAL: "0.##",
}
HEAD = 3
"""The row with the names of the columns, counted from one."""
WIDTHS = {Kind.TEXT: 44, Kind.CHOICE: 22, Kind.DECIMAL: 10, Kind.DAY: 13, Kind.PAST_DAY: 13, Kind.EUROS: 17}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.title = self._get(bold=True, font_size=16, text_wrap=False)
        self.head = self._get(bold=True, bg_color="#1F3A5F", font_color="#FFFFFF", border=1)
        self.text = self._get()
        self.strong = self._get(bold=True)
        self.warning = self._get(bold=True, bg_color="#FFE08A", text_wrap=False)
        self.fixed = self._get(bg_color="#EDEFF2", border=1, border_color="#9AA3AE")
        self.absent = self._get(bg_color="#C9CED6")

    def value(self, kind: Kind, *, open_for_writing: bool) -> Format:
        """Return how a value of this kind looks, white where somebody may write."""
        ground = {} if open_for_writing else {"bg_color": "#EDEFF2"}
        number = {"num_format": _NUMBERS[kind]} if kind in _NUMBERS else {}
        return self._get(border=1, border_color="#9AA3AE", locked=not open_for_writing, **ground, **number)

    def _get(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**FONT, **properties})
        return self._made[key]


def put(sheet: Worksheet, row: int, place: int, column: Column, value: str, words: str, look: Format) -> None:
    """Write one value as what it is: a date as a date, a number as a number, words as words."""
    if not value:
        sheet.write_blank(row, place, None, look)
    elif column.kind in {Kind.DAY, Kind.PAST_DAY}:
        sheet.write_datetime(row, place, date.fromisoformat(value), look)
    elif column.kind in {Kind.EUROS, Kind.DECIMAL}:
        sheet.write_number(row, place, float(value), look)
    else:
        sheet.write_string(row, place, words, look)


def for_paper(page: Worksheet, head: int) -> None:
    """Let a sheet print on A4, as wide as the paper, with its head on each page."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head - 1)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&A&RPagina &P van &N")
