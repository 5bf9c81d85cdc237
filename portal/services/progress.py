"""Writing a report: the maatregelen, the judgements and the summary."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.domain.reports import (
    Developments,
    JudgementContent,
    ProgressContent,
    nothing_said,
    unchanged,
    without_delay,
)
from portal.domain.workflow import part_is_editable
from portal.models import MaatregelProgress, Report
from portal.queries.audit import goes_on_writing
from portal.services import audit
from portal.services.locks import hold_row, hold_summary

ONE_LINE_FOR = timedelta(minutes=10)
"""So long after a line in the audit trail, text that saves itself makes no next one."""


def progress_is_editable(progress: MaatregelProgress) -> bool:
    """Return whether the network may write here: a draft, or a part that was sent back."""
    report = progress.report
    return part_is_editable(report.state, report.period.state, sent_back=bool(progress.return_reason))


def section_is_editable(report: Report) -> bool:
    """Return whether the network may write summary and judgements."""
    return part_is_editable(report.state, report.period.state, sent_back=bool(report.return_reason))


def write_progress(
    session: Session,
    actor: Actor,
    progress: MaatregelProgress,
    version: int,
    content: ProgressContent,
    *,
    by_itself: bool = False,
) -> None:
    """Save what is said of one maatregel; raises NotEditableError or StaleVersionError.

    Sending the same text twice is saving it once. `by_itself`: nobody pressed a button.
    """
    hold_row(session, progress)
    if not progress_is_editable(progress):
        raise NotEditableError
    content = without_delay(content)
    if content == progress.content:
        return
    _check_version(progress.version, version)
    _put(progress, actor, content)
    progress.unchanged_since_id = None
    session.flush()
    _record(
        session, actor, AuditAction.PROGRESS_WRITTEN, progress.report, progress.title, by_itself=by_itself
    )


def write_unchanged(
    session: Session, actor: Actor, progress: MaatregelProgress, version: int, previous: MaatregelProgress
) -> None:
    """Take over the previous adopted text and say since when it stands; raises as write_progress.

    What was written already is never replaced: that raises NotEditableError.
    """
    hold_row(session, progress)
    if not progress_is_editable(progress) or not nothing_said(progress.content):
        raise NotEditableError
    _check_version(progress.version, version)
    _put(progress, actor, unchanged(previous.content))
    progress.unchanged_since_id = previous.unchanged_since_id or previous.report.period_id
    session.flush()
    _record(session, actor, AuditAction.PROGRESS_UNCHANGED, progress.report, progress.title)


def write_section(
    session: Session,
    actor: Actor,
    report: Report,
    version: int,
    summary: str,
    judgements: Sequence[JudgementContent],
    developments: Developments | None = None,
    *,
    by_itself: bool = False,
) -> None:
    """Save summary, judgements and, when given, developments; raises NotEditableError or StaleVersionError.

    Sending the same text twice is saving it once. `by_itself`: nobody pressed a button.
    """
    hold_summary(session, report)
    if not section_is_editable(report):
        raise NotEditableError
    if not _differs(report, summary, judgements, developments):
        return
    _check_version(report.version, version)
    said = {content.aspect: content for content in judgements}
    for judgement in report.judgements:
        content = said[judgement.aspect]
        judgement.rating, judgement.explanation = content.rating, content.explanation
    report.summary = summary
    if developments is not None:
        report.developments, report.developments_audience = developments.text, developments.audience
    # A change of a judgement alone is a new version as well.
    flag_modified(report, "summary")
    session.flush()
    _record(session, actor, AuditAction.JUDGEMENTS_WRITTEN, report, "", by_itself=by_itself)


def developments_of(report: Report) -> Developments:
    """Return the developments as a report tells them."""
    return Developments(report.developments, report.developments_audience)


def _differs(
    report: Report,
    summary: str,
    judgements: Sequence[JudgementContent],
    developments: Developments | None,
) -> bool:
    saved = {judgement.aspect: judgement.content for judgement in report.judgements}
    return (
        summary != report.summary
        or any(content != saved[content.aspect] for content in judgements)
        or (developments is not None and developments != developments_of(report))
    )


def _check_version(present: int, expected: int) -> None:
    if present != expected:
        raise StaleVersionError


def _put(progress: MaatregelProgress, actor: Actor, content: ProgressContent) -> None:
    progress.status = content.status
    progress.trend = content.trend
    progress.done = content.done
    progress.result = content.result
    progress.next_step = content.next_step
    progress.delay_reason = content.delay_reason
    progress.recovery = content.recovery
    progress.proactivity = content.proactivity
    progress.fte_planned = content.fte_planned
    progress.fte_filled = content.fte_filled
    progress.decision_question = content.decision_question
    progress.audience = content.audience
    progress.updated_at = clock.now()
    progress.updated_by_id = actor.account_id


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    report: Report,
    part: str,
    *,
    by_itself: bool = False,
) -> None:
    since = clock.now() - ONE_LINE_FOR
    if by_itself and goes_on_writing(session, report.id, actor.account_id, action, part, since):
        return
    audit.record(
        session,
        actor,
        action,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        details={"part": part} if part else {},
    )
