"""The money in one report: its lines beside the budget and the former report, and what partners bring in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.audience import Audience
from portal.domain.money import MoneyContent, Staffing
from portal.domain.money_totals import Figures, percentage
from portal.domain.workflow import EDITABLE
from portal.models import Contribution, MaatregelProgress, MoneyLine, Period, Report
from portal.queries.former import FormerReport
from portal.queries.money import known_budgets
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class ReportedLine:
    """One funding source in one year: what there is, what the report says, what was said before."""

    line: MoneyLine
    figures: Figures
    planned: int
    """What the plan gives; the budget differs from it by what moved since."""
    former: MoneyContent | None = None

    @property
    def moved(self) -> int:
        """What was added to the plan, or taken from it."""
        return self.figures.budget - self.planned

    @property
    def share_at_end(self) -> float | None:
        """Per cent of the budget that is expected to be left."""
        return percentage(self.figures.left_at_end, self.figures.budget)


@dataclass(frozen=True)
class ReportMoney:
    """What somebody may read of the money in a report."""

    lines: Sequence[ReportedLine]
    contributions: Sequence[Contribution]
    staffing: Staffing | None


def report_money(
    session: Session, report: Report, audiences: Collection[Audience], *, figures: bool
) -> ReportMoney:
    """Return the money of a report that may be read: amounts of public money only when asked for."""
    return ReportMoney(
        reported_lines(session, report) if figures else (),
        contributions_of(session, report, audiences),
        staffing_in(report) if figures else None,
    )


def latest_with_money(session: Session, visibility: Visibility, network_id: int) -> Report | None:
    """Return the newest report of a network that was handed in, has money in it and may be read."""
    return session.scalar(
        sa.select(Report)
        .join(Report.period)
        .where(
            Report.network_id == network_id,
            visibility.handed_in(),
            sa.exists().where(MoneyLine.report_id == Report.id),
        )
        .order_by(Period.observes_from.desc())
        .limit(1)
        .options(contains_eager(Report.period))
    )


def reported_lines(
    session: Session, report: Report, former: FormerReport | None = None
) -> list[ReportedLine]:
    """Return the lines of a report that was read as a whole.

    One that was handed in keeps the budget that was known then.
    """
    lines = sorted(report.money, key=lambda line: (line.year, line.funding_source.position))
    known_at = known_when(report)
    pots = known_budgets(session, frozenset(line.year for line in lines), known_at)
    now, before = pots.now, former.money if former else {}
    reported = []
    for line in lines:
        key = (report.network_id, line.year, line.funding_source_id)
        figures = figures_of(line, now.get(key, 0))
        reported.append(
            ReportedLine(
                line, figures, pots.plan.get(key, 0), before.get((line.year, line.funding_source_id))
            )
        )
    return reported


def known_when(report: Report) -> datetime | None:
    """Return up to when moves of money count in this report: now, for one that is still written."""
    return None if report.state in EDITABLE else report.submitted_at


def figures_of(line: MoneyLine, budget: int) -> Figures:
    """Return what a line says, beside its budget."""
    return Figures(line.funding_source.code, budget, line.committed, line.realised, line.forecast)


def content_of(line: MoneyLine) -> MoneyContent:
    """Return what a line says, without the row around it."""
    return MoneyContent(
        line.committed, line.realised, line.forecast, line.underspend_reason, line.explanation
    )


_CONTRIBUTIONS = (
    sa.select(Contribution)
    .where(
        Contribution.report_id == sa.bindparam("report_id"),
        Contribution.audience.in_(sa.bindparam("audiences", expanding=True)),
    )
    .order_by(Contribution.id)
    .options(joinedload(Contribution.partner))
)


def contributions_of(
    session: Session, report: Report, audiences: Collection[Audience]
) -> Sequence[Contribution]:
    """Return what partners bring in, as far as it is meant for these audiences."""
    return session.scalars(_CONTRIBUTIONS, {"report_id": report.id, "audiences": sorted(audiences)}).all()


def staffing_in(report: Report) -> Staffing | None:
    """Return planned and filled places of the maatregelen in a report that name both."""
    named = [
        (row.fte_planned, row.fte_filled)
        for row in report.progress
        if row.fte_planned is not None and row.fte_filled is not None
    ]
    if not named:
        return None
    return Staffing(
        sum((one for one, _ in named), Decimal(0)), sum((other for _, other in named), Decimal(0))
    )


def staffing_of(session: Session, report_ids: Iterable[int]) -> dict[int, Staffing]:
    """Return planned and filled places for each report in which a maatregel names both."""
    rows = session.execute(
        sa.select(
            MaatregelProgress.report_id, MaatregelProgress.fte_planned, MaatregelProgress.fte_filled
        ).where(
            MaatregelProgress.report_id.in_(sorted(report_ids)),
            MaatregelProgress.fte_planned.is_not(None),
            MaatregelProgress.fte_filled.is_not(None),
        )
    )
    found: dict[int, Staffing] = {}
    for report_id, planned, filled in rows:
        before = found.get(report_id, Staffing(Decimal(0), Decimal(0)))
        found[report_id] = Staffing(before.planned + (planned or 0), before.filled + (filled or 0))
    return found
