"""What stands around the content of a document in every form: the mark, what was left out, the sources."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from portal.domain.audience import Audience
from portal.domain.issued import Block, Document, Figure, Heading, Paragraph, Row, SourceRef, Table
from portal.web.figures import Stage, chain
from portal.web.formats import day, moment
from portal.web.labels import label

READERS: dict[Audience, LazyString] = {
    Audience.PUBLIC: _l("Openbaar"),
    Audience.ALL_NETWORKS: _l("Voor de PPS-netwerken, de stuurgroep en lezers"),
    Audience.STEERING: _l("Voor de stuurgroep en het programmabureau"),
}
"""For whom a document is, as its readers read it."""


def marked(document: Document) -> str:
    """Return the line above every page."""
    if document.imprint is None:
        return str(_("Voorbeeld: niet uitgegeven"))
    return str(_("DEMONSTRATIE: alles is verzonnen") if document.imprint.demonstration else _("Mainportaal"))


def subtitle(document: Document) -> str:
    """Return which issue it is, as of when, and for whom."""
    stand = str(
        _("Stand van %(day)s. %(readers)s.", day=day(document.as_of), readers=READERS[document.audience])
    )
    if document.imprint is None:
        return stand
    issued = _(
        "Nummer %(name)s, uitgegeven op %(moment)s.",
        name=document.imprint.name,
        moment=moment(document.imprint.issued_at),
    )
    return f"{issued} {stand}"


def shown_blocks(document: Document) -> list[Block]:
    """Return the content with what was left out and the list of sources behind it."""
    return [*document.blocks, *_omissions(document), *_sources(document)]


def references(document: Document, refs: Sequence[SourceRef]) -> str:
    """Return the numbers of sources in the list at the end: [3, 5–7]; nothing where there are none."""
    told = [str(first) if first == last else f"{first}–{last}" for first, last in document.spans(refs)]
    return f"[{', '.join(told)}]" if told else ""


def with_references(document: Document, table: Table) -> Table:
    """Return a table with a column for the numbers of the sources, where its rows have any."""
    if not any(row.sources for row in table.rows):
        return table
    return replace(
        table,
        heads=(*table.heads, str(_("Bron"))),
        shares=(*(share * 10 for share in table.shares), max(12, sum(table.shares))),
        rows=tuple(replace(row, cells=(*row.cells, references(document, row.sources))) for row in table.rows),
    )


def figures_of(document: Document) -> dict[str, Markup]:
    """Return each figure drawn, by its key."""
    return {
        block.key: chain(
            block.title,
            block.description,
            [Stage(part.label, part.count, part.note) for part in block.parts],
        )
        for block in document.blocks
        if isinstance(block, Figure)
    }


def _omissions(document: Document) -> Iterator[Block]:
    yield Heading("weggelaten", 2, _("Wat is weggelaten"))
    if not document.omissions:
        yield Paragraph(
            "weggelaten/niets", _("Niets: alle vastgestelde teksten zijn ook voor deze lezers."), ()
        )
        return
    total = sum(each.number for each in document.omissions)
    told = ngettext(
        "%(num)s vastgestelde tekst staat niet in dit stuk, omdat hij niet voor deze lezers is bedoeld.",
        "%(num)s vastgestelde teksten staan niet in dit stuk, omdat ze niet voor deze lezers zijn bedoeld.",
        total,
    )
    yield Paragraph("weggelaten/totaal", told, ())
    rows = tuple(
        Row(f"weggelaten/{place}", (each.part, str(label(each.audience)), str(each.number)), ())
        for place, each in enumerate(document.omissions, start=1)
    )
    yield Table(
        "weggelaten/tabel",
        _("Weggelaten teksten"),
        (_("Onderdeel"), _("Bedoeld voor"), _("Aantal")),
        (5, 4, 1),
        rows,
        (2,),
    )


def _sources(document: Document) -> Iterator[Block]:
    yield Heading("bronnen", 2, _("Bronnen"))
    told = _(
        "Achter elke alinea staat tussen haken uit welke bronnen zij komt. "
        "In het bestand zelf staat bij elke alinea ook de vaste naam van die bronnen in het portaal."
    )
    yield Paragraph("bronnen/uitleg", told, ())
    rows = tuple(
        Row(
            f"bron-{number}",
            (
                str(number),
                f"{source.title}: {source.quote}" if source.quote else source.title,
                day(source.as_of),
            ),
            (),
        )
        for number, source in enumerate(document.sources, start=1)
    )
    heads = (_("Nr."), _("Bron"), _("Peildatum"))
    yield Table("bronnen/tabel", _("Waar dit stuk uit komt"), heads, (1, 13, 3), rows)
