"""The rows of the stuurgroep's overview; every number on the page is counted from these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from portal.domain.periods import Timeliness, timeliness
from portal.domain.progress import Aspect, ProgressStatus, Rating, Trend, rating_change
from portal.domain.reports import JudgementContent
from portal.domain.review import OfficeContent
from portal.domain.workflow import ReportState
from portal.queries.networks import NetworkLine
from portal.queries.periods import PeriodLine

_MISSING = frozenset({Timeliness.OVERDUE, Timeliness.NOT_RECEIVED})


@dataclass(frozen=True)
class CountedContent:
    """What an accepted or adopted report says."""

    summary: str
    judgements: Mapping[Aspect, JudgementContent]
    statuses: Mapping[ProgressStatus, int]
    """How many maatregelen have each status, in the order on screen; only those that occur."""
    office: Mapping[Aspect, OfficeContent] = field(default_factory=dict)
    """What the programme office judges itself, beside the network."""

    def rating(self, aspect: Aspect) -> Rating | None:
        """Return the value of one judgement."""
        judgement = self.judgements.get(aspect)
        return judgement.rating if judgement else None

    def office_rating(self, aspect: Aspect) -> Rating | None:
        """Return the value of one judgement of the programme office."""
        judgement = self.office.get(aspect)
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
    extended_until: date | None = None

    @property
    def received(self) -> bool:
        """Whether the network handed it in, also when it went back afterwards."""
        return self.first_submitted_at is not None and self.state is not ReportState.NOT_RECEIVED


@dataclass(frozen=True)
class OverviewRow:
    """One network: its report now, and what came before."""

    network: NetworkLine
    receipt_known: bool
    """Whether who asks may know if the report came in."""
    history: Sequence[ReportLine | None]
    """One line a period, oldest first; the last one is the chosen period."""
    compared: ReportLine | None = None
    """The report of the period that the chosen one is compared with."""

    @property
    def line(self) -> ReportLine | None:
        """The report of the chosen period, None where there is none or it may not be known."""
        return self.history[-1]

    @property
    def content(self) -> CountedContent | None:
        """What counts in the chosen period."""
        return self.line.content if self.line else None

    def former(self, aspect: Aspect) -> Rating | None:
        """Return what a judgement was in the period that is compared with."""
        return self._before.rating(aspect) if self._before else None

    def former_count(self, status: ProgressStatus) -> int | None:
        """Return how many maatregelen then had a status; None where nothing of then counts."""
        return self._before.statuses.get(status, 0) if self._before else None

    def change(self, aspect: Aspect) -> Trend | None:
        """Return how a judgement moved since the period that is compared with."""
        previous, current = self._before, self.content
        return rating_change(
            previous.rating(aspect) if previous else None, current.rating(aspect) if current else None
        )

    def office_change(self, aspect: Aspect) -> Trend | None:
        """Return how the programme office's own judgement moved since the period that is compared with."""
        previous, current = self._before, self.content
        return rating_change(
            previous.office_rating(aspect) if previous else None,
            current.office_rating(aspect) if current else None,
        )

    @property
    def _before(self) -> CountedContent | None:
        return self.compared.content if self.compared else None


@dataclass(frozen=True)
class Overview:
    """The whole page."""

    periods: Sequence[PeriodLine]
    """Oldest first; the last one is chosen."""
    compared: PeriodLine | None
    """The period to compare with."""
    rows: Sequence[OverviewRow]
    today: date

    @property
    def period(self) -> PeriodLine:
        """The chosen period."""
        return self.periods[-1]

    def timeliness(self, row: OverviewRow) -> Timeliness | None:
        """Return whether the report of a network came in on time, None where that may not be known."""
        line = row.line
        if line is None:
            return None
        return timeliness(line.state, line.first_submitted_at, self.due_on(row), self.today)

    def due_on(self, row: OverviewRow) -> date:
        """Return the last day on which this network is in time, inclusive."""
        return (row.line and row.line.extended_until) or self.period.submit_until

    @cached_property
    def known(self) -> Sequence[OverviewRow]:
        """The networks of which one may know whether the report came in."""
        return [row for row in self.rows if row.line]

    @cached_property
    def received(self) -> Sequence[OverviewRow]:
        """The networks whose report came in."""
        return [row for row in self.rows if row.line and row.line.received]

    @cached_property
    def counted(self) -> Sequence[OverviewRow]:
        """The networks whose report counts."""
        return [row for row in self.rows if row.content]

    @cached_property
    def missing(self) -> Sequence[OverviewRow]:
        """The networks whose report should have been there."""
        return [row for row in self.rows if self.timeliness(row) in _MISSING]

    @cached_property
    def by_attention(self) -> Sequence[OverviewRow]:
        """All networks, what asks most attention first: not received, then the worst judgements.

        Of two that ask as much the order of the plan decides.
        """
        missing = {row.network.id for row in self.missing}

        def asks(row: OverviewRow) -> tuple[bool, int, int]:
            ratings = [each.rating for each in row.content.judgements.values()] if row.content else []
            worse = sum(row.change(aspect) is Trend.WORSE for aspect in Aspect)
            return row.network.id in missing, ratings.count(Rating.CRITICAL), worse

        return sorted(self.rows, key=asks, reverse=True)

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

    def differing(self) -> Sequence[tuple[OverviewRow, Aspect]]:
        """Return the judgements in which the programme office says something else than the network."""
        return [
            (row, aspect)
            for row in self.counted
            for aspect in Aspect
            if row.content
            and row.content.office_rating(aspect) is not None
            and row.content.office_rating(aspect) is not row.content.rating(aspect)
        ]

    def worsened(self) -> Sequence[tuple[OverviewRow, Aspect]]:
        """Return the judgements that are worse than in the period that is compared with."""
        return [
            (row, aspect) for row in self.counted for aspect in Aspect if row.change(aspect) is Trend.WORSE
        ]
