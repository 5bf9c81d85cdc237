"""Figures for who runs the portal, over the whole programme: never of one network, never of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import AuditAction
from portal.domain.notices import MailState
from portal.domain.workflow import PeriodState, ReportState
from portal.models import AuditEvent, AuditHead, Mail, Period, Report, SignInSession

LATELY = timedelta(hours=1)
_WATCHED = (AuditAction.SIGN_IN_REFUSED, AuditAction.SIGN_IN_BLOCKED, AuditAction.ACCESS_DENIED)


@dataclass(frozen=True)
class Figures:
    """How the portal is doing now."""

    mails: Mapping[MailState, int]
    mail_late_seconds: float
    """How long the mail that waits longest should have gone; a worker that stands still shows here."""
    sessions: int
    happened: Mapping[AuditAction, int]
    """How often, in the last hour."""
    chain_position: int
    reports: Mapping[ReportState, int]
    """Of the period that is open."""


def figures(session: Session) -> Figures:
    """Count everything; a handful of questions, each over an index."""
    now = clock.now()
    due = session.scalar(
        sa.select(sa.func.min(Mail.due_at)).where(Mail.state.in_((MailState.PENDING, MailState.CLAIMED)))
    )
    mails = _counts(session, sa.select(Mail.state, sa.func.count()).group_by(Mail.state))
    happened = _counts(
        session,
        sa.select(AuditEvent.action, sa.func.count())
        .where(AuditEvent.at > now - LATELY, AuditEvent.action.in_(_WATCHED))
        .group_by(AuditEvent.action),
    )
    reports = _counts(
        session,
        sa.select(Report.state, sa.func.count())
        .join(Report.period)
        .where(Period.state == PeriodState.OPEN)
        .group_by(Report.state),
    )
    sessions = sa.select(sa.func.count(SignInSession.id)).where(
        SignInSession.ended_at.is_(None), SignInSession.expires_at > now
    )
    return Figures(
        mails={state: mails.get(state, 0) for state in (MailState.PENDING, MailState.FAILED)},
        mail_late_seconds=max(0.0, (now - due).total_seconds()) if due else 0.0,
        sessions=session.scalar(sessions) or 0,
        happened={action: happened.get(action, 0) for action in _WATCHED},
        chain_position=session.scalar(sa.select(AuditHead.position)) or 0,
        reports={state: reports.get(state, 0) for state in ReportState},
    )


def _counts(session: Session, statement: sa.Select[Any, int]) -> dict[Any, int]:
    return {row[0]: row[1] for row in session.execute(statement)}
