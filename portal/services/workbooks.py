"""Taking a workbook in: it is kept beside the report until somebody looked at it, then written at once."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import StaleVersionError
from portal.domain.workbook import KEPT_FOR, Contents
from portal.domain.workbook_changes import Filled, PartChange, changes, fingerprint
from portal.models import Report, WorkbookUpload
from portal.services import audit
from portal.services.locks import hold_content
from portal.services.workbook_writing import write_part


def keep_upload(session: Session, actor: Actor, report: Report, file_name: str, filled: Filled) -> None:
    """Keep a workbook that was read, in the place of the one this person uploaded before."""
    drop_uploads(session, actor, report)
    session.add(
        WorkbookUpload(
            report_id=report.id,
            account_id=actor.account_id,
            file_name=file_name,
            content=filled.as_json(),
            uploaded_at=clock.now(),
        )
    )
    session.flush()
    _record(session, actor, AuditAction.WORKBOOK_UPLOADED, report, values=len(filled.values))


def drop_uploads(session: Session, actor: Actor, report: Report) -> None:
    """Throw away what this person uploaded for the report, and whatever anybody left lying too long."""
    session.execute(
        sa.delete(WorkbookUpload).where(
            sa.or_(
                sa.and_(WorkbookUpload.report_id == report.id, WorkbookUpload.account_id == actor.account_id),
                WorkbookUpload.uploaded_at < clock.now() - KEPT_FOR,
            )
        )
    )


def process(
    session: Session,
    actor: Actor,
    report: Report,
    upload: WorkbookUpload,
    contents: Contents,
    writable: frozenset[str],
    seen: str,
    chosen: Collection[str],
) -> list[PartChange]:
    """Write what the workbook changes, all of it or nothing, and return what was written.

    `contents` were read while the report was held still; `seen` is the mark of the preview that was confirmed
    and `chosen` are the stale parts to take over. Raises StaleVersionError when the preview would now be
    another one, and what writing a part raises.
    """
    found = changes(contents, Filled.from_json(upload.content), writable)
    if fingerprint(found) != seen:
        raise StaleVersionError
    wanted = [change for change in found if change.writable and (not change.stale or change.part in chosen)]
    for change in wanted:
        write_part(session, actor, report, contents, change)
    drop_uploads(session, actor, report)
    _record(session, actor, AuditAction.WORKBOOK_PROCESSED, report, parts=len(wanted))
    return wanted


def hold_for_processing(session: Session, report: Report) -> None:
    """Let nobody write in the report until this transaction ends."""
    hold_content(session, report)


def record_export(session: Session, actor: Actor, report: Report, form: str, left_out: int = 0) -> None:
    """Write in the audit trail that somebody took the report along, and in which form."""
    _record(session, actor, AuditAction.EXPORTED, report, form=form, left_out=left_out)


def _record(session: Session, actor: Actor, action: AuditAction, report: Report, **details: object) -> None:
    audit.record(
        session,
        actor,
        action,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        details=details,
    )
