"""Reading proposals from the open data, and what the register has beside them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit import AuditAction, SubjectKind
from portal.domain.kamer.fields import OF_THE_REGISTER, KamerField, fields_of
from portal.domain.kamer.records import KamerRecord
from portal.domain.kamer.references import kamerstuk_key
from portal.domain.parliament import OpenDataKind, ProposalState
from portal.models import AuditEvent, KamerProposal, Motie, RegisterItem, Toezegging
from portal.opendata.keeping import record_of

KIND_OF_ITEM: Mapping[OpenDataKind, type[RegisterItem]] = {
    OpenDataKind.MOTIE: Motie,
    OpenDataKind.TOEZEGGING: Toezegging,
}


def count_proposals(session: Session, state: ProposalState | None = ProposalState.OPEN) -> int:
    """Return how many proposals there are in a state, or in all."""
    query = sa.select(sa.func.count(KamerProposal.id))
    return session.scalar(query if state is None else query.where(KamerProposal.state == state)) or 0


def proposals(
    session: Session, state: ProposalState | None, limit: int, offset: int = 0
) -> Sequence[KamerProposal]:
    """Return one page of the proposals, the newest first."""
    query = sa.select(KamerProposal).options(joinedload(KamerProposal.item))
    if state is not None:
        query = query.where(KamerProposal.state == state)
    return session.scalars(query.order_by(KamerProposal.id.desc()).limit(limit).offset(offset)).all()


def proposal_by_id(session: Session, proposal_id: int) -> KamerProposal | None:
    """Return one proposal with the item it is about and who decided."""
    return session.get(
        KamerProposal,
        proposal_id,
        options=[joinedload(KamerProposal.item), joinedload(KamerProposal.decided_by)],
    )


def newest_proposal(
    session: Session, external_id: str, state: ProposalState | None = None
) -> KamerProposal | None:
    """Return the newest proposal about something of the Kamer, of any state or of one."""
    query = sa.select(KamerProposal).where(KamerProposal.external_id == external_id)
    if state is not None:
        query = query.where(KamerProposal.state == state)
    return session.scalar(query.order_by(KamerProposal.id.desc()).limit(1))


def waiting_proposals(session: Session, external_ids: Collection[str]) -> dict[str, int]:
    """Return the number of the open proposal about each of these, where there is one."""
    rows = session.execute(
        sa.select(KamerProposal.external_id, KamerProposal.id).where(
            KamerProposal.external_id.in_(sorted(external_ids)), KamerProposal.state == ProposalState.OPEN
        )
    )
    return {row.external_id: row.id for row in rows}


def items_by_external_id(session: Session, external_ids: Collection[str]) -> dict[str, RegisterItem]:
    """Return what the register has of these, by their identifier at the Kamer."""
    known = RegisterItem.external_id.in_(sorted(external_ids))
    return {item.external_id: item for item in session.scalars(sa.select(RegisterItem).where(known))}


def tracked(session: Session) -> Sequence[tuple[OpenDataKind, str]]:
    """Return kind and identifier of everything in the register that the open data tell about."""
    query = (
        sa.select(RegisterItem.item_kind, RegisterItem.external_id)
        .where(RegisterItem.external_id != "", RegisterItem.retired_on.is_(None))
        .order_by(RegisterItem.id)
    )
    kinds = {kind.value: kind for kind in KIND_OF_ITEM}
    return [(kinds[kind.value], number) for kind, number in session.execute(query) if kind.value in kinds]


def candidates(session: Session, kind: OpenDataKind) -> list[RegisterItem]:
    """Return what stands in the register and is not yet linked with something of the Kamer."""
    model = KIND_OF_ITEM[kind]
    query = sa.select(model).where(model.external_id == "", model.retired_on.is_(None))
    return list(session.scalars(query.order_by(model.title, model.id)))


def likely(record: KamerRecord, items: Sequence[RegisterItem]) -> RegisterItem | None:
    """Return the one item that has the same Kamerstuk; None where there is none or more than one."""
    key = kamerstuk_key(fields_of(record).get(KamerField.REFERENCE, ""))
    same = [item for item in items if key and kamerstuk_key(item.reference) == key]
    return same[0] if len(same) == 1 else None


def register_fields(item: RegisterItem | None) -> dict[KamerField, str]:
    """Return what the register says, field by field, in the form in which the source says it."""
    if item is None:
        return {}
    found = {
        KamerField.NUMBER: item.external_number,
        KamerField.TITLE: item.title,
        KamerField.REFERENCE: item.reference,
        KamerField.SUBMITTERS: "\n".join(item.submitters),
        KamerField.DATED_ON: item.date_sort,
        KamerField.KAMER_STATUS: item.kamer_status,
        KamerField.VOTE: item.vote.value if item.vote else "",
        KamerField.APPRECIATION: item.appreciation.value if item.appreciation else "",
    }
    return {field: words for field, words in found.items() if words}


def known_fields(session: Session, item: RegisterItem | None) -> dict[KamerField, str]:
    """Return what the register says, and of other fields what was last taken note of."""
    if item is None:
        return {}
    taken = newest_proposal(session, item.external_id, ProposalState.TAKEN) if item.external_id else None
    said = fields_of(record_of(taken.kind, taken.dialect, taken.raw)) if taken else {}
    noted = {field: words for field, words in said.items() if field not in OF_THE_REGISTER}
    return {**noted, **register_fields(item)}


def last_check(session: Session) -> datetime | None:
    """Return when everything that is linked was last looked at."""
    return session.scalar(
        sa.select(sa.func.max(AuditEvent.at)).where(
            AuditEvent.action == AuditAction.OPEN_DATA_FETCHED,
            AuditEvent.subject_kind == SubjectKind.OPEN_DATA,
            AuditEvent.subject_id.is_(None),
        )
    )
