"""How the maatregelen of a subdoel stood, period after period, in the reports that count."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.progress import ProgressStatus, worst_status
from portal.models import MaatregelProgress, Network, Period, Report
from portal.models.maatregel import maatregel_goal
from portal.queries.visibility import Visibility


@dataclass(frozen=True)
class GoalState:
    """What counted reports over one period say of the maatregelen of a goal, and which reports those are."""

    period_code: str
    period_title: str
    as_of: date
    counts: Counter[ProgressStatus] = field(default_factory=Counter)
    sources: dict[str, str] = field(default_factory=dict)
    """Short title of the network that reported, by its code."""

    @property
    def in_order(self) -> list[tuple[ProgressStatus, int]]:
        """The states that occur with how many maatregelen, in the order on screen."""
        return [(status, self.counts[status]) for status in ProgressStatus if self.counts[status]]

    @property
    def worst(self) -> ProgressStatus | None:
        """The state that asks most attention."""
        return worst_status(self.counts)


def states_of_goal(session: Session, visibility: Visibility, goal_id: int) -> list[GoalState]:
    """Return each period in which a counted, readable report tells of a maatregel of the goal; oldest first.

    Which maatregelen serve the goal is what the plan says now.
    """
    rows = session.execute(
        sa.select(
            Period.id,
            Period.code,
            Period.title,
            Period.observes_until,
            Network.code,
            Network.short_title,
            MaatregelProgress.status,
        )
        .select_from(MaatregelProgress)
        .join(Report, Report.id == MaatregelProgress.report_id)
        .join(Period, Period.id == Report.period_id)
        .join(Network, Network.id == Report.network_id)
        .join(maatregel_goal, maatregel_goal.c.maatregel_id == MaatregelProgress.maatregel_id)
        .where(
            maatregel_goal.c.goal_id == goal_id,
            visibility.counted(),
            MaatregelProgress.status.is_not(None),
        )
        .order_by(Period.observes_from, Period.id, Network.position, MaatregelProgress.id)
    )
    found: dict[int, GoalState] = {}
    for period_id, code, title, as_of, network, short_title, status in rows:
        state = found.setdefault(period_id, GoalState(code, title, as_of))
        state.counts.update([status] if status else [])
        state.sources[network] = short_title
    return list(found.values())
