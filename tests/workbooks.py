"""Filling in a workbook as Excel would leave it behind: the cells change, all else stays."""

import re
import zipfile
from collections.abc import Mapping
from html import escape, unescape
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse
from xlsxwriter.utility import xl_rowcol_to_cell

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEAD = 2
Value = str | float | None


def sheet_names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        book = archive.read("xl/workbook.xml").decode()
    return [unescape(name) for name in re.findall(r'<sheet name="([^"]*)"', book)]


def grid(data: bytes, sheet: str) -> list[list[Any]]:
    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def told(answer: TestResponse) -> str:
    """All that an answer says, also where it is a workbook or a document."""
    data = answer.get_data()
    if answer.mimetype == WORD:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.read("word/document.xml").decode()
    if answer.mimetype != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
        return data.decode("utf-8", "replace")
    return "\n".join(str(cell) for name in sheet_names(data) for line in grid(data, name) for cell in line)


def place(data: bytes, sheet: str, row: str, heading: str) -> str:
    """The cell of a row, by the key in its hidden column, under a heading."""
    lines = grid(data, sheet)
    number = next(number for number, line in enumerate(lines) if line and line[0] == row)
    return str(xl_rowcol_to_cell(number, lines[HEAD].index(heading)))


def cell_xml(reference: str, style: str, value: Value) -> str:
    if value is None:
        return f'<c r="{reference}"{style}/>'
    if isinstance(value, float):
        return f'<c r="{reference}"{style}><v>{value}</v></c>'
    if value.startswith("<"):
        return f'<c r="{reference}"{style}>{value}</c>'
    text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
    return f'<c r="{reference}"{style} t="inlineStr">{text}</c>'


def filled(data: bytes, sheet: str, cells: Mapping[str, Value]) -> bytes:
    """The workbook with these cells changed; a text that begins with < is the XML of the cell itself."""
    part = f"xl/worksheets/sheet{sheet_names(data).index(sheet) + 1}.xml"

    def change(content: str) -> str:
        for reference, value in cells.items():
            found = re.search(rf'<c r="{reference}"([^>]*?)(/>|>.*?</c>)', content)
            assert found, f"no cell {reference}"
            style = "".join(re.findall(r'\ss="\d+"', found[1]))
            new = cell_xml(reference, style, value)
            content = content[: found.start()] + new + content[found.end() :]
        return content

    return parts_changed(data, {part: change})


def parts_changed(data: bytes, changes: Mapping[str, object]) -> bytes:
    """The workbook with parts replaced: by what a function makes of them, or by bytes."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as made:
        for name in archive.namelist():
            content = archive.read(name)
            change = changes.get(name)
            if callable(change):
                content = change(content.decode()).encode()
            made.writestr(name, content, zipfile.ZIP_DEFLATED)
        for name, change in changes.items():
            if isinstance(change, bytes):
                made.writestr(name, change, zipfile.ZIP_DEFLATED)
    return target.getvalue()
