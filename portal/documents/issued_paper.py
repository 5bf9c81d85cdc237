"""A document for the Kamer as accessible PDF, with its content as data inside."""

from flask import render_template
from flask_babel import gettext as _

from portal.documents.issued_frame import READERS, figures_of, marked, shown_blocks, subtitle
from portal.documents.printing import Enclosure, Printed, print_page
from portal.domain.issued import Document
from portal.domain.issued_json import canonical


def issued_paper(document: Document) -> Printed:
    """Return the document as PDF, always the same bytes for the same content."""
    enclosure = None
    if document.imprint is not None:
        enclosure = Enclosure(
            f"{document.imprint.name}.json",
            _("De inhoud van dit stuk als gegevens, met de bronnen van elke alinea"),
            canonical(document),
            document.imprint.issued_at,
        )
    return print_page(paper_page(document), enclosure)


def paper_page(document: Document) -> str:
    """Return the document as a page for paper."""
    return render_template(
        "issued/paper.html",
        document=document,
        blocks=shown_blocks(document),
        figures=figures_of(document),
        paper_mark=marked(document) if document.imprint is None or document.imprint.demonstration else "",
        subtitle=subtitle(document),
        readers=str(READERS[document.audience]),
    )
