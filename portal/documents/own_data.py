"""The own data as files: JSON for machines, a workbook for people. The schema stands in docs/accounts.md."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from io import BytesIO
from typing import Any

import xlsxwriter
from flask_babel import gettext as _

from portal.documents.cells import OPTIONS, Looks
from portal.queries.own_data import MOST, TRACE, Part
from portal.web.formats import day, moment
from portal.web.labels import label
from portal.web.own_data_words import COLUMNS, SECTIONS, TRACES

SCHEMA = "mainportaal-eigen-gegevens/1"
_CELL = 32_767
"""So many characters a cell of a workbook can hold."""
_SHEET_NAME = 31


def as_json(parts: Sequence[Part], made_at: datetime) -> bytes:
    """Return the data as JSON: codes and moments in ISO 8601, with a title for each section and column."""
    told = {
        "schema": SCHEMA,
        "made_at": made_at.isoformat(),
        "sections": [
            {
                "key": part.key,
                "title": str(SECTIONS[part.key]),
                "columns": {column: str(COLUMNS[column]) for column in part.columns},
                "complete": part.complete,
                "rows": [
                    {column: _plain(value) for column, value in zip(part.columns, row, strict=True)}
                    for row in part.rows
                ],
            }
            for part in parts
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_workbook(parts: Sequence[Part], made_at: datetime, name: str) -> bytes:
    """Return the data as XLSX, a sheet for each section that has rows."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"created": made_at.replace(tzinfo=None), "author": "Mainportaal"})
    looks = Looks(book)
    about = book.add_worksheet(_("Over deze export"))
    about.set_column(0, 0, 34)
    about.set_column(1, 1, 60)
    facts = [(_("Gegevens van"), name), (_("Stand van"), moment(made_at))]
    facts += [(str(SECTIONS[part.key]), _count(part)) for part in parts]
    for number, (what, fact) in enumerate(facts):
        about.write_string(number, 0, what, looks.strong)
        about.write_string(number, 1, fact, looks.text)
    for part in parts:
        if part.rows:
            _sheet(book, looks, part)
    book.close()
    return target.getvalue()


def _count(part: Part) -> str:
    if part.complete:
        return str(len(part.rows))
    return str(_("De nieuwste %(most)s; er zijn er meer. Vraag een beheerder om de rest.", most=MOST))


def _sheet(book: xlsxwriter.Workbook, looks: Looks, part: Part) -> None:
    page = book.add_worksheet(str(SECTIONS[part.key])[:_SHEET_NAME])
    page.set_column(0, len(part.columns) - 1, 30)
    page.freeze_panes(1, 0)
    for place, column in enumerate(part.columns):
        page.write_string(0, place, str(COLUMNS[column]), looks.head)
    for number, row in enumerate(part.rows, start=1):
        for place, (column, value) in enumerate(zip(part.columns, row, strict=True)):
            words = str(TRACES[value]) if column == TRACE else _words(value)
            page.write_string(number, place, words[:_CELL], looks.text)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _words(value: Any) -> str:
    """Return a value as people write it."""
    if isinstance(value, bool):
        return str(_("Ja") if value else _("Nee"))
    if isinstance(value, Enum):
        return str(label(value))
    if isinstance(value, date):
        return moment(value) if isinstance(value, datetime) else day(value)
    if isinstance(value, list):
        return "\n".join(": ".join(pair) for pair in value)
    return "" if value is None else str(value)
