"""Signals of developments and of suspected displacement, in every state of interpretation."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from portal.domain.dates import AMSTERDAM
from portal.domain.roles import Role
from portal.domain.signals import Confidence, SignalKind, SignalState, SourceType
from portal.models import Signal, SignalStep
from portal.models.signal import signal_maatregel
from tests.bench.world.bulk import Bulk
from tests.bench.world.people import People
from tests.bench.world.places import Place
from tests.bench.world.words import Words

SIGNALS = 2
_STATES = (
    SignalState.NEW,
    SignalState.INTERPRETING,
    SignalState.PLAUSIBLE,
    SignalState.MONITORING,
    SignalState.REFUTED,
)


class Signals:
    """Adds so many signals for each network."""

    def __init__(
        self, bulk: Bulk, chance: Random, words: Words, people: People, places: Sequence[Place]
    ) -> None:
        self._bulk, self._chance, self._words = bulk, chance, words
        self._people, self._places = people, places
        self._officer = people.programme[Role.PROGRAMME_OFFICER][0]

    def add(self, today: date) -> None:
        """Add them, spread over the last years."""
        now = datetime.combine(today, time(9), AMSTERDAM)
        places = [place for place in self._places if place.knooppunt_id is not None]
        for place in self._places:
            for number in range(SIGNALS):
                state = self._chance.choice(_STATES)
                at = now - timedelta(days=self._chance.randrange(1, 900))
                shifts = number == 1 and place.knooppunt_id is not None
                other = self._chance.choice(places).knooppunt_id
                filed_by = self._people.coordinators[place.id]
                made = self._bulk.add(
                    Signal.__table__,
                    kind=SignalKind.DISPLACEMENT if shifts else SignalKind.DEVELOPMENT,
                    title=self._words.line()[:200],
                    description=self._words.text(3),
                    noticed_on=at.date(),
                    network_id=place.id,
                    from_knooppunt_id=other if other != place.knooppunt_id else None,
                    to_knooppunt_id=place.knooppunt_id,
                    source_type=self._chance.choice(list(SourceType)),
                    confidence=self._chance.choice(list(Confidence)),
                    state=state,
                    filed_at=at,
                    filed_by_id=filed_by,
                )
                maatregel = self._chance.choice(place.maatregelen)[0]
                self._bulk.link(signal_maatregel, signal_id=made, maatregel_id=maatregel)
                if state is not SignalState.NEW:
                    self._bulk.add(
                        SignalStep.__table__,
                        signal_id=made,
                        from_state=SignalState.NEW,
                        to_state=SignalState.INTERPRETING,
                        reason=self._words.text(1),
                        at=at + timedelta(days=1),
                        by_id=self._officer,
                    )
