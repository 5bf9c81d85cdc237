"""What a filled template gets afterwards: widths, words for pictures, and whether what is in it is real."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.documents.issued_frame import marked
from portal.domain.issued import Block, Document, Figure, Heading, Table

_TWIPS = 635
"""Units of python-docx in the unit of widths in Word."""


def dress(
    docx: Any, blocks: Sequence[Block], found: Mapping[str, Any]
) -> tuple[frozenset[str], frozenset[str]]:
    """Give tables their widths and pictures their words; return headings and tables that are not real."""
    width = _width(docx)
    plain, loose = set(), set()
    headings = {
        style.style_id for style in docx.styles if style.name and style.name.lower().startswith("heading")
    }
    for block in blocks:
        paragraph = found.get(block.key)
        if paragraph is None:
            continue
        if isinstance(block, Heading) and paragraph.style not in headings:
            plain.add(block.key)
        if isinstance(block, Figure):
            _say_what_is_drawn(docx, block)
        if isinstance(block, Table) and not _dress_table(block, found, width):
            loose.add(block.key)
    return frozenset(plain), frozenset(loose)


def _width(docx: Any) -> int:
    section = docx.sections[-1]
    return int((section.page_width - section.left_margin - section.right_margin) / _TWIPS)


def _dress_table(table: Table, found: Mapping[str, Any], width: int) -> bool:
    """Set widths and sides of columns; return whether the head returns on every page."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    first = found.get(table.rows[0].key) if table.rows else None
    element = next(first.iterancestors(qn("w:tbl")), None) if first is not None else None
    if element is None:
        return not table.rows
    widths = [width * share // sum(table.shares) for share in table.shares]
    _set_widths(element, widths)
    rows = element.findall(qn("w:tr"))
    for row in rows:
        cells = row.findall(qn("w:tc"))
        for place in table.numbers:
            if len(cells) == len(table.heads):
                _to_the_right(cells[place])
    return rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def _set_widths(element: Any, widths: Sequence[int]) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415

    element.tblPr.autofit = False
    total = element.tblPr.find(qn("w:tblW"))
    if total is not None:
        total.set(qn("w:type"), "dxa")
        total.set(qn("w:w"), str(sum(widths)))
    columns = element.tblGrid.findall(qn("w:gridCol"))
    rows = [row.findall(qn("w:tc")) for row in element.findall(qn("w:tr"))]
    if any(len(each) != len(widths) for each in (columns, *rows)):
        return
    for place, width in enumerate(widths):
        columns[place].w = width * _TWIPS
        for row in rows:
            row[place].width = width * _TWIPS


def _to_the_right(cell: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for paragraph in cell.findall(qn("w:p")):
        paragraph.get_or_add_pPr().jc_val = WD_ALIGN_PARAGRAPH.RIGHT


def _say_what_is_drawn(docx: Any, figure: Figure) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415

    for drawn in docx.element.body.iter(qn("wp:docPr")):
        if not drawn.get("descr"):
            drawn.set("title", figure.title)
            drawn.set("descr", figure.description)
            return


def pictures_in(docx: Any) -> list[Any]:
    """Return the figures that are drawn in the text."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    return list(docx.element.body.iter(qn("pic:pic")))


def is_marked(docx: Any, document: Document) -> bool:
    """Return whether every page has the line that belongs above it: also a first and an even page."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    words, known = marked(document), {}
    for section in docx.element.body.iter(qn("w:sectPr")):
        for reference in section.findall(qn("w:headerReference")):
            part = docx.part.rels[reference.get(qn("r:id"))].target_part
            told = "".join(text.text or "" for text in part.element.iter(qn("w:t")))
            known[reference.get(qn("w:type"))] = words in told
        needed = ["default"]
        needed += ["first"] if section.find(qn("w:titlePg")) is not None else []
        needed += ["even"] if docx.settings.odd_and_even_pages_header_footer else []
        if not all(known.get(kind, False) for kind in needed):
            return False
    return True
