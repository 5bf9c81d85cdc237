"""Files with values of indicators as people send them, right and wrong."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

HEADS = [
    "Indicator",
    "Knooppunt",
    "Eerste dag",
    "Laatste dag",
    "Waarde",
    "Noemer",
    "Bron",
    "Ondergrens",
    "Bovengrens",
    "Onzekerheid",
    "Voor wie",
]
GOOD = ["ind-06", "Haven Rotterdam", "1-1-2025", "30-6-2025", "1.234,5", "", "Telling A", "", "", "", ""]


def line(**changes: str) -> list[str]:
    """Return a row that is right, but for what is given, by the first word of its column in small letters."""
    names = [head.split()[0].lower() for head in HEADS]
    return [changes.get(name, cell) for name, cell in zip(names, GOOD, strict=True)]


def csv_of(*rows: Sequence[str], bom: bool = True) -> bytes:
    """Return rows as a Dutch spreadsheet saves them."""
    text = "\r\n".join(";".join(cells) for cells in [HEADS, *rows])
    return text.encode("utf-8-sig" if bom else "utf-8")


def workbook_of(
    *rows: Sequence[Any], formulas: Mapping[str, str] | None = None, sheet: str = "Waarnemingen"
) -> bytes:
    """Return rows in the place where the template has them: below its third row."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    days = book.add_format({"num_format": "d-m-yyyy"})
    for number, cells in enumerate([HEADS, *rows], start=2):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                page.write_datetime(number, place, cell, days)
            elif isinstance(cell, str):
                page.write_string(number, place, cell)
            else:
                page.write(number, place, cell)
    for cell, formula in (formulas or {}).items():
        page.write_formula(cell, formula, None, 12)
    book.close()
    return target.getvalue()


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of a workbook by sheet."""
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
