"""Counting how often somebody does what costs much, in the database that all processes share."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.rationing import Ration
from portal.models import Throttle
from portal.services.upsert import insert_into


def use(session: Session, ration: Ration, account_id: int) -> timedelta | None:
    """Count one time, in one question; return how long to wait when the ration is used up."""
    now = clock.now()
    begins_anew = Throttle.started_at <= now - ration.window
    count, began = session.execute(
        insert_into(session, Throttle)
        .values(bucket=_bucket(ration, account_id), count=1, started_at=now, last_at=now)
        .on_conflict_do_update(
            index_elements=["bucket"],
            set_={
                "count": sa.case((begins_anew, 1), else_=Throttle.count + 1),
                "started_at": sa.case((begins_anew, now), else_=Throttle.started_at),
                "last_at": now,
            },
        )
        .returning(Throttle.count, Throttle.started_at)
    ).one()
    left: timedelta = began + ration.window - now
    return left if count > ration.most else None


def _bucket(ration: Ration, account_id: int) -> str:
    whom = hashlib.sha256(f"{ration.name}\0{account_id}".encode()).hexdigest()
    return f"ration_{ration.name}:{whom}"
