"""The hidden sheet: of which report a workbook is, and how each value stood when it was made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from portal.documents.cover import Cover
from portal.documents.guard import WorkbookRefusedError
from portal.domain.workbook import FORMAT, Address, Contents, Sheet
from portal.domain.workbook_changes import digest


@dataclass
class Marks:
    """What the hidden sheet says."""

    digests: dict[Address, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)


def write_marks(page: Worksheet, cover: Cover, contents: Contents) -> None:
    """Write how each value stood when the workbook was made; without it a workbook cannot be read back."""
    page.very_hidden()
    rows: list[tuple[str, ...]] = [
        ("format", str(FORMAT)),
        ("report", str(cover.report_id)),
        ("made_at", cover.made_at.isoformat()),
        *(("version", part, str(version)) for part, version in contents.versions.items()),
        *(("cell", *address, digest(value)) for address, _row, value in contents.cells()),
    ]
    for number, cells in enumerate(rows):
        for place, text in enumerate(cells):
            page.write_string(number, place, text)
    page.protect("")


def read_marks(grid: Sequence[Sequence[Any]] | None, report_id: int) -> Marks:
    """Read the hidden sheet; raises WorkbookRefusedError when it is not of this report."""
    foreign = WorkbookRefusedError(
        _("Dit is geen werkmap uit het portaal. Download de werkmap op deze pagina en vul die in.")
    )
    if grid is None:
        raise foreign
    found, facts = Marks(), {}
    for line in grid:
        kind, *cells = [str(cell) for cell in line]
        try:
            if kind == "version":
                found.versions[cells[0]] = int(cells[1])
            elif kind == "cell":
                found.digests[Address(Sheet(cells[0]), cells[1], cells[2])] = cells[3]
            else:
                facts[kind] = cells[0]
        except (ValueError, IndexError):
            raise foreign from None
    if facts.get("format") != str(FORMAT):
        raise WorkbookRefusedError(
            _("Deze werkmap is gemaakt voor een andere versie van het portaal. Download hem opnieuw.")
        )
    if facts.get("report") != str(report_id):
        raise WorkbookRefusedError(
            _(
                "Deze werkmap hoort bij een andere rapportage. Kies de werkmap die u op deze pagina hebt "
                "gedownload."
            )
        )
    return found
