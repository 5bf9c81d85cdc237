"""What somebody had typed when the session was over."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.models import KeptInput

KEPT_FOR = timedelta(days=30)
"""After this nobody gets it back any more."""


_KEPT = sa.select(KeptInput).where(
    KeptInput.account_id == sa.bindparam("account_id"),
    KeptInput.path == sa.bindparam("path"),
    KeptInput.kept_at > sa.bindparam("since"),
)


def kept_input(session: Session, account_id: int | None, path: str) -> KeptInput | None:
    """Return what this person had typed on this page, if it was not saved since."""
    asked = {"account_id": account_id, "path": path, "since": clock.now() - KEPT_FOR}
    return session.scalar(_KEPT, asked)
