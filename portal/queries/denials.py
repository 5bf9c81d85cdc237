"""Whether something stands behind an address that was not opened, and what was refused to somebody lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction
from portal.models import (
    ActionItem,
    AuditEvent,
    ChangeRequest,
    Evidence,
    Mail,
    Meeting,
    Network,
    Notice,
    Observation,
    Period,
    Report,
    Signal,
)
from portal.queries.visibility import Visibility

_NUMBERED: Mapping[str, type[Any]] = {
    "evidence_id": Evidence,
    "signal_id": Signal,
    "action_id": ActionItem,
    "request_id": ChangeRequest,
    "notice_id": Notice,
    "observation_id": Observation,
    "mail_id": Mail,
    "meeting_id": Meeting,
}
"""What is not for everybody, by the name it has in an address; the most particular first."""


@dataclass(frozen=True)
class Behind:
    """What stands behind an address, if anything."""

    exists: bool
    network_id: int | None = None


def behind(session: Session, visibility: Visibility, arguments: Mapping[str, Any]) -> Behind | None:
    """Return whether an address hides something; None for one that could never hide anything."""
    for name, kind in _NUMBERED.items():
        if name in arguments:
            return _numbered(session, kind, arguments[name])
    network = arguments.get("network_code")
    if network is not None and "period_code" in arguments:
        return _report(session, visibility, arguments["period_code"], network)
    if network is not None:
        found = session.scalar(sa.select(Network.id).where(Network.code == network))
        return Behind(found is not None, found)
    return None


def _numbered(session: Session, kind: type[Any], number: int) -> Behind:
    of_network = getattr(kind, "network_id", sa.null())
    row = session.execute(sa.select(kind.id, of_network).where(kind.id == number)).one_or_none()
    return Behind(row is not None, row[1] if row is not None else None)


def _report(session: Session, visibility: Visibility, period: str, network: str) -> Behind:
    row = session.execute(
        sa.select(Report.network_id)
        .join(Report.period)
        .join(Report.network)
        .where(Period.code == period, Network.code == network, ~visibility.clause())
    ).one_or_none()
    return Behind(row is not None, row.network_id if row is not None else None)


@dataclass(frozen=True)
class Lately:
    """What was refused to somebody in a short while: how often, and this very thing."""

    times: int
    same: bool


def refused_lately(
    session: Session,
    account_id: int,
    page: str,
    asked: str,
    now: datetime,
    within: timedelta,
    same: timedelta,
) -> Lately:
    """Return how often something was refused to somebody, and whether this was, just now."""
    this = sa.and_(
        AuditEvent.subject_label == asked,
        AuditEvent.details["page"].as_string() == page,
        AuditEvent.at > now - same,
    )
    row = session.execute(
        sa.select(sa.func.count(AuditEvent.id), sa.func.max(sa.case((this, 1), else_=0))).where(
            AuditEvent.actor_id == account_id,
            AuditEvent.action == AuditAction.ACCESS_DENIED,
            AuditEvent.at > now - within,
        )
    ).one()
    return Lately(row[0], bool(row[1]))
