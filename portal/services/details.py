"""Writing milestones, requirements and partners of a maatregel in a report."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.details import (
    DetailContent,
    MilestoneContent,
    RequirementContent,
    check_details,
)
from portal.domain.errors import NotEditableError, StaleVersionError
from portal.models import MaatregelProgress, Partner, ProgressMilestone, ProgressRequirement
from portal.queries.details import detail_content, fixed_days
from portal.services import audit
from portal.services.locks import hold_open
from portal.services.progress import progress_is_editable


def write_details(
    session: Session, actor: Actor, progress: MaatregelProgress, version: int, content: DetailContent
) -> None:
    """Save milestones, requirements and partners together.

    Raises NotEditableError, StaleVersionError and what domain.details.check_details raises.
    """
    hold_open(session, progress.report)
    session.refresh(progress, ["version"])
    if not progress_is_editable(progress):
        raise NotEditableError
    if progress.version != version:
        raise StaleVersionError
    if content == detail_content(progress):
        return
    fixed = fixed_days(session, progress.maatregel_id)
    check_details(content, fixed, progress.maatregel_id, clock.today())
    _put_milestones(progress, content.milestones, set(fixed))
    _put_requirements(progress, content.requirements)
    progress.partners = list(_partners(session, content.partner_ids))
    progress.updated_at = clock.now()
    progress.updated_by_id = actor.account_id
    # Rows below it do not count a version of the maatregel by themselves.
    flag_modified(progress, "updated_at")
    session.flush()
    audit.record(
        session,
        actor,
        AuditAction.PARTS_WRITTEN,
        SubjectKind.REPORT,
        progress.report_id,
        f"{progress.report.network.title}, {progress.report.period.title}",
        network_id=progress.report.network_id,
        details={"part": progress.title},
    )


def _put_milestones(
    progress: MaatregelProgress, contents: tuple[MilestoneContent, ...], known: set[str]
) -> None:
    rows = {row.key: row for row in progress.milestones}
    kept = []
    for position, content in enumerate(contents):
        row = rows.pop(content.key, None) or ProgressMilestone(
            # The version makes it a key that no milestone of this maatregel had before.
            key=content.key if content.key in known else f"{progress.id}-{progress.version}-{position}"
        )
        row.position, row.title, row.planned_on = position, content.title, content.planned_on
        row.expected_on, row.actual_on = content.expected_on, content.actual_on
        kept.append(row)
    progress.milestones = kept


def _put_requirements(progress: MaatregelProgress, contents: tuple[RequirementContent, ...]) -> None:
    rows = {row.maatregel_id: row for row in progress.requirements}
    kept = []
    for content in contents:
        row = rows.get(content.maatregel_id) or ProgressRequirement(maatregel_id=content.maatregel_id)
        row.explanation = content.explanation
        kept.append(row)
    progress.requirements = kept


def _partners(session: Session, ids: frozenset[int]) -> sa.ScalarResult[Partner]:
    return session.scalars(sa.select(Partner).where(Partner.id.in_(sorted(ids))).order_by(Partner.position))
