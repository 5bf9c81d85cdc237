"""What a network itself keeps of its maatregelen."""

from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.models import Account, Maatregel
from portal.services import audit
from portal.services.telling import tell_assigned


def assign_owner(session: Session, actor: Actor, maatregel: Maatregel, owner: Account | None) -> None:
    """Say who answers for a maatregel; nothing happens when that is so already."""
    if maatregel.owner is owner:
        return
    before = maatregel.owner.name if maatregel.owner else ""
    maatregel.owner = owner
    session.flush()
    event = audit.record(
        session,
        actor,
        AuditAction.OWNER_ASSIGNED,
        SubjectKind.MAATREGEL,
        maatregel.id,
        maatregel.title,
        network_id=maatregel.network_id,
        details={"old": before, "new": owner.name if owner else ""},
    )
    tell_assigned(session, actor, maatregel, [owner] if owner else [], event)
