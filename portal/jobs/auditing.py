"""Keeping the audit trail: its end anchored outside, the whole verified each day, expired lines let go."""

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import SYSTEM
from portal.domain.audit_chain import Place
from portal.jobs.delivering import reading
from portal.queries.audit import last_verified
from portal.services.audit_anchor import anchor, anchor_lines
from portal.services.audit_trimming import trim
from portal.services.audit_verifying import Progress, Verified, record_verified, verify
from portal.services.backup.snapshot import be_patient

_log = structlog.get_logger()
_VERIFY_EVERY = timedelta(hours=24)


def anchor_now(session: Session, file: Path) -> Place | None:
    """Write the end of the chain to the anchor and to the log; None where it stands there already."""
    with reading(session):
        place = anchor(session, file)
    if place is not None:
        _log.info("audit_head", position=place.position, seal=place.seal)
    return place


def verify_now(session: Session, file: Path, progress: Progress = lambda _seen, _all: None) -> Verified:
    """Verify the whole trail as it is at one moment, while others go on writing."""
    # The anchor first: what is added to it from now on may be about lines after that moment.
    anchors = list(anchor_lines(file))
    with reading(session):
        _see_one_moment(session)
        return verify(session, anchors, progress)


def verify_when_due(session: Session, file: Path) -> Verified | None:
    """Verify once a day, and write down what came of it; None when that was done today."""
    with reading(session):
        last = last_verified(session)
    if last is not None and clock.now() - last.at < _VERIFY_EVERY:
        return None
    found = verify_now(session, file)
    if found.lacks_anchor:
        _log.warning("audit_anchor_missing", positions=found.positions)
    record_verified(session, SYSTEM, found)
    session.commit()
    return found


def _see_one_moment(session: Session) -> None:
    """Let every question see the same: SQLite does so for a reader, PostgreSQL when it is asked to."""
    bind = session.get_bind()
    # A session inside the transaction of another has its moment already.
    if isinstance(bind, sa.Engine) and bind.dialect.name == "postgresql":
        be_patient(session.connection(execution_options={"isolation_level": "REPEATABLE READ"}))


def trim_all(session: Session) -> int:
    """Let every expired line go, a batch at a time; return how many that were."""
    gone = 0
    while batch := trim(session, SYSTEM):
        session.commit()
        gone += batch
    session.rollback()
    return gone
