"""Moving a voortgangsrapportage through its cycle."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    FourEyesError,
    IncompleteReportError,
    PeriodNotOpenError,
    ReasonRequiredError,
    StaleVersionError,
    SubmissionNotBegunError,
)
from portal.domain.reports import judgement_gaps, progress_gaps
from portal.domain.workflow import REPORT_TRANSITIONS, PeriodState, ReportAction, next_report_state
from portal.models import Report
from portal.queries.audit import took_part
from portal.services import audit
from portal.services.locks import hold_still

AUDIT_ACTION: Mapping[ReportAction, AuditAction] = {
    ReportAction.SUBMIT: AuditAction.REPORT_SUBMITTED,
    ReportAction.RETURN: AuditAction.REPORT_RETURNED,
    ReportAction.ACCEPT: AuditAction.REPORT_ACCEPTED,
    ReportAction.ADOPT: AuditAction.REPORT_ADOPTED,
    ReportAction.WRITE_OFF: AuditAction.REPORT_WRITTEN_OFF,
}


def submit_report(session: Session, actor: Actor, report: Report, version: int) -> None:
    """Submit a complete report, with the content_version that was confirmed.

    Raises IncompleteReportError, PeriodNotOpenError, SubmissionNotBegunError or StaleVersionError.
    """
    hold_still(session, report)
    if report.content_version != version:
        raise StaleVersionError
    next_report_state(ReportAction.SUBMIT, report.state)
    if report.period.state is not PeriodState.OPEN:
        raise PeriodNotOpenError
    if clock.today() < report.period.submit_from:
        raise SubmissionNotBegunError
    if not is_complete(report):
        raise IncompleteReportError
    now = clock.now()
    report.first_submitted_at = report.first_submitted_at or now
    report.submitted_at = now
    report.submitted_by_id = actor.account_id
    report.return_reason = ""
    for progress in report.progress:
        progress.return_reason = ""
    move_report(session, actor, report, ReportAction.SUBMIT)


def return_report(
    session: Session,
    actor: Actor,
    report: Report,
    version: int,
    *,
    section_reason: str,
    maatregel_reasons: Mapping[int, str],
) -> None:
    """Send parts of a report back, each with its reason; only those parts open up again.

    `maatregel_reasons` goes by the id of the progress row. Raises ReasonRequiredError when no part has one.
    """
    hold_still(session, report)
    _check_version(report, version)
    check_returnable(report)
    report.return_reason = section_reason.strip()
    returned = []
    for progress in report.progress:
        progress.return_reason = maatregel_reasons.get(progress.id, "").strip()
        if progress.return_reason:
            returned.append(f"{progress.title}: {progress.return_reason}")
    if report.return_reason:
        returned.insert(0, report.return_reason)
    if not returned:
        raise ReasonRequiredError
    report.accepted_at = None
    report.accepted_by_id = None
    move_report(session, actor, report, ReportAction.RETURN, "\n".join(returned))


def check_returnable(report: Report) -> None:
    """Raise IllegalTransitionError or PeriodNotOpenError unless parts of the report can be sent back now."""
    next_report_state(ReportAction.RETURN, report.state)
    if report.period.state is not PeriodState.OPEN:
        raise PeriodNotOpenError


def accept_report(session: Session, actor: Actor, report: Report, version: int) -> None:
    """Accept a submitted report; raises FourEyesError for whoever wrote or submitted any of it (R22)."""
    hold_still(session, report)
    _check_version(report, version)
    next_report_state(ReportAction.ACCEPT, report.state)
    if actor.account_id is None or took_part(session, report.id, actor.account_id):
        raise FourEyesError
    report.accepted_at = clock.now()
    report.accepted_by_id = actor.account_id
    move_report(session, actor, report, ReportAction.ACCEPT)


def move_report(
    session: Session, actor: Actor, report: Report, action: ReportAction, reason: str = ""
) -> None:
    """Move a report along the transition table and write the audit line; raises IllegalTransitionError."""
    if REPORT_TRANSITIONS[action].needs_reason and not reason.strip():
        raise ReasonRequiredError
    before = report.state
    report.state = next_report_state(action, before)
    if action is ReportAction.ADOPT:
        report.adopted_at = clock.now()
    session.flush()
    audit.record(
        session,
        actor,
        AUDIT_ACTION[action],
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        reason=reason,
        details={"state": [before.value, report.state.value]},
    )


def is_complete(report: Report) -> bool:
    """Return whether nothing is missing in the report."""
    return (
        bool(report.summary.strip())
        and not any(judgement_gaps(judgement.content) for judgement in report.judgements)
        and not any(progress_gaps(progress.content) for progress in report.progress)
    )


def _check_version(report: Report, version: int) -> None:
    if report.version != version:
        raise StaleVersionError
