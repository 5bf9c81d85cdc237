"""A document for the Kamer as Word: an office's template filled in, with the sources of each passage inside.

The template may be restyled as one likes. Invisible marks in what is filled in tell afterwards where each
passage came to stand: there a bookmark is put, and a part that Word keeps says which rows it comes from.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from typing import Any

from portal.documents.archives import same_bytes
from portal.documents.issued_dress import dress, is_marked, pictures_in
from portal.documents.issued_frame import marked, references, shown_blocks, subtitle, with_references
from portal.documents.issued_trace import add_trace
from portal.documents.template_tags import KnownTags
from portal.documents.word_language import in_dutch
from portal.domain.issued import Block, Document, Figure, Heading, Paragraph, Table

OPENS, CLOSES = "\ue000", "\ue001"
"""Signs of no language around the number of a mark; what goes into a document never holds them."""
_MARK = re.compile(f"{OPENS}(\\d+){CLOSES}")


@dataclass(frozen=True)
class Filled:
    """A filled template, and which passages came to stand in it."""

    content: bytes
    shown: frozenset[str]
    """Keys of headings, captions, paragraphs and rows."""
    plain_headings: frozenset[str]
    """Keys of headings that stand in no style for headings."""
    loose_tables: frozenset[str]
    """Keys of tables whose head does not return on the next page."""
    pictures: int
    """How many figures are drawn in it."""
    marked: bool
    """Whether the line that belongs above every page stands in a header."""


def fill_template(template: bytes, document: Document) -> Filled:
    """Return the document in Word; raises what a template with mistakes raises."""
    # Only here: importing it takes long.
    from docxtpl import DocxTemplate  # noqa: PLC0415

    blocks = [
        with_references(document, each) if isinstance(each, Table) else each
        for each in shown_blocks(document)
    ]
    keys = _keys(blocks)
    places = {key: place for place, key in enumerate(keys)}
    file = DocxTemplate(BytesIO(template))
    file.init_docx()
    file.render(_context(file, document, blocks, places), KnownTags())
    found = _unmark(file.docx, keys)
    plain, loose = dress(file.docx, blocks, found)
    add_trace(file.docx, document, found)
    _describe(file.docx, document)
    target = BytesIO()
    file.docx.save(target)
    return Filled(
        same_bytes(target.getvalue()),
        frozenset(found),
        plain,
        loose,
        len(pictures_in(file.docx)),
        is_marked(file.docx, document),
    )


def _keys(blocks: Sequence[Block]) -> list[str]:
    keys: list[str] = []
    for block in blocks:
        keys.append(block.key)
        if isinstance(block, Table):
            keys.extend(row.key for row in block.rows)
    return keys


def _context(
    file: Any, document: Document, blocks: Sequence[Block], places: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "merk": marked(document),
        "nummer": document.imprint.name if document.imprint else "",
        "titel": document.title,
        "ondertitel": subtitle(document),
        "blokken": [_told(file, document, block, places) for block in blocks],
    }


def _told(file: Any, document: Document, block: Block, places: Mapping[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "soort": "",
        "tekst": "",
        "bronnen": "",
        "beeld": "",
        "koppen": [],
        "rijen": [],
    }
    mark = _mark(places[block.key])
    if isinstance(block, Heading):
        return told | {"soort": f"kop{block.level - 1}", "tekst": mark + block.text}
    if isinstance(block, Paragraph):
        return told | {
            "soort": "alinea",
            "tekst": mark + block.text,
            "bronnen": references(document, block.sources),
        }
    if isinstance(block, Figure):
        return told | {"soort": "figuur", "tekst": mark + block.title, "beeld": _picture(file, block)}
    return told | {
        "soort": "tabel",
        "tekst": mark + block.caption,
        "koppen": list(block.heads),
        "rijen": [{"cellen": [_mark(places[row.key]) + row.cells[0], *row.cells[1:]]} for row in block.rows],
    }


def _picture(file: Any, figure: Figure) -> Any:
    from docx.shared import Mm  # noqa: PLC0415
    from docxtpl import InlineImage  # noqa: PLC0415

    from portal.documents.chain_picture import chain_picture  # noqa: PLC0415 - drawing takes memory

    return InlineImage(file, BytesIO(chain_picture(figure)), width=Mm(165))


def _mark(place: int) -> str:
    return f"{OPENS}{place}{CLOSES}"


def _unmark(docx: Any, keys: Sequence[str]) -> dict[str, Any]:
    """Take the marks out, and return the paragraph in which each passage stands."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    found: dict[str, Any] = {}
    for text in docx.element.body.iter(qn("w:t")):
        for mark in _MARK.finditer(text.text or ""):
            paragraph = next(text.iterancestors(qn("w:p")))
            found.setdefault(keys[int(mark[1])], paragraph)
        text.text = _MARK.sub("", text.text or "")
    return found


def _describe(docx: Any, document: Document) -> None:
    """Say what the file is, and nothing about when or by whom it was written down."""
    in_dutch(docx)
    about = docx.core_properties
    about.title, about.author, about.last_modified_by = document.title, "Mainportaal", "Mainportaal"
    about.comments, about.language, about.revision = "", "nl-NL", 1
    if document.imprint is not None:
        about.identifier = document.imprint.name
        about.created = about.modified = document.imprint.issued_at.astimezone(UTC).replace(
            tzinfo=None, microsecond=0
        )
