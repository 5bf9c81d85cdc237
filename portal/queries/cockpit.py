"""How far each network is in a round: states and moments, never a word of what a draft says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.domain.audit import SubjectKind
from portal.domain.periods import Timeliness, timeliness
from portal.domain.roles import Role
from portal.domain.rounds import RowState, next_role, row_state
from portal.models import (
    Account,
    Appointment,
    AuditEvent,
    MaatregelProgress,
    Network,
    Period,
    Report,
)
from portal.queries.accounts import holds_on
from portal.queries.audit import READINGS
from portal.queries.completeness import Budgets
from portal.queries.money import current_budgets
from portal.queries.reports import WHOLE
from portal.queries.worklist import Worklist, worklist


@dataclass(frozen=True)
class CockpitRow:
    """One maatregel in the round."""

    code: str
    title: str
    state: RowState
    updated_at: datetime | None


@dataclass(frozen=True)
class CockpitLine:
    """One network in the round, with who has to act next."""

    report: Report
    rows: list[CockpitRow]
    parts: int
    """Number of maatregelen and other parts together."""
    complete_parts: int
    timeliness: Timeliness
    last_activity: datetime | None
    next_role: Role | None
    next_names: list[str]


def cockpit(session: Session, period: Period, today: date) -> list[CockpitLine]:
    """Return a line for each network, in the order of the plan."""
    reports = session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(Report.period_id == period.id)
        .order_by(Network.position)
        .options(contains_eager(Report.network), selectinload(Report.period), *WHOLE)
    ).all()
    activity = _last_activity(session, reports)
    names = _coordinators(session, today)
    budgets = current_budgets(session, range(period.observes_from.year, period.observes_until.year + 1))
    return [_line(report, budgets, activity.get(report.id), names, today) for report in reports]


def report_to_extend(session: Session, period_code: str, network_code: str) -> Report | None:
    """Return a report whose due date may be moved, whatever its state: nothing of its content is shown."""
    return session.scalar(
        sa.select(Report)
        .join(Report.period)
        .join(Report.network)
        .where(Period.code == period_code, Network.code == network_code)
        .options(contains_eager(Report.period), contains_eager(Report.network))
    )


@dataclass(frozen=True)
class Punctuality:
    """How many reports of one round came in on time, too late or not at all."""

    period: Period
    counts: dict[Timeliness, int]

    def count(self, *kinds: Timeliness) -> int:
        """Return how many reports are of one of these kinds."""
        return sum(self.counts[kind] for kind in kinds)

    @property
    def pending(self) -> int:
        """Reports that have not come in and still may."""
        return self.count(Timeliness.NOT_DUE, Timeliness.OVERDUE)

    @property
    def share_on_time(self) -> int | None:
        """Percentage of the settled reports that came in on time, None while nothing is settled."""
        settled = self.count(Timeliness.ON_TIME, Timeliness.LATE, Timeliness.NOT_RECEIVED)
        return round(100 * self.count(Timeliness.ON_TIME) / settled) if settled else None


def punctuality(session: Session, today: date, rounds: int) -> list[Punctuality]:
    """Return the newest rounds that were opened, newest first."""
    periods = session.scalars(
        sa.select(Period)
        .where(Period.opened_at.is_not(None))
        .order_by(Period.observes_from.desc())
        .limit(rounds)
    ).all()
    counts: dict[int, dict[Timeliness, int]] = {each.id: dict.fromkeys(Timeliness, 0) for each in periods}
    found = sa.select(Report).where(Report.period_id.in_(sorted(counts))).options(selectinload(Report.period))
    for report in session.scalars(found):
        counts[report.period_id][_timely(report, today)] += 1
    return [Punctuality(each, counts[each.id]) for each in periods]


def _line(
    report: Report,
    budgets: Budgets,
    last: datetime | None,
    names: dict[int, list[str]],
    today: date,
) -> CockpitLine:
    work = worklist(report, budgets)
    role = next_role(report.state, report.period.state)
    return CockpitLine(
        report,
        [_row(report, row.progress, complete=not row.gaps) for row in work.rows],
        *_parts(work),
        _timely(report, today),
        last,
        role,
        names.get(report.network_id, []) if role is Role.COORDINATOR else [],
    )


def _row(report: Report, progress: MaatregelProgress, *, complete: bool) -> CockpitRow:
    state = row_state(
        report.state,
        begun=progress.updated_at is not None,
        complete=complete,
        sent_back=bool(progress.return_reason),
    )
    return CockpitRow(progress.maatregel.code, progress.title, state, progress.updated_at)


def _parts(work: Worklist) -> tuple[int, int]:
    sections = [work.section_complete, *(not section.gaps for section in work.sections)]
    return len(work.rows) + len(sections), work.finished + sum(sections)


def _timely(report: Report, today: date) -> Timeliness:
    return timeliness(report.state, report.first_submitted_at, report.due_on, today)


def _last_activity(session: Session, reports: Sequence[Report]) -> dict[int, datetime]:
    rows = session.execute(
        sa.select(AuditEvent.subject_id, sa.func.max(AuditEvent.at, type_=AuditEvent.at.type))
        .where(
            AuditEvent.subject_kind == SubjectKind.REPORT,
            AuditEvent.subject_id.in_([report.id for report in reports]),
            AuditEvent.action.not_in(sorted(READINGS)),
        )
        .group_by(AuditEvent.subject_id)
    )
    return {report_id: at for report_id, at in rows if report_id is not None}


def _coordinators(session: Session, today: date) -> dict[int, list[str]]:
    rows = session.execute(
        sa.select(Appointment.network_id, Account.name)
        .join(Appointment.account)
        .where(
            Appointment.role == Role.COORDINATOR,
            Account.active.is_(True),
            holds_on(today),
        )
        .order_by(Account.name)
    )
    names: dict[int, list[str]] = {}
    for network_id, name in rows:
        if network_id is not None:
            names.setdefault(network_id, []).append(name)
    return names
