"""Writing a report: the maatregelen, the judgements and the summary."""

from collections.abc import Sequence

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.domain.reports import JudgementContent, ProgressContent, unchanged, without_delay
from portal.domain.workflow import part_is_editable
from portal.models import MaatregelProgress, Report
from portal.services import audit
from portal.services.locks import hold_open, hold_still


def progress_is_editable(progress: MaatregelProgress) -> bool:
    """Return whether the network may write here: a draft, or a part that was sent back."""
    report = progress.report
    return part_is_editable(report.state, report.period.state, sent_back=bool(progress.return_reason))


def section_is_editable(report: Report) -> bool:
    """Return whether the network may write summary and judgements."""
    return part_is_editable(report.state, report.period.state, sent_back=bool(report.return_reason))


def write_progress(
    session: Session, actor: Actor, progress: MaatregelProgress, version: int, content: ProgressContent
) -> None:
    """Save what is said of one maatregel; raises NotEditableError or StaleVersionError."""
    hold_open(session, progress.report)
    _check(progress_is_editable(progress), progress.version, version)
    if without_delay(content) == progress.content:
        return
    _put(progress, actor, without_delay(content))
    progress.unchanged_since_id = None
    session.flush()
    _record(session, actor, AuditAction.PROGRESS_WRITTEN, progress.report, progress.title)


def write_unchanged(
    session: Session, actor: Actor, progress: MaatregelProgress, version: int, previous: MaatregelProgress
) -> None:
    """Take over the previous adopted text and say since when it stands; raises as write_progress.

    What was written already is never replaced: that raises NotEditableError.
    """
    hold_open(session, progress.report)
    if progress.updated_at is not None:
        raise NotEditableError
    _check(progress_is_editable(progress), progress.version, version)
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
) -> None:
    """Save summary and judgements; raises NotEditableError or StaleVersionError."""
    hold_still(session, report)
    _check(section_is_editable(report), report.version, version)
    said = {content.aspect: content for content in judgements}
    changed = summary != report.summary
    for judgement in report.judgements:
        content = said[judgement.aspect]
        if content != judgement.content:
            judgement.rating, judgement.explanation = content.rating, content.explanation
            changed = True
    if not changed:
        return
    report.summary = summary
    _count_version(report)
    session.flush()
    _record(session, actor, AuditAction.JUDGEMENTS_WRITTEN, report, "")


def _count_version(report: Report) -> None:
    """Let a change of a judgement alone also count as a new version of the section."""
    flag_modified(report, "summary")


def _check(editable: bool, present: int, expected: int) -> None:  # noqa: FBT001
    if not editable:
        raise NotEditableError
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
    progress.updated_at = clock.now()
    progress.updated_by_id = actor.account_id


def _record(session: Session, actor: Actor, action: AuditAction, report: Report, part: str) -> None:
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
