"""The differences between a workbook and the portal, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.documents import words
from portal.domain.differences import Run, word_differences
from portal.domain.workbook import Contents, Kind, column_of
from portal.domain.workbook_changes import Difference, PartChange


@dataclass(frozen=True)
class Line:
    """One value that would change."""

    field: str
    current: str
    own: str
    runs: Sequence[Run] = ()
    """Word by word, for texts."""


@dataclass(frozen=True)
class Change:
    """What would change in one part of the report."""

    key: str
    sheet: str
    title: str
    lines: Sequence[Line]
    writable: bool
    stale: bool


def preview(contents: Contents, found: Iterable[PartChange]) -> list[Change]:
    """Return the changes as a page shows them."""
    rows = words.rows_by_address(contents)
    shown = []
    for change in found:
        one_row = len({difference.address.row for difference in change.differences}) == 1
        first = rows[change.differences[0].address]
        title = words.row_words(change.sheet, first) if one_row else words.part_words(change.sheet, first)
        shown.append(
            Change(
                change.part,
                str(words.SHEET_TITLES[change.sheet]),
                title,
                [
                    _line(each, "" if one_row else words.row_words(change.sheet, rows[each.address]))
                    for each in change.differences
                ],
                change.writable,
                change.stale,
            )
        )
    return shown


def _line(difference: Difference, row: str) -> Line:
    column = column_of(difference.address.sheet, difference.address.column)
    heading = words.heading(difference.address.sheet, column.key)
    both = bool(difference.current and difference.own) and column.kind is Kind.TEXT
    return Line(
        f"{row}: {heading}" if row else heading,
        words.value_words(column, difference.current),
        words.value_words(column, difference.own),
        word_differences(difference.current, difference.own) if both else (),
    )
