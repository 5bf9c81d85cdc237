"""What the Kamer says of an item of the register, as far as somebody took note of it."""

from dataclasses import dataclass

from flask import url_for

from portal.access.policy import Permission
from portal.database import db
from portal.domain.kamer.records import KamerDocument
from portal.domain.kamer.references import document_address
from portal.domain.parliament import ProposalState, RegisterKind
from portal.models import KamerProposal, RegisterItem
from portal.opendata.keeping import record_of
from portal.opendata.rows import guid
from portal.queries.kamer import newest_proposal
from portal.web.sign_in import current_principal


@dataclass(frozen=True)
class KamerSide:
    """The documents that came with an item, and what waits for who may decide about it."""

    taken: KamerProposal | None
    documents: list[tuple[KamerDocument, str]]
    deleted: bool
    address: str
    """The page that asks the Kamer again; empty where the identifier is none."""
    waiting: KamerProposal | None
    may_decide: bool


def kamer_side(item: RegisterItem) -> KamerSide | None:
    """Return that, None for what is not linked with the Kamer."""
    if not item.external_id:
        return None
    taken = newest_proposal(db.session, item.external_id, ProposalState.TAKEN)
    record = record_of(taken.kind, taken.dialect, taken.raw) if taken else None
    may_decide = current_principal().allows(Permission.USE_OPEN_DATA)
    return KamerSide(
        taken,
        [(each, document_address(record, each)) for each in record.documents] if record else [],
        record.deleted if record else False,
        _address(item),
        newest_proposal(db.session, item.external_id, ProposalState.OPEN) if may_decide else None,
        may_decide,
    )


def _address(item: RegisterItem) -> str:
    number = guid(item.external_id)
    area = "toezeggingen" if item.item_kind is RegisterKind.TOEZEGGING else "moties"
    return url_for("kamer_records.show", area=area, external_id=number) if number else ""
