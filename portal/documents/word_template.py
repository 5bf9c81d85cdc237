"""The template of our lists in Word, drawn here so that no binary file has to be kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from portal.documents.word_language import in_dutch

_WIDTH = 17.0
"""Width between the margins of an A4, in centimetres."""


@dataclass(frozen=True)
class Column:
    """A column: its head, the name of its value in a row, and its share of the width."""

    head: str
    name: str
    share: float


def list_template(columns: Sequence[Column]) -> BytesIO:
    """Return a document with a title, an introduction and one table that repeats its head on each page.

    docxtpl fills in `title`, `introduction`, `closing`, `mark` and the `rows`.
    """
    from docx import Document  # noqa: PLC0415 - reading its own template takes a while
    from docx.shared import Cm  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.header.paragraphs[0].text = "{{ mark }}"
    _page_number(section.footer.paragraphs[0])
    in_dutch(document)
    document.add_heading("{{ title }}", level=1)
    document.add_paragraph("{{ introduction }}")
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    table.autofit = False
    for place, column in enumerate(columns):
        for row in table.rows:
            row.cells[place].width = Cm(_WIDTH * column.share)
        head = table.rows[0].cells[place].paragraphs[0]
        head.add_run(column.head).bold = True
        table.rows[2].cells[place].text = f"{{{{ row.{column.name} }}}}"
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    _repeat(table.rows[0])
    for row in table.rows:
        _keep_together(row)
    document.add_paragraph("")
    document.add_paragraph("{{ closing }}")
    target = BytesIO()
    document.save(target)
    target.seek(0)
    return target


def _repeat(row: Any) -> None:
    _mark(row, "w:tblHeader")


def _keep_together(row: Any) -> None:
    _mark(row, "w:cantSplit")


def _mark(row: Any, name: str) -> None:
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no other way


def _page_number(paragraph: Any) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no other way
