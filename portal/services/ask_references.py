"""Pointing at what in the portal shows that an ask is carried out, and taking that back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction
from portal.domain.errors import ReasonRequiredError
from portal.domain.parliament import ReferenceKind
from portal.models import Ask, AskReference, Decision, Document, MaatregelProgress, Observation
from portal.services.asks import hold_ask, record

Proof = MaatregelProgress | Decision | Observation | Document
"""What a reference can point at; that the actor may read it is for the door to see to."""
KINDS: dict[type[Proof], ReferenceKind] = {
    MaatregelProgress: ReferenceKind.PROGRESS,
    Decision: ReferenceKind.DECISION,
    Observation: ReferenceKind.OBSERVATION,
    Document: ReferenceKind.DOCUMENT,
}


def add_reference(session: Session, actor: Actor, ask: Ask, proof: Proof, words: str) -> AskReference:
    """Point at a proof and say why it is one; the same proof again is the reference that is there.

    Raises ReasonRequiredError.
    """
    if not words.strip() or actor.account_id is None:
        raise ReasonRequiredError
    hold_ask(session, ask)
    kind = KINDS[type(proof)]
    column = getattr(AskReference, f"{kind.value}_id")
    present = session.scalar(
        sa.select(AskReference).where(
            AskReference.ask_id == ask.id, column == proof.id, AskReference.removed_at.is_(None)
        )
    )
    if present is not None:
        return present
    reference = AskReference(
        ask=ask, kind=kind, words=words.strip(), added_at=clock.now(), added_by_id=actor.account_id
    )
    setattr(reference, kind.value, proof)
    session.add(reference)
    session.flush()
    _record(session, actor, AuditAction.REFERENCE_ADDED, reference)
    return reference


def remove_reference(session: Session, actor: Actor, reference: AskReference) -> None:
    """Take a reference back; it stays, with who did so and when. Twice is once."""
    session.refresh(reference, ["removed_at"], with_for_update=True)
    if reference.removed_at is not None:
        return
    reference.removed_at, reference.removed_by_id = clock.now(), actor.account_id
    session.flush()
    _record(session, actor, AuditAction.REFERENCE_REMOVED, reference)


def _record(session: Session, actor: Actor, action: AuditAction, reference: AskReference) -> None:
    """Write the line with the kind only: who reads the history may not read what it points at."""
    record(session, actor, action, reference.ask, details={"kind": reference.kind.value})
