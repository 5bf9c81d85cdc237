"""The questions of a report as they stand on an empty form for paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.documents import words
from portal.domain.workbook import COLUMNS, Column, Contents, Kind, Row, Sheet

LONG, SHORT = 5, 1
"""Lines to write on for a text, and for anything else."""


@dataclass(frozen=True)
class Box:
    """One question: what may be ticked, or how many lines there are to write on, and what was said before."""

    title: str
    options: Sequence[str]
    lines: int
    former: str


@dataclass(frozen=True)
class Block:
    """The questions that belong together."""

    title: str
    boxes: Sequence[Box]


def answers_on_paper(contents: Contents, former: Contents | None) -> list[tuple[str, list[Block]]]:
    """Return the blocks of each sheet, with its title."""
    return [
        (str(words.SHEET_TITLES[sheet]), [_block(sheet, row, _before(sheet, row, former)) for row in rows])
        for sheet, rows in contents.rows.items()
    ]


def _before(sheet: Sheet, row: Row, former: Contents | None) -> Row | None:
    """Return the same row in the former report; lines of money are the same by year and source."""
    rows = former.rows.get(sheet, ()) if former else ()
    if sheet is Sheet.MONEY:
        return next((each for each in rows if each.fixed[:2] == row.fixed[:2]), None)
    return next((each for each in rows if each.key == row.key), None)


def _block(sheet: Sheet, row: Row, before: Row | None) -> Block:
    return Block(
        words.row_words(sheet, row),
        [
            _box(sheet, column, before.values.get(column.key, "") if before else "")
            for column in COLUMNS[sheet]
            if column.key in row.values
        ],
    )


def _box(sheet: Sheet, column: Column, former: str) -> Box:
    return Box(
        words.heading(sheet, column.key),
        words.options_of(column.options) if column.options else (),
        LONG if column.kind is Kind.TEXT and column.key != "title" else SHORT,
        words.value_words(column, former),
    )
