"""What the stuurgroep adopted in one period, for documents: nothing else is ever read here."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.budget_events import BudgetKey, budgets_after
from portal.domain.money_totals import Figures
from portal.domain.progress import Aspect, Rating
from portal.domain.workflow import PeriodState, ReportState
from portal.models import (
    BudgetEvent,
    Contribution,
    Erratum,
    FundingSource,
    Judgement,
    MaatregelProgress,
    MoneyLine,
    Network,
    Period,
    Report,
)
from portal.queries.allotments import allotments
from portal.queries.money import move_of
from portal.queries.report_money import figures_of
from portal.queries.visibility import Visibility

ADOPTED_ONLY = Visibility(frozenset({ReportState.ADOPTED}))
"""The measure of every document: adopted reports of all networks, and nothing before that."""


@dataclass(frozen=True)
class AdoptedLine:
    """One funding source in one year as an adopted report tells it, beside the budget that was known then."""

    line: MoneyLine
    figures: Figures


@dataclass(frozen=True)
class AdoptedReport:
    """One adopted report with what belongs to it."""

    report: Report
    money: Sequence[AdoptedLine] = ()
    errata: Sequence[Erratum] = ()
    former: Mapping[Aspect, Rating | None] = field(default_factory=dict)
    """Judgements in the last adopted report of this network before this one."""


@dataclass(frozen=True)
class AdoptedPeriod:
    """Everything adopted over one period, in the order of the plan."""

    period: Period
    reports: Sequence[AdoptedReport]
    missing: Sequence[Network]
    """Networks whose report was written off: nothing came in."""


def adopted_periods(session: Session) -> Sequence[Period]:
    """Return the periods that were adopted, newest first."""
    return session.scalars(
        sa.select(Period)
        .where(Period.state == PeriodState.ADOPTED)
        .order_by(Period.observes_from.desc(), Period.id.desc())
    ).all()


def adopted_period(session: Session, period: Period) -> AdoptedPeriod:
    """Return what was adopted over an adopted period, in a fixed number of queries."""
    reports = session.scalars(
        sa.select(Report)
        .join(Report.network)
        .where(Report.period_id == period.id, ADOPTED_ONLY.clause())
        .order_by(Network.position)
        .options(
            joinedload(Report.period),
            contains_eager(Report.network),
            selectinload(Report.judgements),
            selectinload(Report.office_judgements),
            selectinload(Report.progress).joinedload(MaatregelProgress.maatregel),
            selectinload(Report.contributions).joinedload(Contribution.partner),
        )
        .execution_options(populate_existing=True)
    ).all()
    money = _money(session, reports)
    errata = _errata(session, [report.id for report in reports])
    former = _former_ratings(session, period)
    return AdoptedPeriod(
        period,
        [
            AdoptedReport(report, money[report.id], errata[report.id], former.get(report.network_id, {}))
            for report in reports
        ],
        _missing(session, period),
    )


def _missing(session: Session, period: Period) -> Sequence[Network]:
    return session.scalars(
        sa.select(Network)
        .join(Report, Report.network_id == Network.id)
        .where(Report.period_id == period.id, Report.state == ReportState.NOT_RECEIVED)
        .order_by(Network.position)
    ).all()


def _errata(session: Session, report_ids: Collection[int]) -> Mapping[int, Sequence[Erratum]]:
    found: dict[int, list[Erratum]] = defaultdict(list)
    for erratum in session.scalars(
        sa.select(Erratum).where(Erratum.report_id.in_(sorted(report_ids))).order_by(Erratum.id)
    ):
        found[erratum.report_id].append(erratum)
    return found


def _former_ratings(session: Session, period: Period) -> dict[int, dict[Aspect, Rating | None]]:
    """Return by network the judgements in its newest adopted report over an earlier period."""
    rows = session.execute(
        sa.select(Report.network_id, Report.id, Judgement.aspect, Judgement.rating)
        .join(Report, Report.id == Judgement.report_id)
        .join(Period, Period.id == Report.period_id)
        .where(ADOPTED_ONLY.clause(), Period.observes_from < period.observes_from)
        .order_by(Period.observes_from)
    )
    newest: dict[int, tuple[int, dict[Aspect, Rating | None]]] = {}
    for network_id, report_id, aspect, rating in rows:
        known, ratings = newest.get(network_id, (report_id, {}))
        ratings = ratings if known == report_id else {}
        newest[network_id] = (report_id, ratings | {aspect: rating})
    return {network_id: ratings for network_id, (_report, ratings) in newest.items()}


def _money(session: Session, reports: Sequence[Report]) -> Mapping[int, Sequence[AdoptedLine]]:
    """Return the lines of each report; each keeps the budget that was known when it was submitted."""
    by_id = {report.id: report for report in reports}
    lines = session.scalars(
        sa.select(MoneyLine)
        .join(MoneyLine.funding_source)
        .where(MoneyLine.report_id.in_(sorted(by_id)))
        .order_by(MoneyLine.year, FundingSource.position)
        .options(contains_eager(MoneyLine.funding_source))
    ).all()
    years = {line.year for line in lines}
    plan = {
        (each.network_id, each.year, each.funding_source_id): each.amount
        for each in allotments(session, years)
    }
    events = session.scalars(sa.select(BudgetEvent).order_by(BudgetEvent.id)).all()
    known: dict[int, dict[BudgetKey, int]] = {
        report.id: budgets_after(plan, [move_of(each) for each in events if _known(each, report)])
        for report in reports
    }
    found: dict[int, list[AdoptedLine]] = defaultdict(list)
    for line in lines:
        report = by_id[line.report_id]
        budget = known[report.id].get((report.network_id, line.year, line.funding_source_id), 0)
        found[report.id].append(AdoptedLine(line, figures_of(line, budget)))
    return found


def _known(event: BudgetEvent, report: Report) -> bool:
    return report.submitted_at is not None and event.recorded_at <= report.submitted_at
