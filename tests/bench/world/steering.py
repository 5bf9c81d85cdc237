"""What the stuurgroep did: decisions, actions, and what it said of what stands out."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from portal.domain.actions import ActionState
from portal.domain.dates import AMSTERDAM
from portal.domain.flag_rules import derive_flags
from portal.domain.flags import Flag, FlagKind, FlagOutcome
from portal.domain.roles import Role
from portal.domain.workflow import COUNTED
from portal.models import ActionItem, Decision, FlagDisposition
from portal.models.meeting import decision_maatregel
from portal.queries.flag_facts import programme_facts
from portal.queries.visibility import Visibility
from tests.bench.world.bulk import Bulk
from tests.bench.world.people import People
from tests.bench.world.places import Place
from tests.bench.world.reporting import Reported
from tests.bench.world.words import Words

DISPOSED = 30
"""So many flags of each kind were decided about."""


class Steering:
    """Adds what stands beside the reports."""

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
        self._secretary = people.programme[Role.STEERING_SECRETARY][0]

    def add(self, today: date) -> None:
        """Add everything."""
        now = datetime.combine(today, time(9), AMSTERDAM)
        self._decide()
        self._bulk.send()
        self._dispose(today, now)

    def _decide(self) -> None:
        """Let each meeting decide, more of it in a larger programme, with an action for each decision."""
        members = self._people.programme[Role.STEERING_MEMBER]
        of_year: dict[int, int] = {}
        adopted = [this for _period, this in self._reported.periods if not this.is_open]
        for meeting, this in zip(self._reported.meetings, adopted, strict=True):
            at = this.moment(60, 14)
            for _number in range(4 + len(self._places) // 20):
                of_year[at.year] = of_year.get(at.year, 0) + 1
                place = self._chance.choice(self._places)
                made = self._bulk.add(
                    Decision.__table__,
                    meeting_id=meeting,
                    year=at.year,
                    number=of_year[at.year],
                    text=self._words.text(1),
                    reason=self._words.text(1),
                    recorded_at=at,
                    recorded_by_id=self._secretary,
                )
                maatregel = self._chance.choice(place.maatregelen)[0]
                self._bulk.link(decision_maatregel, decision_id=made, maatregel_id=maatregel)
                self._bulk.add(
                    ActionItem.__table__,
                    what=self._words.text(1),
                    owner_id=self._chance.choice(members),
                    network_id=place.id,
                    due_on=at.date() + timedelta(days=self._chance.randrange(60, 500)),
                    state=self._chance.choice((ActionState.OPEN, ActionState.DONE, ActionState.DONE)),
                    decision_id=made,
                    given_at=at,
                    given_by_id=self._secretary,
                )

    def _dispose(self, today: date, now: datetime) -> None:
        """Accept some of what stands out, with the facts as the portal itself finds them."""
        with Session(self._bulk.connection) as session:
            flags = derive_flags(programme_facts(session, Visibility(everywhere=COUNTED), today))
        for kind in FlagKind:
            some: list[Flag] = [flag for flag in flags if flag.kind is kind][:DISPOSED]
            for flag in some:
                self._bulk.add(
                    FlagDisposition.__table__,
                    key=flag.key,
                    kind=flag.kind,
                    facts=dict(flag.facts),
                    fingerprint=flag.fingerprint,
                    outcome=FlagOutcome.ACCEPTED,
                    reason=self._words.text(1),
                    decided_at=now,
                    decided_by_id=self._secretary,
                )
