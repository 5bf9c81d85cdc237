"""Telling of another address where the former one is read: who still reads that must be able to object."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.notices import NoticeKind
from portal.models import Account, Mail, Notice
from portal.services.notices import tell


def tell_former(session: Session, account: Account, former: str, key: str) -> Sequence[Notice]:
    """Tell the owner that the address changed, by mail at the former address; return the notice."""
    made = tell(session, NoticeKind.EMAIL_CHANGED, [account], key=key)
    session.execute(
        sa.update(Mail).where(Mail.key == f"{key}:{account.id}").values(address=former),
        execution_options={"synchronize_session": False},
    )
    return made


def tell_both(session: Session, account: Account, former: str, key: str) -> None:
    """Tell it at the present address as well, where somebody else made the change."""
    made, now = tell_former(session, account, former, key), clock.now()
    if made:
        mail = Mail(account=account, key=f"{key}:{account.id}:new", created_at=now, due_at=now)
        mail.notices = list(made)
        session.add(mail)
        session.flush()
