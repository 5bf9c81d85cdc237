"""Counting what goes wrong and making who tries too often wait, in the database that all processes share.

Ask `wait`, then compare, then `note_failure` or `clear`, all in one transaction that is also committed when
the request is refused. `wait` holds the counter until then, so that many at once get no more tries than one.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.database import UtcDateTime
from portal.domain import clock
from portal.domain.throttling import LONGEST_WINDOW, Limit
from portal.models import Throttle
from portal.services.upsert import insert_into


def bucket_of(limit: Limit, key: str, *whom: str) -> str:
    """Return the name of a counter; the key of the portal keeps who is counted unreadable."""
    text = "\0".join((limit.name, *whom))
    return f"{limit.name}:{hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()}"


def waits(session: Session, *buckets: str) -> dict[str, timedelta]:
    """Return how long still to wait by counter, for those where it may not be tried now.

    Give the counters always in the same order, so that two who ask never wait for each other.
    """
    now = clock.now()
    insert = insert_into(session, Throttle)
    rows = session.execute(
        # Changes nothing, but holds the row: whoever comes at the same moment waits for us.
        insert.on_conflict_do_update(
            index_elements=["bucket"], set_={"bucket": insert.excluded.bucket}
        ).returning(Throttle.bucket, Throttle.blocked_until),
        [{"bucket": bucket, "count": 0, "started_at": now, "last_at": now} for bucket in buckets],
    )
    return {bucket: until - now for bucket, until in rows if until is not None and until > now}


def wait(session: Session, *buckets: str) -> timedelta | None:
    """Return how long somebody has to wait still, None when it may be tried now."""
    return max(waits(session, *buckets).values(), default=None)


def note_failure(session: Session, limit: Limit, bucket: str) -> timedelta | None:
    """Count a failure; return how long to wait from now on, None where it may be tried again at once."""
    now = clock.now()
    stale = _since(limit) <= now - limit.window
    count = session.scalar(
        insert_into(session, Throttle)
        .values(bucket=bucket, count=1, started_at=now, last_at=now)
        .on_conflict_do_update(
            index_elements=["bucket"],
            set_={
                "count": sa.case((stale, 1), else_=Throttle.count + 1),
                "started_at": sa.case((stale | (Throttle.count == 0), now), else_=Throttle.started_at),
                "last_at": now,
            },
        )
        .returning(Throttle.count)
    )
    pause = limit.wait_after(count or 1)
    if not pause:
        return None
    _update(session, bucket, blocked_until=now + pause)
    return pause


def take_back(session: Session, bucket: str, failures: int) -> None:
    """Count so many failures no longer: who made them turned out to be who they said."""
    if failures:
        _update(
            session, bucket, count=sa.case((Throttle.count > failures, Throttle.count - failures), else_=0)
        )


def failures(session: Session, limit: Limit, bucket: str) -> int:
    """Return how many failures count at this moment."""
    recent = _since(limit) > clock.now() - limit.window
    return session.scalar(sa.select(Throttle.count).where(Throttle.bucket == bucket, recent)) or 0


def clear(session: Session, *buckets: str) -> None:
    """Forget what was counted: somebody has shown who they are."""
    session.execute(
        sa.delete(Throttle).where(Throttle.bucket.in_(buckets)),
        execution_options={"synchronize_session": False},
    )


def forget_old(session: Session) -> int:
    """Remove counters that say nothing any more; return how many that were."""
    removed = session.execute(
        sa.delete(Throttle)
        .where(Throttle.last_at <= clock.now() - LONGEST_WINDOW)
        .returning(Throttle.bucket),
        execution_options={"synchronize_session": False},
    )
    return len(removed.all())


def _since(limit: Limit) -> sa.ColumnElement[datetime]:
    return sa.type_coerce(Throttle.started_at if limit.shared else Throttle.last_at, UtcDateTime())


def _update(session: Session, bucket: str, **values: Any) -> None:
    session.execute(
        sa.update(Throttle).where(Throttle.bucket == bucket).values(**values),
        execution_options={"synchronize_session": False},
    )
