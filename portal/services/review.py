"""Judging reports: the programme office's own judgement, and accepting several reports at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.exc import StaleDataError

from portal.domain import clock
from portal.domain.audit import Actor, AuditAction, SubjectKind
from portal.domain.errors import (
    DomainError,
    FourEyesError,
    NotEditableError,
    ReasonRequiredError,
    StaleVersionError,
)
from portal.domain.review import OfficeContent, differs_without_reason
from portal.domain.workflow import RATEABLE, IllegalTransitionError
from portal.models import OfficeJudgement, Report
from portal.queries.audit import took_part
from portal.queries.review import office_judgements, office_version
from portal.services import audit
from portal.services.locks import hold_still
from portal.services.reports import accept_report


@dataclass(frozen=True)
class Outcome:
    """What became of one report among those that would be accepted together."""

    report: Report
    refusal: Exception | None

    @property
    def accepted(self) -> bool:
        """Whether it is accepted now."""
        return self.refusal is None


def judge(
    session: Session, actor: Actor, report: Report, version: int, judgements: Sequence[OfficeContent]
) -> None:
    """Save the programme office's own judgement; a difference with the network needs a reason.

    Raises FourEyesError for whoever wrote or submitted any of the report, NotEditableError outside the states
    in which it is judged, StaleVersionError or ReasonRequiredError.
    """
    hold_still(session, report)
    if report.state not in RATEABLE:
        raise NotEditableError
    if actor.account_id is None or took_part(session, report.id, actor.account_id):
        raise FourEyesError
    present = office_judgements(session, report.id)
    if office_version(present) != version:
        raise StaleVersionError
    network = {judgement.aspect: judgement.rating for judgement in report.judgements}
    if any(differs_without_reason(content, network) for content in judgements):
        raise ReasonRequiredError
    rows = {row.aspect: row for row in present}
    changed = {}
    for content in judgements:
        row = rows.get(content.aspect)
        if row is None:
            row = OfficeJudgement(report_id=report.id, aspect=content.aspect)
            session.add(row)
        elif (row.rating, row.explanation) == (content.rating, content.explanation):
            continue
        changed[content.aspect.value] = [row.rating, content.rating]
        row.rating, row.explanation = content.rating, content.explanation
        row.given_at, row.given_by_id = clock.now(), actor.account_id
    if not changed:
        return
    session.flush()
    session.expire(report, ["office_judgements"])
    audit.record(
        session,
        actor,
        AuditAction.OFFICE_JUDGED,
        SubjectKind.REPORT,
        report.id,
        f"{report.network.title}, {report.period.title}",
        network_id=report.network_id,
        details={"ratings": changed},
    )


def accept_many(session: Session, actor: Actor, period_id: int, versions: Mapping[int, int]) -> list[Outcome]:
    """Accept these reports of a period, each with the version that was on the page, and say what was refused.

    `versions` goes by the id of the report. What is refused leaves the others as they are.
    """
    # Not joined: each report is locked by itself, and PostgreSQL locks no outer join.
    reports = session.scalars(
        sa.select(Report)
        .where(Report.period_id == period_id, Report.id.in_(sorted(versions)))
        .order_by(Report.id)
        .options(selectinload(Report.network), selectinload(Report.period))
    ).all()
    return [_accept(session, actor, report, versions[report.id]) for report in reports]


def _accept(session: Session, actor: Actor, report: Report, version: int) -> Outcome:
    try:
        with session.begin_nested():
            accept_report(session, actor, report, version)
    except (DomainError, IllegalTransitionError, StaleDataError) as refusal:
        return Outcome(report, refusal)
    return Outcome(report, None)
