"""The state of the programme in a few numbers, each with where it comes from and as of when."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.areas import Area
from portal.domain.indicators import Ingredient
from portal.domain.money_totals import Figures, Total
from portal.domain.progress import ProgressStatus
from portal.domain.signals import WATCHED, SignalKind
from portal.domain.underpinning import PRESENT
from portal.models import FundingSource, MoneyLine, Period, Report, Signal
from portal.queries.audience import AudienceScope
from portal.queries.latest_progress import LatestProgress, newest_states
from portal.queries.maatregelen import running_ids
from portal.queries.money import current_budgets
from portal.queries.remembered import remembered
from portal.queries.signals import SignalScope
from portal.queries.underpinning import UnderpinningLine, underpinnings
from portal.queries.visibility import Visibility

ON_COURSE = frozenset({ProgressStatus.ON_SCHEDULE, ProgressStatus.COMPLETED})


@dataclass(frozen=True)
class Course:
    """How the running maatregelen stand, each according to the newest report that counts."""

    latest: tuple[LatestProgress | None, ...]
    """One for each maatregel; None where nothing was reported."""

    def count(self, statuses: frozenset[ProgressStatus]) -> int:
        """Return how many have one of these statuses."""
        return sum(each is not None and each.status in statuses for each in self.latest)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day that these reports look at; None without reports."""
        days = [each.as_of for each in self.latest if each is not None]
        return (min(days), max(days)) if days else None


@dataclass(frozen=True)
class YearMoney:
    """The programme budget of a year, with what the networks expect; whole euros."""

    year: int
    total: Total
    as_of: date | None
    """Last day that the newest of these reports looks at; None where nobody reported."""


def course_of(session: Session, visibility: Visibility, today: date) -> Course:
    """Return how the maatregelen that run today stand."""
    latest = newest_states(session, visibility)
    return Course(tuple(latest.get(number) for number in running_ids(session, today)))


@remembered(Area.PLAN, Area.REPORTING, Area.MONEY)
def year_money(session: Session, visibility: Visibility, year: int) -> YearMoney | None:
    """Return the programme budget of a year, as the newest reports tell it that were handed in."""
    source = session.scalar(sa.select(FundingSource).where(FundingSource.in_programme_budget.is_(True)))
    if source is None:
        return None
    budgets = {
        network_id: amount
        for (network_id, _year, source_id), amount in sorted(current_budgets(session, {year}).items())
        if source_id == source.id
    }
    lines = {
        network_id: (Figures(source.code, budgets[network_id], *said), until)
        for network_id, *said, until in session.execute(
            sa.select(
                Report.network_id,
                MoneyLine.committed,
                MoneyLine.realised,
                MoneyLine.forecast,
                Period.observes_until,
            )
            .join(MoneyLine, MoneyLine.report_id == Report.id)
            .join(Report.period)
            .where(
                MoneyLine.year == year,
                MoneyLine.funding_source_id == source.id,
                visibility.handed_in(),
            )
            .order_by(Period.observes_from)
        )
        if network_id in budgets
    }
    rows = [
        lines[network_id][0] if network_id in lines else Figures(source.code, amount)
        for network_id, amount in budgets.items()
    ]
    days = [until for _figures, until in lines.values()]
    return YearMoney(year, Total(source.code, rows), max(days, default=None))


@remembered(Area.PLAN, Area.INDICATORS)
def _underpinned(session: Session, words: AudienceScope, today: date) -> tuple[int, int]:
    lines = underpinnings(session, words, today)
    return sum(_measurable(line) for line in lines), len(lines)


def underpinned(session: Session, visibility: Visibility, today: date) -> tuple[int, int]:
    """Return how many running maatregelen have both a baseline and a target, and how many there are."""
    return _underpinned(session, visibility.words, today)


def watched_displacements(session: Session, scope: SignalScope) -> int:
    """Return how many suspected displacements are plausible or being followed."""
    query = sa.select(sa.func.count(Signal.id)).where(
        scope.clause(), Signal.kind == SignalKind.DISPLACEMENT, Signal.state.in_(sorted(WATCHED))
    )
    return session.scalar(query) or 0


def _measurable(line: UnderpinningLine) -> bool:
    return all(line.ingredients[each] in PRESENT for each in (Ingredient.BASELINE, Ingredient.TARGET))
