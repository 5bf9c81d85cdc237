"""The parts of a motie or toezegging of the Kamer as pages show them."""

from typing import Any

from portal.domain.kamer.records import KamerMotie, KamerRecord
from portal.domain.kamer.references import address_of, document_address
from portal.web.kamer_words import appreciation_words, votes_by_kind


def record_parts(record: KamerRecord) -> dict[str, Any]:
    """Return what a page tells besides the status: votes, documents, and where to read it."""
    motie = record if isinstance(record, KamerMotie) else None
    return {
        "motie": motie,
        "toezegging": None if motie else record,
        "appreciation": appreciation_words(motie) if motie else "",
        "decisions": [(each, votes_by_kind(each.votes)) for each in motie.decisions] if motie else [],
        "documents": [(each, document_address(record, each)) for each in record.documents],
        "address": address_of(record),
    }
