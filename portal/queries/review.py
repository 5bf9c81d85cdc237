"""What judging a report left behind: the office's own judgement, errata, and what waits to be accepted."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.domain.audience import Audience
from portal.domain.audit import SubjectKind
from portal.domain.workflow import ReportState
from portal.models import AuditEvent, Erratum, MaatregelProgress, Network, OfficeJudgement, Report
from portal.queries.audit import AUTHORSHIP
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class Waiting:
    """A submitted report that waits for the programme office."""

    report_id: int
    version: int
    network_code: str
    network_title: str
    submitted_at: datetime
    author: bool
    """Whether who asks wrote or submitted any of it."""
    judged: int
    """How many judgements the programme office gave of its own."""


_OFFICE = (
    sa.select(OfficeJudgement)
    .where(OfficeJudgement.report_id == sa.bindparam("report_id"))
    .order_by(OfficeJudgement.id)
    .options(joinedload(OfficeJudgement.given_by))
    .execution_options(populate_existing=True)
)


def office_judgements(session: Session, report_id: int) -> Sequence[OfficeJudgement]:
    """Return the programme office's own judgements of a report."""
    return session.scalars(_OFFICE, {"report_id": report_id}).all()


def office_version(judgements: Collection[OfficeJudgement]) -> int:
    """Return a number that grows with every change in these judgements; no version has number zero."""
    return 1 + sum(judgement.version for judgement in judgements)


def errata_of(
    session: Session, report_ids: Collection[int], audiences: Collection[Audience]
) -> Sequence[Erratum]:
    """Return the errata beside these reports that are for any of these audiences, oldest first."""
    return session.scalars(
        sa.select(Erratum)
        .where(Erratum.report_id.in_(sorted(report_ids)), Erratum.audience.in_(sorted(audiences)))
        .order_by(Erratum.id)
        .options(joinedload(Erratum.added_by))
    ).all()


def errata_on_maatregel(
    session: Session, visibility: Visibility, maatregel_id: int, audiences: Collection[Audience]
) -> dict[int, list[Erratum]]:
    """Return by progress row what was corrected of a maatregel in reports that may be read."""
    found: dict[int, list[Erratum]] = defaultdict(list)
    rows = session.scalars(
        sa.select(Erratum)
        .join(MaatregelProgress, MaatregelProgress.id == Erratum.progress_id)
        .join(Report, Report.id == Erratum.report_id)
        .where(
            MaatregelProgress.maatregel_id == maatregel_id,
            visibility.clause(),
            Erratum.audience.in_(sorted(audiences)),
        )
        .order_by(Erratum.id)
        .options(joinedload(Erratum.added_by))
    )
    for erratum in rows:
        if erratum.progress_id is not None:
            found[erratum.progress_id].append(erratum)
    return found


def waiting_reports(
    session: Session, visibility: Visibility, period_id: int, account_id: int | None
) -> list[Waiting]:
    """Return the submitted reports of a period that may be read, in the order of the plan."""
    author = sa.exists().where(
        AuditEvent.subject_kind == SubjectKind.REPORT,
        AuditEvent.subject_id == Report.id,
        AuditEvent.actor_id == account_id,
        AuditEvent.action.in_(sorted(AUTHORSHIP)),
    )
    judged = (
        sa.select(sa.func.count())
        .where(OfficeJudgement.report_id == Report.id)
        .correlate(Report)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(
            Report.id,
            Report.version,
            Network.code,
            Network.title,
            Report.submitted_at,
            sa.case((author, True), else_=False),
            judged,
        )
        .join(Network, Network.id == Report.network_id)
        .where(Report.period_id == period_id, Report.state == ReportState.SUBMITTED, visibility.clause())
        .order_by(Network.position)
    )
    return [
        Waiting(report_id, version, code, title, at, bool(wrote), number)
        for report_id, version, code, title, at, wrote, number in rows
    ]
