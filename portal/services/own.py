"""What somebody changes of the own account."""

from sqlalchemy.orm import Session

from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.models import Account
from portal.services import audit


def rename(session: Session, actor: Actor, account: Account, name: str) -> bool:
    """Give the own account another name; return whether it is another one. Old lines keep the old name."""
    former = account.name
    if name == former:
        return False
    account.name = name
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.ACCOUNT_CHANGED,
        SubjectKind.ACCOUNT,
        account.id,
        name,
        details={"name": [former, name]},
    )
    return True
