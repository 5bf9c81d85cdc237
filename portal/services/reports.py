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
from portal.domain.questionnaires import Section
from portal.domain.workflow import (
    REPORT_TRANSITIONS,
    WITHDRAWALS,
    PeriodState,
    ReportAction,
    next_report_state,
    possible_report_actions,
)
from portal.models import Report
from portal.queries.audit import took_part
from portal.queries.submissions import last_returns, submission_by_id
from portal.queries.worklist import worklist
from portal.services import audit
from portal.services.explanations import settle
from portal.services.locks import hold_content, hold_still
from portal.services.maatregel_status import keep_statuses
from portal.services.parts import Reasons, part_returns, reopen, told
from portal.services.submissions import keep_submission, kept_submission
from portal.services.telling import tell_accepted, tell_returned, tell_submitted

AUDIT_ACTION: Mapping[ReportAction, AuditAction] = {
    ReportAction.SUBMIT: AuditAction.REPORT_SUBMITTED,
    ReportAction.WITHDRAW: AuditAction.REPORT_WITHDRAWN,
    ReportAction.WITHDRAW_CORRECTION: AuditAction.REPORT_WITHDRAWN,
    ReportAction.RETURN: AuditAction.REPORT_RETURNED,
    ReportAction.ACCEPT: AuditAction.REPORT_ACCEPTED,
    ReportAction.ADOPT: AuditAction.REPORT_ADOPTED,
    ReportAction.WRITE_OFF: AuditAction.REPORT_WRITTEN_OFF,
}


def submit_report(session: Session, actor: Actor, report: Report, version: int) -> None:
    """Submit a complete report, with the content_version that was confirmed, and keep what it says.

    Raises IncompleteReportError, UnexplainedFindingsError, PeriodNotOpenError, SubmissionNotBegunError or
    StaleVersionError.
    """
    hold_content(session, report)
    if report.content_version != version:
        raise StaleVersionError
    next_report_state(ReportAction.SUBMIT, report.state)
    if report.period.state is not PeriodState.OPEN:
        raise PeriodNotOpenError
    if clock.today() < report.period.submit_from:
        raise SubmissionNotBegunError
    if not is_complete(report):
        raise IncompleteReportError
    settle(session, report)
    now = clock.now()
    report.first_submitted_at = report.first_submitted_at or now
    report.submitted_at = now
    report.submitted_by_id = actor.account_id
    reopen(report, [])
    keep_submission(session, report, actor.account_id, now)
    move_report(session, actor, report, ReportAction.SUBMIT)
    tell_submitted(session, actor, report)


def withdraw_report(session: Session, actor: Actor, report: Report, version: int) -> None:
    """Take a submission back before it is judged; raises StaleVersionError or IllegalTransitionError.

    A first submission becomes a draft, as if it never was. After a return, the parts that had been sent back
    open again with their reasons.
    """
    hold_content(session, report)
    _check_version(report, version)
    returns = last_returns(session, report.id)
    action = _withdrawal(report, once_returned=bool(returns))
    former = submission_by_id(session, returns[0].submission_id) if returns else None
    report.submitted_at = former.submitted_at if former else None
    report.submitted_by_id = former.submitted_by_id if former else None
    if former is None:
        report.first_submitted_at = None
    reopen(report, returns)
    move_report(session, actor, report, action)


def return_report(
    session: Session,
    actor: Actor,
    report: Report,
    version: int,
    *,
    section_reason: str,
    maatregel_reasons: Mapping[int, str],
    section_reasons: Mapping[Section, str] | None = None,
) -> None:
    """Send parts of a report back, each with its reason; only those parts open up again.

    `section_reason` is about summary and judgements, `maatregel_reasons` goes by the id of the progress row.
    Raises ReasonRequiredError when no part has one.
    """
    hold_content(session, report)
    _check_version(report, version)
    check_returnable(report)
    submission = kept_submission(session, report)
    reasons: Reasons = {
        (None, None): section_reason,
        **{(row.id, None): maatregel_reasons.get(row.id, "") for row in report.progress},
        **{(None, row.section): (section_reasons or {}).get(row.section, "") for row in report.sections},
    }
    returns = part_returns(actor, submission, reasons)
    if not returns:
        raise ReasonRequiredError
    session.add_all(returns)
    reopen(report, returns)
    report.accepted_at = None
    report.accepted_by_id = None
    move_report(session, actor, report, ReportAction.RETURN, told(report, returns))
    keep_statuses(session, [report])
    tell_returned(session, actor, report, returns)


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
    keep_statuses(session, [report])
    tell_accepted(session, actor, report)


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
    return worklist(report).complete


def _check_version(report: Report, version: int) -> None:
    if report.version != version:
        raise StaleVersionError


def _withdrawal(report: Report, *, once_returned: bool) -> ReportAction:
    """Return the step that takes this submission back, or raise for a state or a period without one."""
    possible = possible_report_actions(report.state, report.period.state, once_returned=once_returned)
    for action in possible:
        if action in WITHDRAWALS:
            return action
    next_report_state(ReportAction.WITHDRAW, report.state)
    raise PeriodNotOpenError
