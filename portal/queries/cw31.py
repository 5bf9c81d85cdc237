"""Everything the table of article 3.1 of the Comptabiliteitswet rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal.domain.audience import Audience
from portal.domain.workflow import PeriodState
from portal.models import (
    FundingSource,
    Goal,
    GoalAssessment,
    Line,
    Network,
    Period,
    Programme,
)
from portal.queries.adopted import AdoptedPeriod
from portal.queries.audience import AudienceScope
from portal.queries.budget import BudgetTable, budget_tables
from portal.queries.chain import all_lines, the_programme
from portal.queries.documents import Names, document_names
from portal.queries.goals import all_goals
from portal.queries.indicators import IndicatorFilter, LinkedIndicator, indicators, linked
from portal.queries.networks import all_networks
from portal.queries.underpinning import UnderpinningLine, underpinnings


@dataclass(frozen=True)
class GoalFacts:
    """A subdoel with its indicators, and what the programme office said of it."""

    goal: Goal
    indicators: Sequence[LinkedIndicator]
    assessment: GoalAssessment | None


@dataclass(frozen=True)
class Cw31Facts:
    """The plan, what was adopted last, and how maatregelen and goals are underpinned on a day."""

    on: date
    programme: Programme
    names: Names
    lines: Sequence[Line]
    networks: Sequence[Network]
    goals: Sequence[GoalFacts]
    underpinnings: Sequence[UnderpinningLine]
    budgets: Sequence[BudgetTable]
    funding: Sequence[FundingSource]
    adopted: AdoptedPeriod | None


EVERYBODY = AudienceScope(frozenset(Audience))
"""Whether something was observed is a state, and for whom it is meant hides words only (ADR 16)."""


def cw31_facts(session: Session, adopted: AdoptedPeriod | None, on: date) -> Cw31Facts | None:
    """Return the facts, without any value that was observed; None before the plan was loaded."""
    programme = the_programme(session)
    if programme is None:
        return None
    return Cw31Facts(
        on,
        programme,
        document_names(session),
        all_lines(session),
        all_networks(session),
        _goals(session, adopted),
        underpinnings(session, EVERYBODY, on),
        budget_tables(session),
        session.scalars(
            sa.select(FundingSource)
            .where(FundingSource.retired_on.is_(None))
            .order_by(FundingSource.position)
        ).all(),
        adopted,
    )


def _goals(session: Session, adopted: AdoptedPeriod | None) -> list[GoalFacts]:
    by_goal: dict[int, list[LinkedIndicator]] = {}
    for indicator in indicators(session, IndicatorFilter()):
        for goal in indicator.goals:
            by_goal.setdefault(goal.id, []).append(linked(indicator, 0))
    said = _assessments(session, adopted)
    return [GoalFacts(goal, by_goal.get(goal.id, ()), said.get(goal.id)) for goal in all_goals(session)]


def _assessments(session: Session, adopted: AdoptedPeriod | None) -> dict[int, GoalAssessment]:
    if adopted is None:
        return {}
    rows = session.scalars(
        sa.select(GoalAssessment)
        .join(GoalAssessment.period)
        .where(GoalAssessment.period_id == adopted.period.id, Period.state == PeriodState.ADOPTED)
        .options(contains_eager(GoalAssessment.period))
    )
    return {row.goal_id: row for row in rows}
