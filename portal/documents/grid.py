"""A file that people filled in as rows of cells, before anything in it is understood."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any, BinaryIO

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from portal.documents.guard import LIMITS, Marked, WorkbookRefusedError, broken, inspect
from portal.domain.uploads import FileKind, UploadProblem, UploadRefusedError, check_upload
from portal.domain.uploads.names import clean_name

CSV_ENDING = ".csv"


@dataclass(frozen=True)
class Grid:
    """The cells of a file, row by row; `marked` are the cells of a workbook that hold no plain value."""

    name: str
    rows: Sequence[Sequence[Any]]
    is_workbook: bool
    marked: Marked = field(default_factory=Marked)

    def filled_below(self, head: int) -> list[tuple[int, Sequence[Any]]]:
        """Return the rows under this one in which somebody filled in something, each with its place."""
        below = enumerate(self.rows[head + 1 :], start=head + 1)
        return [(number, line) for number, line in below if any(str(cell).strip() for cell in line)]


def read_grid(stream: BinaryIO, name: str, sheet: str) -> Grid:
    """Return the cells of this sheet of a workbook, or of a CSV.

    Raises UploadRefusedError or WorkbookRefusedError.
    """
    label = clean_name(name)
    if label.lower().endswith(CSV_ENDING):
        return Grid(label, _csv_rows(stream), is_workbook=False)
    checked = check_upload(stream, name, {FileKind.XLSX}, LIMITS)
    marked = inspect(checked.content)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(checked.content)) as book:
            title = _sheet(book.sheet_names, sheet)
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except (CalamineError, ValueError) as error:
        raise broken() from error
    return Grid(checked.name, rows, is_workbook=True, marked=marked.get(title, Marked()))


def _sheet(titles: Sequence[str], wanted: str) -> str:
    if wanted in titles or len(titles) == 1:
        return wanted if wanted in titles else titles[0]
    raise WorkbookRefusedError(
        _("Het blad ‘%(sheet)s’ ontbreekt. Download het sjabloon opnieuw en vul dat in.", sheet=wanted)
    )


def _csv_rows(stream: BinaryIO) -> list[list[str]]:
    content = stream.read(LIMITS.size + 1)
    if not content:
        raise UploadRefusedError(UploadProblem.EMPTY)
    if len(content) > LIMITS.size:
        raise UploadRefusedError(UploadProblem.TOO_BIG)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbookRefusedError(
            _("Dit bestand is niet in UTF-8 opgeslagen. Kies in Excel bij opslaan voor ‘CSV UTF-8’.")
        ) from None
    if "\x00" in text:
        raise UploadRefusedError(UploadProblem.OTHER_CONTENT)
    if ";" not in text.partition("\n")[0]:
        raise WorkbookRefusedError(
            _("Zet een puntkomma tussen de kolommen, ook tussen de namen in de eerste rij.")
        )
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error:
        raise WorkbookRefusedError(
            _("Dit bestand is niet te lezen: er staat een aanhalingsteken te veel of te weinig in.")
        ) from None
