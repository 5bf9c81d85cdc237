"""Taking the own data along is written down, like every export."""

from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.services import audit


def record_export(session: Session, actor: Actor, form: str) -> None:
    """Note that somebody took the own data along, and in which form."""
    audit.record(
        session,
        actor,
        AuditAction.EXPORTED,
        SubjectKind.ACCOUNT,
        actor.account_id,
        actor.name,
        details={"form": form},
    )
