"""Reading a filled workbook back, with every mistake in it at once."""

from io import BytesIO

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from portal.documents import words
from portal.documents.guard import Marked, WorkbookRefusedError, broken, inspect
from portal.documents.marks import read_marks
from portal.documents.sheet_reading import Reader
from portal.documents.values import shown
from portal.domain.workbook import Contents
from portal.domain.workbook_changes import Filled


def read_workbook(data: bytes, report_id: int, contents: Contents) -> Filled:
    """Return what a workbook says; raises WorkbookRefusedError with all mistakes."""
    marked = inspect(data)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            grids = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except (CalamineError, ValueError) as error:
        raise broken() from error
    marks = read_marks(grids.get(words.MARKS), report_id)
    _check_sheets(set(grids), contents)
    reader = Reader(marks)
    for sheet, rows in contents.rows.items():
        title = str(words.SHEET_TITLES[sheet])
        reader.sheet(sheet, rows, grids[title], marked.get(title, Marked()))
    if reader.mistakes:
        raise WorkbookRefusedError(*reader.mistakes)
    return Filled(reader.values, marks.digests, marks.versions)


def _check_sheets(titles: set[str], contents: Contents) -> None:
    wanted = {str(words.SHEET_TITLES[sheet]) for sheet in contents.rows}
    known = wanted | {str(words.GUIDE), str(words.FORMER), words.LISTS, words.MARKS}
    messages = [
        _("Het blad ‘%(sheet)s’ ontbreekt. Download de werkmap opnieuw.", sheet=title)
        for title in sorted(wanted - titles)
    ]
    messages += [
        _("Het blad ‘%(sheet)s’ hoort niet in deze werkmap. Haal het weg.", sheet=shown(title))
        for title in sorted(titles - known)
    ]
    if messages:
        raise WorkbookRefusedError(*messages)
