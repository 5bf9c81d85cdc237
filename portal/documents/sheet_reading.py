"""Reading one sheet of a filled workbook, with every mistake by its cell."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from portal.documents import words
from portal.documents.cells import HEAD
from portal.documents.guard import Marked
from portal.documents.marks import Marks
from portal.documents.values import read_value, shown
from portal.domain.workbook import COLUMNS, Address, Column, Row, Sheet, plain
from portal.domain.workbook_changes import digest

Grid = Sequence[Sequence[Any]]
COMPARED = 2
"""How many locked columns must be as they were: these say which row it is."""


class Reader:
    """Collects values and mistakes, sheet by sheet."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self.values: dict[Address, str] = {}
        self.mistakes: list[str] = []

    def sheet(self, sheet: Sheet, rows: Sequence[Row], grid: Grid, marked: Marked) -> None:
        """Read one sheet."""
        if not self._heads_stand(sheet, grid):
            return
        expected = {row.key: row for row in rows}
        marked_keys = {address.row for address in self._marks.digests if address.sheet is sheet}
        seen: set[str] = set()
        for number, line in enumerate(grid[HEAD:], start=HEAD):
            key = str(line[0]).strip() if line else ""
            if not key and not any(str(cell).strip() for cell in line):
                continue
            if key in seen or (key not in expected and key not in marked_keys):
                self._wrong(sheet, number, 1, _("deze rij hoort niet in de werkmap. Haal de rij weg."))
                continue
            seen.add(key)
            if key not in expected:
                self._vanished(sheet, key, number, line)
            elif self._is_row(sheet, expected[key], number, line):
                self._row(sheet, expected[key], number, line, marked)
        for key in expected.keys() & marked_keys - seen:
            self.mistakes.append(
                _(
                    "Blad %(sheet)s: de rij ‘%(row)s’ ontbreekt. Download de werkmap opnieuw.",
                    sheet=words.SHEET_TITLES[sheet],
                    row=words.row_words(sheet, expected[key]),
                )
            )

    def _heads_stand(self, sheet: Sheet, grid: Grid) -> bool:
        titles = ["#", *map(str, words.FIXED_TITLES[sheet])]
        titles += [words.heading(sheet, column.key) for column in COLUMNS[sheet]]
        line = list(grid[HEAD - 1]) if len(grid) >= HEAD else []
        wrong = [
            (place, title)
            for place, title in enumerate(titles)
            if plain(str(line[place] if place < len(line) else "")) != title
        ]
        for place, title in wrong:
            self._wrong(sheet, HEAD - 1, place, _("hier hoort ‘%(title)s’ te staan.", title=title))
        return not wrong

    def _is_row(self, sheet: Sheet, row: Row, number: int, line: Sequence[Any]) -> bool:
        """Say that a locked cell was changed: then the row may be another one."""
        fine = True
        for place, text in enumerate(words.fixed_words(sheet, row)[:COMPARED], start=1):
            if plain(_plain_cell(line, place)) != plain(text):
                fine = False
                typed = shown(_plain_cell(line, place))
                message = _("‘%(typed)s’ hoort hier niet. Hier stond ‘%(text)s’.", typed=typed, text=text)
                self._wrong(sheet, number, place, message)
        return fine

    def _row(self, sheet: Sheet, row: Row, number: int, line: Sequence[Any], marked: Marked) -> None:
        for place, column in _columns(sheet):
            if column.key not in row.values:
                continue
            address, cell = Address(sheet, row.key, column.key), xl_rowcol_to_cell(number, place)
            if cell in marked.formulas:
                self._wrong(sheet, number, place, _("hier staat een formule. Typ de waarde zelf."))
            elif cell in marked.faults:
                self._wrong(
                    sheet, number, place, _("hier staat een foutmelding van Excel. Typ de waarde zelf.")
                )
            else:
                self._cell(address, row, column, number, place, _cell(line, place))
        if sheet is Sheet.MILESTONES:
            self._whole_milestone(row, number)

    def _whole_milestone(self, row: Row, number: int) -> None:
        """Say what a milestone lacks; one that exists is taken away in the portal only."""
        said = {
            column.key: self.values.get(Address(Sheet.MILESTONES, row.key, column.key))
            for column in COLUMNS[Sheet.MILESTONES]
        }
        if None in said.values() or (row.new and not any(said.values())):
            return
        for place, column in _columns(Sheet.MILESTONES):
            if said[column.key]:
                continue
            if column.key == "title" and not row.new:
                message = _("een mijlpaal zonder naam kan niet. Weghalen doet u in het portaal.")
                self._wrong(Sheet.MILESTONES, number, place, message)
            elif column.key == "title":
                self._wrong(Sheet.MILESTONES, number, place, _("vul in hoe de mijlpaal heet."))
            elif column.key == "planned_on":
                self._wrong(Sheet.MILESTONES, number, place, _("vul in wanneer de mijlpaal gepland is."))

    def _cell(self, address: Address, row: Row, column: Column, number: int, place: int, raw: Any) -> None:
        limit = min(column.limit, row.limits.get(column.key, column.limit))
        try:
            value = read_value(column, raw, limit)
        except ValueError as error:
            # What stood in the workbook when it was made is not a mistake of who filled it in.
            if not isinstance(raw, str) or self._marks.digests.get(address) != digest(plain(raw)):
                self._wrong(address.sheet, number, place, _lower(str(error)))
            return
        touched = self._marks.digests.get(address) != digest(value)
        if touched and column.key in row.locked:
            self._wrong(
                address.sheet, number, place, _("deze waarde staat vast en kan niet meer veranderen.")
            )
        self.values[address] = value

    def _vanished(self, sheet: Sheet, key: str, number: int, line: Sequence[Any]) -> None:
        """Say that a row is gone in the portal, when somebody wrote in it."""
        for place, column in _columns(sheet):
            base = self._marks.digests.get(Address(sheet, key, column.key))
            raw = _cell(line, place)
            try:
                touched = base is not None and digest(read_value(column, raw, column.limit)) != base
            except ValueError:
                touched = True
            if touched:
                self._wrong(
                    sheet,
                    number,
                    place,
                    _("deze rij is intussen in het portaal weggehaald. Haal de rij weg."),
                )
                return

    def _wrong(self, sheet: Sheet, number: int, place: int, message: str) -> None:
        self.mistakes.append(
            _(
                "Blad %(sheet)s, cel %(cell)s: %(message)s",
                sheet=words.SHEET_TITLES[sheet],
                cell=xl_rowcol_to_cell(number, place),
                message=message,
            )
        )


def _columns(sheet: Sheet) -> Iterator[tuple[int, Column]]:
    yield from enumerate(COLUMNS[sheet], start=len(words.FIXED_TITLES[sheet]) + 1)


def _cell(line: Sequence[Any], place: int) -> Any:
    return line[place] if place < len(line) else ""


def _plain_cell(line: Sequence[Any], place: int) -> str:
    """Return a locked cell as the text it was written as: a spreadsheet may have made it a number."""
    value = _cell(line, place)
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def _lower(message: str) -> str:
    """Return a sentence as it goes on after a colon."""
    return message[0].lower() + message[1:]
