"""More time for one network to submit."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    InvalidExtensionError,
    PeriodNotOpenError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.workflow import EDITABLE, PeriodState
from portal.models import Report
from portal.services import audit


def extend_due_date(
    session: Session, actor: Actor, report: Report, seen: date, until: date, reason: str
) -> None:
    """Give one network until another day (inclusive) to submit; the period itself keeps its own.

    `seen` is the day that held on the page. Raises ReasonRequiredError, PeriodNotOpenError,
    StaleVersionError, or InvalidExtensionError for a day that has passed or gives no more time.
    """
    if not reason.strip():
        raise ReasonRequiredError
    session.refresh(report.period, ["state", "version"], with_for_update={"read": True})
    session.refresh(report, ["state", "version", "extended_until"], with_for_update=True)
    if report.period.state is not PeriodState.OPEN or report.state not in EDITABLE:
        raise PeriodNotOpenError
    if report.due_on != seen:
        raise StaleVersionError
    if until <= report.period.submit_until or until < clock.today():
        raise InvalidExtensionError
    before = report.due_on
    if until == before:
        return
    # The version belongs to the words of the network: who is writing them must not be disturbed.
    session.execute(sa.update(Report).where(Report.id == report.id).values(extended_until=until))
    session.refresh(report, ["extended_until"])
    audit.record(
        session,
        actor,
        AuditAction.DUE_DATE_EXTENDED,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        reason=reason,
        details={"due_on": [before.isoformat(), until.isoformat()]},
    )
