"""Deleting by itself what was kept for long enough, with a line in the log of what went."""

import structlog
from sqlalchemy.orm import Session

from portal.jobs.delivering import reading
from portal.services.pruning import is_due, prune

_log = structlog.get_logger()


def prune_all(session: Session) -> int:
    """Look first, which keeps nobody from writing; then delete, and tell how many rows of which table."""
    with reading(session):
        due = is_due(session)
    if not due:
        return 0
    gone = prune(session)
    session.commit()
    _log.info("pruned", **gone)
    return sum(gone.values())
