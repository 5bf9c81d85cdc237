"""Reading the audit trail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.audit import AuditAction, SubjectKind
from portal.models import AuditEvent

_MOST = 256
"""For so many sets of events the statement is kept."""
REPORT_MOVES = frozenset(
    {
        AuditAction.REPORT_SUBMITTED,
        AuditAction.REPORT_RETURNED,
        AuditAction.REPORT_ACCEPTED,
        AuditAction.REPORT_ADOPTED,
        AuditAction.REPORT_WRITTEN_OFF,
        AuditAction.REPORT_WITHDRAWN,
    }
)
"""What happened to a report as a whole; who wrote which part is for its own network only."""


AUTHORSHIP = frozenset(
    {
        AuditAction.PROGRESS_WRITTEN,
        AuditAction.PROGRESS_UNCHANGED,
        AuditAction.JUDGEMENTS_WRITTEN,
        AuditAction.PARTS_WRITTEN,
        AuditAction.SECTION_WRITTEN,
        AuditAction.MONEY_WRITTEN,
        AuditAction.FINDING_EXPLAINED,
        AuditAction.EVIDENCE_ADDED,
        AuditAction.EVIDENCE_REMOVED,
        AuditAction.WORKBOOK_PROCESSED,
        AuditAction.REPORT_SUBMITTED,
        AuditAction.REPORT_WITHDRAWN,
    }
)
"""What makes somebody an author of a report."""


READINGS = frozenset({AuditAction.EVIDENCE_READ, AuditAction.EXPORTED})
"""Who took something along is kept, but is no part of what happened to it."""


_TOOK_PART = sa.select(
    sa.exists().where(
        AuditEvent.subject_kind == SubjectKind.REPORT,
        AuditEvent.subject_id == sa.bindparam("report_id"),
        AuditEvent.actor_id == sa.bindparam("account_id"),
        AuditEvent.action.in_(sorted(AUTHORSHIP)),
    )
)


def took_part(session: Session, report_id: int, account_id: int) -> bool:
    """Return whether somebody ever wrote or submitted any of a report."""
    return bool(session.scalar(_TOOK_PART, {"report_id": report_id, "account_id": account_id}))


_LAST_OF_PART = (
    sa.select(AuditEvent.action, AuditEvent.at)
    .where(
        AuditEvent.subject_kind == SubjectKind.REPORT,
        AuditEvent.subject_id == sa.bindparam("report_id"),
        sa.or_(
            AuditEvent.action.in_(sorted(REPORT_MOVES)),
            sa.and_(
                AuditEvent.actor_id == sa.bindparam("account_id"),
                sa.func.coalesce(AuditEvent.details["part"].as_string(), "") == sa.bindparam("part"),
            ),
        ),
    )
    .order_by(AuditEvent.id.desc())
    .limit(1)
)


def goes_on_writing(
    session: Session,
    report_id: int,
    account_id: int | None,
    action: AuditAction,
    part: str,
    since: datetime,
) -> bool:
    """Return whether the last that somebody did to a part of a report is this very thing, not long ago.

    A step of the report itself in between makes that it is told again.
    """
    asked = {"report_id": report_id, "account_id": account_id, "part": part}
    last = session.execute(_LAST_OF_PART, asked).one_or_none()
    return last is not None and last.action is action and last.at > since


@dataclass(frozen=True)
class LastVerified:
    """When the trail was last verified, by whom, and what came of it."""

    at: datetime
    who: str
    sound: bool
    lines: int
    findings: int


def last_verified(session: Session) -> LastVerified | None:
    """Return the last time that somebody verified the whole trail."""
    event = session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.action == AuditAction.AUDIT_VERIFIED)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).first()
    if event is None:
        return None
    said = event.details
    return LastVerified(
        event.at, event.actor_name, said["result"] == "sound", said["lines"], said["findings"]
    )


@dataclass(frozen=True)
class TimelineRow:
    """One thing that happened, as far as the reader may know: who and why can be left out."""

    at: datetime
    action: AuditAction
    who: str
    roles: list[str]
    reason: str
    part: str
    about: list[str]
    """Roles the event is about, where it is about an appointment."""


@lru_cache(_MOST)
def _events(wanted: frozenset[AuditAction]) -> sa.Select[Any]:
    """Return the question for these events; what is left out is named where that is shorter."""
    others = frozenset(AuditAction) - wanted
    action = AuditEvent.action
    told = action.not_in(sorted(others)) if len(others) < len(wanted) else action.in_(sorted(wanted))
    return (
        sa.select(
            AuditEvent.at,
            AuditEvent.action,
            AuditEvent.actor_name,
            AuditEvent.actor_roles,
            AuditEvent.reason,
            AuditEvent.details,
        )
        .where(
            AuditEvent.subject_kind == sa.bindparam("kind"),
            AuditEvent.subject_id == sa.bindparam("subject_id"),
            told,
        )
        .order_by(AuditEvent.id.desc())
    )


def events_of(
    session: Session,
    kind: SubjectKind,
    subject_id: int,
    *,
    only: Collection[AuditAction] | None = None,
    discreet: bool = False,
) -> list[TimelineRow]:
    """Return what happened to one thing, newest first; discreet leaves out names and reasons."""
    wanted = frozenset(AuditAction if only is None else only) - READINGS
    asked = {"kind": kind, "subject_id": subject_id}
    return [
        TimelineRow(
            event.at,
            event.action,
            "" if discreet else event.actor_name,
            event.actor_roles.split(),
            "" if discreet else event.reason,
            event.details.get("part", ""),
            [event.details["role"]] if "role" in event.details else [],
        )
        for event in session.execute(_events(wanted), asked)
    ]
