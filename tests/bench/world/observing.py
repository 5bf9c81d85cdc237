"""What the effect of the programme is read from: indicators with observations, and why maatregelen work."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import sqlalchemy as sa

from portal.domain.dates import AMSTERDAM
from portal.domain.indicators import Direction, NormKind
from portal.domain.roles import Role
from portal.models import Goal, Indicator, IndicatorDefinition, IndicatorNorm, Observation, Underpinning
from portal.models.indicator import indicator_goal, indicator_maatregel
from tests.bench.world.bulk import Bulk
from tests.bench.world.people import People
from tests.bench.world.places import Place
from tests.bench.world.reporting import Reported
from tests.bench.world.words import Words

INDICATORS = 4


class Observing:
    """Adds indicators, observations and underpinnings."""

    def __init__(
        self,
        bulk: Bulk,
        chance: Random,
        words: Words,
        people: People,
        places: Sequence[Place],
        reported: Reported,
    ) -> None:
        self._bulk, self._chance, self._words = bulk, chance, words
        self._people, self._places, self._reported = people, places, reported
        self._officer = people.programme[Role.PROGRAMME_OFFICER][0]

    def add(self, today: date) -> None:
        """Add everything."""
        now = datetime.combine(today, time(9), AMSTERDAM)
        self._indicators(now)
        self._underpin(now)

    def _indicators(self, now: datetime) -> None:
        goals = self._bulk.connection.scalars(sa.select(Goal.id).order_by(Goal.position)).all()
        for number in range(1, INDICATORS + 1):
            made = self._bulk.add(
                Indicator.__table__,
                code=f"ind-{number:02}",
                title=self._words.line()[:200],
                position=number,
                unit="aantal",
                direction=Direction.DOWN,
                source="Opgave van de netwerken",
                moment="Na ieder halfjaar",
            )
            definition = self._bulk.add(
                IndicatorDefinition.__table__,
                indicator_id=made,
                number=1,
                text=self._words.text(1),
                valid_from=self._reported.periods[0][1].half.first,
                made_at=now,
                made_by_id=self._officer,
            )
            for kind in NormKind:
                self._bulk.add(
                    IndicatorNorm.__table__,
                    indicator_id=made,
                    kind=kind,
                    value=Decimal(50),
                    holds_on=now.date(),
                    source="Nulmeting",
                    set_at=now,
                    set_by_id=self._officer,
                )
            self._bulk.link(indicator_goal, indicator_id=made, goal_id=goals[number % len(goals)])
            self._observe(made, definition)

    def _observe(self, indicator: int, definition: int) -> None:
        for place in self._places:
            if place.knooppunt_id is None:
                continue
            maatregel = place.maatregelen[indicator % len(place.maatregelen)][0]
            self._bulk.link(indicator_maatregel, indicator_id=indicator, maatregel_id=maatregel)
            value = self._chance.randrange(20, 90)
            for _period, this in self._reported.periods:
                value = max(1, value + self._chance.randrange(-15, 16))
                self._bulk.add(
                    Observation.__table__,
                    indicator_id=indicator,
                    definition_id=definition,
                    knooppunt_id=place.knooppunt_id,
                    observed_from=this.half.first,
                    observed_until=this.half.last,
                    value=Decimal(value),
                    source="Opgave van het netwerk",
                    recorded_at=this.moment(5),
                    recorded_by_id=self._people.coordinators[place.id],
                )

    def _underpin(self, now: datetime) -> None:
        for place in self._places:
            for maatregel, _code, _title in place.maatregelen[::2]:
                self._bulk.add(
                    Underpinning.__table__,
                    maatregel_id=maatregel,
                    mechanism=self._words.text(2),
                    operational_on=self._reported.periods[3][1].half.first,
                    evaluation_on=now.date() + timedelta(days=self._chance.randrange(30, 400)),
                    written_at=now,
                    written_by_id=self._officer,
                )
