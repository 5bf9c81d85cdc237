"""The rows of the stuurgroep's overview; every number on the page is counted from these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.periods import Timeliness, timeliness
from portal.domain.progress import Aspect, ProgressStatus, Rating, Trend, rating_change
from portal.domain.reports import JudgementContent
from portal.domain.workflow import ReportState
from portal.models import Network, Period

_MISSING = frozenset({Timeliness.OVERDUE, Timeliness.NOT_RECEIVED})


@dataclass(frozen=True)
class CountedContent:
    """What an accepted or adopted report says."""

    summary: str
    judgements: Mapping[Aspect, JudgementContent]
    statuses: Mapping[ProgressStatus, int]
    """How many maatregelen have each status, in the order on screen; only those that occur."""

    def rating(self, aspect: Aspect) -> Rating | None:
        """Return the value of one judgement."""
        judgement = self.judgements.get(aspect)
        return judgement.rating if judgement else None


@dataclass(frozen=True)
class ReportLine:
    """One report: whether it came in, and its content where it counts and may be read."""

    state: ReportState
    first_submitted_at: datetime | None
    submitted_at: datetime | None
    accepted_at: datetime | None
    readable: bool
    content: CountedContent | None

    @property
    def received(self) -> bool:
        """Whether the network handed it in, also when it went back afterwards."""
        return self.first_submitted_at is not None and self.state is not ReportState.NOT_RECEIVED


@dataclass(frozen=True)
class OverviewRow:
    """One network: its report now, and what came before."""

    network: Network
    receipt_known: bool
    """Whether who asks may know if the report came in."""
    history: Sequence[ReportLine | None]
    """One line a period, oldest first; the last one is the chosen period."""

    @property
    def line(self) -> ReportLine | None:
        """The report of the chosen period, None where there is none or it may not be known."""
        return self.history[-1]

    @property
    def content(self) -> CountedContent | None:
        """What counts in the chosen period."""
        return self.line.content if self.line else None

    def change(self, aspect: Aspect) -> Trend | None:
        """Return how a judgement moved since the period before."""
        before = self.history[-2] if len(self.history) > 1 else None
        previous, current = before.content if before else None, self.content
        return rating_change(
            previous.rating(aspect) if previous else None, current.rating(aspect) if current else None
        )


@dataclass(frozen=True)
class Overview:
    """The whole page."""

    periods: Sequence[Period]
    """Oldest first; the last one is chosen, the one before is compared with."""
    rows: Sequence[OverviewRow]
    today: date

    @property
    def period(self) -> Period:
        """The chosen period."""
        return self.periods[-1]

    @property
    def previous(self) -> Period | None:
        """The period to compare with."""
        return self.periods[-2] if len(self.periods) > 1 else None

    def timeliness(self, row: OverviewRow) -> Timeliness | None:
        """Return whether the report of a network came in on time, None where that may not be known."""
        line = row.line
        if line is None:
            return None
        return timeliness(line.state, line.first_submitted_at, self.period.submit_until, self.today)

    @property
    def known(self) -> Sequence[OverviewRow]:
        """The networks of which one may know whether the report came in."""
        return [row for row in self.rows if row.line]

    @property
    def received(self) -> Sequence[OverviewRow]:
        """The networks whose report came in."""
        return [row for row in self.rows if row.line and row.line.received]

    @property
    def counted(self) -> Sequence[OverviewRow]:
        """The networks whose report counts."""
        return [row for row in self.rows if row.content]

    @property
    def missing(self) -> Sequence[OverviewRow]:
        """The networks whose report should have been there."""
        return [row for row in self.rows if self.timeliness(row) in _MISSING]

    def maatregelen(self, status: ProgressStatus | None = None) -> int:
        """Return how many reported maatregelen have a status, or how many there are."""
        return sum(
            count
            for row in self.counted
            if row.content
            for found, count in row.content.statuses.items()
            if status in {None, found}
        )

    def judgements(self, rating: Rating | None = None) -> Sequence[tuple[OverviewRow, JudgementContent]]:
        """Return the judgements with this value, or all that have a value."""
        return [
            (row, judgement)
            for row in self.counted
            if row.content
            for judgement in row.content.judgements.values()
            if judgement.rating is not None and rating in {None, judgement.rating}
        ]

    def worsened(self) -> Sequence[tuple[OverviewRow, Aspect]]:
        """Return the judgements that became worse since the period before."""
        return [
            (row, aspect) for row in self.counted for aspect in Aspect if row.change(aspect) is Trend.WORSE
        ]
