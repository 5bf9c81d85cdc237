"""The reports of all networks in all periods, written while they may be written and frozen after that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.domain.budget_events import BudgetKey
from portal.domain.roles import Role
from portal.domain.workflow import PeriodState, ReportState
from portal.models import Meeting, Period, Report
from portal.queries.money import current_budgets
from tests.bench.world.bulk import Bulk
from tests.bench.world.contents import Contents
from tests.bench.world.course import Course, course
from tests.bench.world.days import Round
from tests.bench.world.people import People
from tests.bench.world.places import Place
from tests.bench.world.telling import Telling
from tests.bench.world.trail import Trail
from tests.bench.world.words import Words

_NOT_RECEIVED = 50
DRAFTS = 3
"""The first networks have a draft: of the first some is written, the second is complete, the third empty."""


@dataclass
class Reported:
    """What later parts of the world refer to."""

    periods: list[tuple[int, Round]] = field(default_factory=list)
    newest: dict[int, int] = field(default_factory=dict)
    """For each maatregel the number of the progress row in the newest adopted report."""
    meetings: list[int] = field(default_factory=list)


class Reporting:
    """Writes the rounds one after another."""

    def __init__(
        self,
        bulk: Bulk,
        chance: Random,
        words: Words,
        people: People,
        trail: Trail,
        places: Sequence[Place],
        rounds: Sequence[Round],
    ) -> None:
        self._bulk, self._chance, self._people = bulk, chance, people
        self._telling = Telling(trail, people)
        self._places, self._rounds = places, rounds
        ends = [each.half.last for each in rounds]
        self._courses: Mapping[int, Course] = {
            maatregel: course(chance, words, code, ends)
            for place in places
            for maatregel, code, _title in place.maatregelen
        }
        self._contents = Contents(bulk, chance, words, self._courses)
        self.reported = Reported()

    def play(self, say: Callable[[str], None]) -> Reported:
        """Add all periods with their reports, and freeze the adopted ones."""
        for number, this in enumerate(self._rounds):
            period = self._period(this)
            self.reported.periods.append((period, this))
            years = range(this.half.first.year, this.half.last.year + 1)
            self._bulk.send()
            with Session(self._bulk.connection) as session:
                budgets = current_budgets(session, years)
            for place_number, place in enumerate(self._places):
                self._report(number, period, this, place_number, place, budgets)
            self._bulk.send()
            if not this.is_open:
                self._adopt(period, this)
            say(f"periode {this.code}: {self._bulk.rows:,} rijen".replace(",", "."))
        return self.reported

    def _period(self, this: Round) -> int:
        meeting = None if this.is_open else self._meeting(this)
        return self._bulk.add(
            Period.__table__,
            code=this.code,
            title=this.title,
            observes_from=this.half.first,
            observes_until=this.half.last,
            submit_from=this.submit_from,
            submit_until=this.due,
            # Nothing can be added to an adopted period: it becomes that when its reports are there.
            state=PeriodState.OPEN if this.is_open else PeriodState.CLOSED,
            opened_at=this.moment(0),
            closed_at=None if this.is_open else this.moment(45),
            meeting_id=meeting,
        )

    def _meeting(self, this: Round) -> int:
        made = self._bulk.add(
            Meeting.__table__,
            title=f"Stuurgroep over {this.code}",
            held_on=this.moment(60).date(),
            begins="13:30",
            place="Vergadercentrum",
            state="held",
            notes="",
            convened_at=this.moment(50),
            closed_at=this.moment(60, 16),
        )
        self.reported.meetings.append(made)
        return made

    def _report(
        self,
        number: int,
        period: int,
        this: Round,
        place_number: int,
        place: Place,
        budgets: Mapping[BudgetKey, int],
    ) -> None:
        state = self._state(this, place_number)
        coordinator = self._people.coordinators[place.id]
        officer = self._people.programme[Role.PROGRAMME_OFFICER][place_number % 2]
        submitted = None if state in {ReportState.DRAFT, ReportState.NOT_RECEIVED} else this.moment(10)
        judged = this.moment(20) if state is ReportState.ACCEPTED else None
        report = self._bulk.add(
            Report.__table__,
            period_id=period,
            network_id=place.id,
            state=ReportState.DRAFT if state is ReportState.NOT_RECEIVED else state,
            **self._contents.own_words(filled=self._filled(this, place_number) == 1),
            first_submitted_at=submitted,
            submitted_at=submitted,
            submitted_by_id=coordinator if submitted else None,
            accepted_at=judged,
            accepted_by_id=officer if judged else None,
        )
        written = self._contents.fill(
            report, number, place, self._filled(this, place_number), this.moment(5), coordinator, budgets
        )
        if state is ReportState.ACCEPTED and not this.is_open:
            self.reported.newest |= written
        if submitted:
            self._contents.keep(report, submitted, coordinator)
        self._telling.report(
            report, f"{place.title}, {this.title}", place, this, (submitted, coordinator), (judged, officer)
        )

    def _state(self, this: Round, place_number: int) -> ReportState:
        if not this.is_open:
            late = place_number >= DRAFTS and self._chance.randrange(_NOT_RECEIVED) == 0
            return ReportState.NOT_RECEIVED if late else ReportState.ACCEPTED
        if place_number < DRAFTS:
            return ReportState.DRAFT
        return (ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.DRAFT)[place_number % 3]

    def _filled(self, this: Round, place_number: int) -> float:
        """Return which part of a report is written; what is not a draft is complete."""
        if not this.is_open or place_number == 1:
            return 1
        if place_number == 2:
            return 0
        return 0.5 if self._state(this, place_number) is ReportState.DRAFT else 1

    def _adopt(self, period: int, this: Round) -> None:
        reports = sa.update(Report.__table__).where(Report.period_id == period)  # type: ignore[arg-type]
        execute = self._bulk.connection.execute
        execute(
            reports.where(Report.state == ReportState.ACCEPTED).values(
                state=ReportState.ADOPTED, adopted_at=this.moment(60, 15)
            )
        )
        execute(reports.where(Report.state == ReportState.DRAFT).values(state=ReportState.NOT_RECEIVED))
        execute(
            sa.update(Period.__table__)  # type: ignore[arg-type]
            .where(Period.id == period)
            .values(state=PeriodState.ADOPTED, adopted_at=this.moment(60, 15))
        )
