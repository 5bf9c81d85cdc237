"""Where the cells of a workbook stand, looked at before anything reads it.

One cell at the far corner of a sheet would make a reader reserve billions of cells. That the file is a
workbook at all, without macros and not a zip bomb, was checked before (portal.domain.uploads).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from flask_babel import gettext as _

from portal.domain.uploads.archives import entries_of
from portal.domain.uploads.kinds import UploadLimits

LIMITS = UploadLimits(size=5 * 1024**2, unpacked=30 * 1024**2, entries=500)
"""How big a workbook may be; one with every cell full to the brim stays far below."""
_SHEET_LIMIT, _ROW_LIMIT, _COLUMN_LIMIT = 20, 2_000, 100
_MOST_SIGNS = 200_000_000
"""If every cell held the longest text; a full workbook of the largest network stays far below."""
_SHARED = "xl/sharedstrings.xml"
# Only a tag that is made well has a rest: no search goes past its end, and no value passes for an attribute.
_TAG = re.compile(
    rb"""<(?:[^\s<>/:]++:)?(?P<tag>row|c|f)(?=[\s/>])"""
    rb"""(?P<rest>(?:\s++[^\s=<>"'/]++\s*+=\s*+(?:"[^<"]*+"|'[^<']*+'))*+\s*+/?>)?"""
)
_ATTRIBUTE = re.compile(
    rb"""\s(?P<name>[^\s=<>"'/]++)\s*+=\s*+(?:"(?P<double>[^<"]*+)"|'(?P<single>[^<']*+)')"""
)
_PLACE = re.compile(rb"(?P<letters>[A-Z]{0,3})(?P<number>\d{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"


class WorkbookRefusedError(Exception):
    """Raised with everything that is wrong with a workbook, each in one Dutch sentence."""

    def __init__(self, *messages: str) -> None:
        super().__init__(f"{len(messages)} mistakes")
        self.messages = list(messages)


@dataclass
class Marked:
    """Cells of a sheet that hold no plain value."""

    formulas: set[str] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)


def inspect(data: bytes) -> dict[str, Marked]:
    """Return what is remarkable in each sheet, by its title.

    Raises WorkbookRefusedError, or UploadRefusedError when it cannot be unpacked.
    """
    parts = {}
    for name, content in entries_of(data, LIMITS):
        _check_places(content)
        parts[name] = content
    try:
        sheets = list(_sheets(parts))
        if len(sheets) <= _SHEET_LIMIT:
            _check_repeats(parts, sheets)
            return {title: _scan(parts[name]) for title, name in sheets}
    except (ET.ParseError, KeyError, ValueError) as error:
        raise broken() from error
    raise broken()


def broken() -> WorkbookRefusedError:
    """Return what to say of a workbook that cannot be read."""
    return WorkbookRefusedError(
        _("Deze werkmap is beschadigd. Open hem in Excel, sla hem opnieuw op en probeer het nog eens.")
    )


def _check_places(content: bytes) -> None:
    """Refuse cells outside what a report uses, and cells that do not say where they are."""
    if b"sheetData" not in content.replace(b"\x00", b""):
        return
    if b"\x00" in content:
        raise broken()
    for tag in _TAG.finditer(content):
        if tag["tag"] == b"f":
            continue
        place = _place(tag)
        if place is None or int(place["number"]) > _ROW_LIMIT or _column(place["letters"]) > _COLUMN_LIMIT:
            raise WorkbookRefusedError(
                _("Deze werkmap heeft veel meer rijen of kolommen dan past. Download hem opnieuw.")
            )


def _attributes(tag: re.Match[bytes], name: bytes) -> list[bytes]:
    """Return the values of one attribute: a tag that is made well has it once at most."""
    found = _ATTRIBUTE.finditer(tag["rest"] or b"")
    return [each["double"] or each["single"] or b"" for each in found if each["name"] == name]


def _place(tag: re.Match[bytes]) -> re.Match[bytes] | None:
    values = _attributes(tag, b"r")
    return _PLACE.fullmatch(values[0]) if len(values) == 1 else None


def _check_repeats(parts: dict[str, bytes], sheets: Sequence[tuple[str, str]]) -> None:
    """Refuse one long text that so many cells repeat that all of them together fill the memory."""
    shared = next((content for name, content in parts.items() if name.lower() == _SHARED), None)
    if shared is None:
        return
    longest = max((len("".join(each.itertext())) for each in ET.fromstring(shared)), default=0)  # noqa: S314
    cells = sum(tag["tag"] == b"c" for _title, name in sheets for tag in _TAG.finditer(parts[name]))
    if cells * longest > _MOST_SIGNS:
        raise WorkbookRefusedError(
            _("In deze werkmap staat veel meer tekst dan het portaal leest. Download hem opnieuw.")
        )


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Return the title of each sheet with the name of the part it stands in."""
    book = ET.fromstring(parts["xl/workbook.xml"])  # noqa: S314 - no entities: checked above
    relations = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314 - likewise
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in book.iter(_SHEET):
        target = targets[sheet.get(_RELATION)]
        yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _scan(content: bytes) -> Marked:
    found, cell = Marked(), ""
    for tag in _TAG.finditer(content):
        if tag["tag"] == b"c":
            place = _place(tag)
            cell = place[0].decode() if place else ""
            if b"e" in _attributes(tag, b"t"):
                found.faults.add(cell)
        elif tag["tag"] == b"f":
            found.formulas.add(cell)
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
