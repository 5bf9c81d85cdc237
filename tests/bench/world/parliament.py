"""Moties with their asks, and what is done about each: steps, links, proof, and words in a letter."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

import sqlalchemy as sa

from portal.domain.dates import AMSTERDAM
from portal.domain.parliament import Appreciation, AskState, Origin, ReferenceKind, RegisterKind, Vote
from portal.domain.programme import Basis
from portal.domain.roles import Role
from portal.models import (
    Ask,
    AskLink,
    AskReference,
    AskStep,
    Decision,
    Letter,
    MotieMaatregel,
    Passage,
    RegisterItem,
)
from portal.models.letter import passage_ask
from tests.bench.world.bulk import Bulk
from tests.bench.world.people import People
from tests.bench.world.places import Place
from tests.bench.world.reporting import Reported
from tests.bench.world.words import LAST, Words

ASKS = 3
LINKS = 4
_PER_LETTER = 12


def moties_for(networks: int) -> int:
    """Return how many moties are added to those of the plan."""
    return 10 + networks // 3


class Parliament:
    """Adds the register."""

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
        self._reported = reported
        self._maatregelen = [each[0] for place in places for each in place.maatregelen]
        self._count = moties_for(len(places))
        self._officer = people.programme[Role.PROGRAMME_OFFICER][0]
        self._letter = self._passages = 0

    def add(self, today: date) -> None:
        """Add the moties, the newest last."""
        self._bulk.send()
        decisions = self._bulk.connection.scalars(sa.select(Decision.id).order_by(Decision.id)).all()
        for number in range(1, self._count + 1):
            day = today - timedelta(days=30 + (self._count - number) * 1_000 // self._count)
            at = datetime.combine(day, time(11), AMSTERDAM)
            motie = self._motie(number, day, at)
            if number % _PER_LETTER == 1:
                self._send_letter(number, day + timedelta(days=20))
            for place in range(1, ASKS + 1):
                self._ask(motie, f"mot-{number:03}-{place}", place, at, self._chance.choice(decisions))

    def _motie(self, number: int, day: date, at: datetime) -> int:
        made = self._bulk.add(
            RegisterItem.__table__,
            code=f"mot-{number:03}",
            position=number + 100,
            sources=(),
            item_kind=RegisterKind.MOTIE,
            origin=Origin.OFFICE,
            title=f"Motie over {self._words.line().lower()}",
            submitters=[self._chance.choice(LAST), self._chance.choice(LAST)],
            date_words="",
            date_sort=day.isoformat(),
            reference=f"29911-{number:03}",
            source_words="Handelingen",
            appreciation=Appreciation.LEFT_TO_KAMER,
            vote=Vote.ADOPTED,
            voted_on=day,
            owner_id=self._officer,
            added_at=at,
            added_by_id=self._officer,
            whole_plan=False,
        )
        for maatregel in self._chance.sample(self._maatregelen, LINKS):
            self._bulk.link(
                MotieMaatregel.__table__, motie_id=made, maatregel_id=maatregel, basis=Basis.DERIVED
            )
        return made

    def _ask(self, motie: int, code: str, place: int, at: datetime, decision: int) -> None:
        state = self._chance.choice((AskState.UNASSESSED, AskState.IN_PROGRESS, AskState.PARTLY))
        made = self._bulk.add(
            Ask.__table__,
            code=code,
            position=place,
            sources=(),
            item_id=motie,
            origin=Origin.OFFICE,
            text=self._words.text(1),
            response=self._words.text(2),
            source_words="Dictum",
            state=state,
            added_at=at,
            added_by_id=self._officer,
        )
        if state is not AskState.UNASSESSED:
            self._bulk.add(
                AskStep.__table__,
                ask_id=made,
                from_state=AskState.UNASSESSED,
                to_state=state,
                reason=self._words.text(1),
                at=at + timedelta(days=3),
                by_id=self._officer,
            )
        for maatregel in self._chance.sample(self._maatregelen, LINKS):
            self._bulk.add(
                AskLink.__table__,
                ask_id=made,
                maatregel_id=maatregel,
                basis=Basis.DERIVED,
                contribution=self._words.text(1),
                added_at=at,
                added_by_id=self._officer,
            )
            if maatregel in self._reported.newest:
                self._refer(made, at, ReferenceKind.PROGRESS, "progress_id", self._reported.newest[maatregel])
        self._refer(made, at, ReferenceKind.DECISION, "decision_id", decision)
        self._write(made, at)

    def _refer(self, ask: int, at: datetime, kind: ReferenceKind, column: str, number: int) -> None:
        self._bulk.add(
            AskReference.__table__,
            ask_id=ask,
            kind=kind,
            words=self._words.text(1),
            added_at=at + timedelta(days=5),
            added_by_id=self._officer,
            **{column: number},
        )

    def _send_letter(self, number: int, day: date) -> None:
        self._passages = 0
        self._letter = self._bulk.add(
            Letter.__table__,
            code=f"brief-{number:03}",
            title=f"Voortgangsbrief van {day:%d-%m-%Y}",
            sent_on=day,
            reference=f"{number:07}",
            registered_at=datetime.combine(day, time(12), AMSTERDAM),
            registered_by_id=self._officer,
        )

    def _write(self, ask: int, at: datetime) -> None:
        self._passages += 1
        passage = self._bulk.add(
            Passage.__table__,
            letter_id=self._letter,
            number=self._passages,
            section="Voortgang",
            text=self._words.text(2),
            added_at=at + timedelta(days=20),
            added_by_id=self._officer,
        )
        self._bulk.link(passage_ask, passage_id=passage, ask_id=ask)
