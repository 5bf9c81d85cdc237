"""Deciding about a proposal: an officer takes over some fields, or leaves the register as it is."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    LinkedElsewhereError,
    ProposalDecidedError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.kamer.fields import KamerField, takeable
from portal.domain.kamer.records import KamerRecord
from portal.domain.parliament import ProposalState
from portal.models import KamerProposal, RegisterItem
from portal.opendata.keeping import record_of
from portal.queries.kamer import items_by_external_id
from portal.services import audit
from portal.services.kamer import differences_now, record_step
from portal.services.kamer_items import new_item, write_fields

_LABEL_LIMIT = 200


def take_over(
    session: Session,
    actor: Actor,
    proposal: KamerProposal,
    seen: tuple[int, int],
    chosen: Collection[KamerField],
    *,
    inside: bool = True,
) -> RegisterItem:
    """Write the chosen fields in the register, in a new item where the proposal has none.

    `seen` are the versions of proposal and item that were on the page, zero for no item. Raises
    ProposalDecidedError, StaleVersionError, LinkedElsewhereError.
    """
    _hold(session, proposal, seen[0])
    item = proposal.item
    if item is not None:
        session.refresh(item, with_for_update=True)
    if (item.version if item else 0) != seen[1]:
        raise StaleVersionError
    record = record_of(proposal.kind, proposal.dialect, proposal.raw)
    allowed = takeable(item.origin if item else None) & set(chosen)
    said = {each.field: each.theirs for each in differences_now(session, proposal) if each.field in allowed}
    action = AuditAction.ITEM_CHANGED if item else AuditAction.ITEM_REGISTERED
    item = _link(session, item, record) if item else new_item(session, actor, record, inside=inside)
    changed = write_fields(session, item, said)
    proposal.item = item
    proposal.changes = [{**each, "taken": each["field"] in said} for each in proposal.changes]
    _settle(session, actor, proposal, ProposalState.TAKEN)
    fields = {"fields": [field.value for field in said]}
    record_step(session, actor, AuditAction.PROPOSAL_TAKEN, proposal, details=fields)
    _record_item(session, actor, action, item, changed)
    return item


def reject(session: Session, actor: Actor, proposal: KamerProposal, seen: int, reason: str) -> None:
    """Leave the register as it is, with a reason; raises ProposalDecidedError, ReasonRequiredError."""
    if not reason.strip():
        raise ReasonRequiredError
    _hold(session, proposal, seen)
    proposal.reason = reason
    _settle(session, actor, proposal, ProposalState.REJECTED)
    record_step(session, actor, AuditAction.PROPOSAL_REJECTED, proposal, reason)


def _hold(session: Session, proposal: KamerProposal, seen: int) -> None:
    """Keep others from deciding at the same time; raises ProposalDecidedError, StaleVersionError."""
    session.refresh(proposal, ["state", "version", "changes", "item_id"], with_for_update=True)
    if proposal.state is not ProposalState.OPEN:
        raise ProposalDecidedError
    if proposal.version != seen:
        raise StaleVersionError


def _link(session: Session, item: RegisterItem, record: KamerRecord) -> RegisterItem:
    if item.external_id != record.external_id:
        if item.external_id or items_by_external_id(session, [record.external_id]):
            raise LinkedElsewhereError
        item.external_id = record.external_id
    return item


def _settle(session: Session, actor: Actor, proposal: KamerProposal, state: ProposalState) -> None:
    proposal.state = state
    proposal.decided_at = clock.now()
    proposal.decided_by_id = actor.account_id
    session.flush()


def _record_item(
    session: Session,
    actor: Actor,
    action: AuditAction,
    item: RegisterItem,
    changed: Mapping[str, list[str]],
) -> None:
    """Write in the trail of the item what came from the Kamer, with the former words."""
    label = f"{item.code}: {item.title}"[:_LABEL_LIMIT]
    details = {"source": item.external_number or item.external_id, "fields": dict(changed)}
    audit.record(session, actor, action, SubjectKind.REGISTER_ITEM, item.id, label, details=details)
