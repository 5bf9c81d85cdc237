"""Secrets that work once, whichever process sees them first."""

import hashlib

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.models import Throttle
from portal.services.upsert import add_missing


def use_up(session: Session, kind: str, secret: bytes) -> bool:
    """Note that a secret was used; return False when it was before. Forgotten with old counters."""
    now = clock.now()
    bucket = f"{kind}:{hashlib.sha256(secret).hexdigest()}"
    return bool(
        add_missing(session, Throttle, [{"bucket": bucket, "count": 1, "started_at": now, "last_at": now}])
    )
