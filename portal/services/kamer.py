"""Proposals from the open data: made of what differs from the register, never applied by themselves."""

import hashlib
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import LinkedElsewhereError
from portal.domain.kamer.fields import FieldDifference, Fields, differences, fields_of, fingerprint
from portal.domain.kamer.records import KamerRecord
from portal.domain.parliament import ProposalState
from portal.models import KamerProposal, RegisterItem
from portal.opendata.keeping import record_of
from portal.queries.kamer import items_by_external_id, known_fields, newest_proposal
from portal.services import audit
from portal.services.locks import hold_table

_DECIDED = frozenset({ProposalState.TAKEN, ProposalState.REJECTED})


def propose(
    session: Session,
    actor: Actor,
    record: KamerRecord,
    dialect: str,
    item: RegisterItem | None = None,
    *,
    again: bool = True,
) -> KamerProposal | None:
    """Make a proposal of what differs from the register; None where nothing differs.

    The answer of a proposal that still waits makes no second one. With `again` false the result is None
    unless there is a new proposal, and an answer that was decided about is not brought up once more.
    Raises LinkedElsewhereError.
    """
    hold_table(session, KamerProposal)
    item = _target(session, record, item)
    said = fields_of(record)
    newest = newest_proposal(session, record.external_id)
    if newest is not None and fingerprint(said_by(newest)) == fingerprint(said):
        if newest.state is ProposalState.OPEN and newest.item_id == (item.id if item else None):
            return newest if again else None
        if newest.state in _DECIDED and not again:
            return None
    _overtake(session, record.external_id)
    found = differences(known_fields(session, item), said)
    if not found:
        session.flush()
        return None
    made = KamerProposal(
        kind=record.kind,
        external_id=record.external_id,
        external_number=record.number[:64],
        title=record.name,
        dialect=dialect,
        raw=dict(record.raw),
        changes=[{"field": each.field.value, "ours": each.ours, "theirs": each.theirs} for each in found],
        fingerprint=_after(newest, fingerprint(said)),
        fetched_at=clock.now(),
        modified_at=record.modified_at,
        item=item,
    )
    session.add(made)
    session.flush()
    record_step(session, actor, AuditAction.OPEN_DATA_FETCHED, made)
    return made


def differences_now(session: Session, proposal: KamerProposal) -> list[FieldDifference]:
    """Return what differs between the answer of a proposal and the register as it is now."""
    return differences(known_fields(session, proposal.item), said_by(proposal))


def said_by(proposal: KamerProposal) -> Fields:
    """Return what the source said when the proposal was made, field by field."""
    return fields_of(record_of(proposal.kind, proposal.dialect, proposal.raw))


def record_step(
    session: Session,
    actor: Actor,
    action: AuditAction,
    proposal: KamerProposal,
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> None:
    """Write a line in the audit trail about a proposal."""
    label = proposal.external_number or proposal.external_id
    kept = dict(details or {})
    audit.record(
        session, actor, action, SubjectKind.OPEN_DATA, proposal.id, label, reason=reason, details=kept
    )


def _target(session: Session, record: KamerRecord, wanted: RegisterItem | None) -> RegisterItem | None:
    """Return the item that is linked already, else the one that somebody chose."""
    linked = items_by_external_id(session, [record.external_id]).get(record.external_id)
    if wanted is None or wanted is linked:
        return linked
    if wanted.external_id or linked is not None:
        raise LinkedElsewhereError
    return wanted


def _after(newest: KamerProposal | None, content: str) -> str:
    """Return a fingerprint of the answer and of what came before: what was said once may be said again."""
    before = newest.fingerprint if newest else ""
    return hashlib.sha256(f"{before}:{content}".encode()).hexdigest()


def _overtake(session: Session, external_id: str) -> None:
    waiting = sa.select(KamerProposal).where(
        KamerProposal.external_id == external_id, KamerProposal.state == ProposalState.OPEN
    )
    for proposal in session.scalars(waiting):
        proposal.state = ProposalState.SUPERSEDED
