"""The portal's own Word template for documents for the Kamer, drawn here so that no binary file is kept.

An office downloads it, restyles it in Word and puts it back: the words between braces are what it must keep.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from portal.documents.archives import same_bytes
from portal.documents.word_language import in_dutch

ACCENT, QUIET, MARK, LINE = "0A4563", "42525F", "8A1F11", "8A96A0"
"""Colours of headings, of what stands beside the text, of the line above every page, and between rows."""
FONT = "Calibri"
REFERENCE_STYLE, HEAD_STYLE, CELL_STYLE = "Bronverwijzing", "Tabelkop", "Tabeltekst"
"""Styles of our own: numbers of sources, heads and cells of tables."""


def own_template() -> bytes:
    """Return the template, always the same bytes."""
    return _drawn(_("Pagina"))


@cache
def _drawn(page: str) -> bytes:
    from docx import Document  # noqa: PLC0415 - reading its own template takes a while
    from docx.shared import Cm  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    _styles(document)
    section.header.paragraphs[0].text = "{{ merk }}"
    footer = section.footer.paragraphs[0]
    footer.add_run("{{ nummer }}. " + page + " ")
    _field(footer, "PAGE")
    document.add_paragraph("{{ titel }}", style="Title")
    document.add_paragraph("{{ ondertitel }}", style="Subtitle")
    _blocks(document)
    target = BytesIO()
    document.save(target)
    return same_bytes(target.getvalue())


def _blocks(document: Any) -> None:
    _tag(document, "for blok in blokken")
    for place, (name, style) in enumerate((("kop1", "Heading 1"), ("kop2", "Heading 2"))):
        _tag(document, f"{'elif' if place else 'if'} blok.soort == '{name}'")
        document.add_paragraph("{{ blok.tekst }}", style=style)
    _tag(document, "elif blok.soort == 'alinea'")
    paragraph = document.add_paragraph("{{ blok.tekst }} ")
    paragraph.add_run("{{ blok.bronnen }}", style=REFERENCE_STYLE)
    _tag(document, "elif blok.soort == 'figuur'")
    document.add_paragraph("{{ blok.tekst }}", style="Caption")
    document.add_paragraph("{{ blok.beeld }}")
    _tag(document, "elif blok.soort == 'tabel'")
    document.add_paragraph("{{ blok.tekst }}", style="Caption")
    _table(document)
    document.add_paragraph("")
    _tag(document, "endif")
    _tag(document, "endfor")


def _table(document: Any) -> None:
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    _light(table)
    heads, opens, values, closes = table.rows
    _fill(heads, "{%tc for kop in blok.koppen %}", "{{ kop }}", "{%tc endfor %}")
    _fill(opens, "{%tr for rij in blok.rijen %}", "", "")
    _fill(values, "{%tc for cel in rij.cellen %}", "{{ cel }}", "{%tc endfor %}")
    _fill(closes, "{%tr endfor %}", "", "")
    for row, style in ((heads, HEAD_STYLE), (values, CELL_STYLE)):
        row.cells[1].paragraphs[0].style = style
    _mark(heads, "w:cantSplit")
    _mark(heads, "w:tblHeader")
    _mark(values, "w:cantSplit")


def _light(table: Any) -> None:
    """Leave thin lines between the rows, and none between the columns."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        drawn = side in {"top", "bottom", "insideH"}
        border = OxmlElement(f"w:{side}")
        for name, value in (
            ("val", "single" if drawn else "nil"),
            ("sz", "4"),
            ("space", "0"),
            ("color", LINE),
        ):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no other way
    # Word wants what is in here in one order: the lines stand before the look.
    properties.find(qn("w:tblLook")).addprevious(borders)


def _fill(row: Any, *words: str) -> None:
    for cell, text in zip(row.cells, words, strict=True):
        cell.text = text


def _tag(document: Any, words: str) -> None:
    document.add_paragraph(f"{{%p {words} %}}")


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    accent, quiet = RGBColor.from_string(ACCENT), RGBColor.from_string(QUIET)
    looks: Sequence[tuple[str, float, RGBColor | None, bool]] = (
        ("Normal", 10.5, None, False),
        ("Title", 24, accent, True),
        ("Subtitle", 11, quiet, False),
        ("Heading 1", 16, accent, True),
        ("Heading 2", 12.5, accent, True),
        ("Caption", 10, accent, True),
        ("Header", 9, RGBColor.from_string(MARK), True),
        ("Footer", 9, quiet, False),
        (CELL_STYLE, 9, None, False),
        (HEAD_STYLE, 9, None, True),
    )
    for name, size, colour, bold in looks:
        own = name in {CELL_STYLE, HEAD_STYLE}
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if own else document.styles[name]
        _look(style, size, colour, bold=bold)
        if own:
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    reference = document.styles.add_style(REFERENCE_STYLE, WD_STYLE_TYPE.CHARACTER)
    reference.font.size, reference.font.color.rgb = Pt(8), quiet
    in_dutch(document)


def _look(style: Any, size: float, colour: Any, *, bold: bool) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    if colour is not None:
        style.font.color.rgb = colour
    for spaced in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spaced)
    fonts = style.element.rPr.rFonts
    for name in [each for each in fonts.attrib if each.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:cs"), FONT)


def _mark(row: Any, name: str) -> None:
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no other way


def _field(paragraph: Any, instruction: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no other way
