"""What people in the demonstration noticed, and what the programme office made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

import sqlalchemy as sa
from pydantic import TypeAdapter

from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.moments import working_moment
from portal.demo.stage import Stage
from portal.demo.story import TEXTS, merged
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.roles import Role
from portal.domain.signals import Confidence, SignalKind, SignalState, SourceType, VocabularyKind
from portal.models import Knooppunt, Maatregel, Network, Signal, VocabularyTerm
from portal.services import signals, vocabulary

FIRST_WORDS, DRONES, NO_DRONES = 690, 329, 295
"""So many days ago the vocabulary began, got a word, and lost it again."""
DRONE = "Drones"
_NOTICED_BEFORE = timedelta(days=5)


@dataclass(frozen=True)
class Step:
    """A step in the interpretation, so many days ago."""

    ago: int
    to: SignalState
    reason: str


@dataclass(frozen=True)
class Merge:
    """That a signal went on in another one, so many days ago."""

    ago: int
    into: str
    reason: str


@dataclass(frozen=True)
class Noticed:
    """One signal; places, networks and maatregelen by code, terms by title, days counted back from today."""

    filed: int
    network: str
    role: Role
    kind: SignalKind
    title: str
    description: str
    from_place: str
    to_place: str
    source: SourceType
    confidence: Confidence
    audience: Audience
    terms: Sequence[str]
    maatregelen: Sequence[str]
    steps: Sequence[Step]
    merged: Merge | None = None
    place_words: str = ""


@cache
def read_signals() -> Mapping[str, Noticed]:
    """Read the texts; a mistake in the file is raised here, not half-way a world."""
    return TypeAdapter(dict[str, Noticed]).validate_python(merged(TEXTS / "signalen"))


@dataclass
class SignalDiary:
    """Everything about signals, from the first words of the vocabulary up to last week."""

    stage: Stage
    made: dict[str, Signal] = field(default_factory=dict)

    def plan(self, agenda: Agenda, today: date) -> None:
        """Write everything in the agenda."""
        agenda.note(_on(today, FIRST_WORDS, 9), self._begin)
        agenda.note(_on(today, DRONES, 9), self._add_drones)
        agenda.note(_on(today, NO_DRONES, 9), self._retire_drones)
        for number, (key, noticed) in enumerate(read_signals().items()):
            self._plan_one(agenda, today, key, noticed, 10 + number % 6)

    def _plan_one(self, agenda: Agenda, today: date, key: str, noticed: Noticed, hour: int) -> None:
        agenda.note(_on(today, noticed.filed, hour), lambda: self._file(key, noticed))
        for step in noticed.steps:

            def move(step: Step = step) -> None:
                self._move(key, step)

            agenda.note(_on(today, step.ago, hour), move)
        merge = noticed.merged
        if merge is not None:
            agenda.note(_on(today, merge.ago, hour), lambda: self._merge(key, merge))

    def _begin(self) -> None:
        vocabulary.add_first_terms(self.stage.session, self._office(Permission.KEEP_VOCABULARY))

    def _add_drones(self) -> None:
        vocabulary.add_term(
            self.stage.session,
            self._office(Permission.KEEP_VOCABULARY),
            VocabularyKind.MODUS_OPERANDI,
            DRONE,
            "Verkennen of vervoeren met een onbemand toestel.",
        )

    def _retire_drones(self) -> None:
        session = self.stage.session
        term = session.scalars(sa.select(VocabularyTerm).where(VocabularyTerm.title == DRONE)).one()
        actor = self._office(Permission.KEEP_VOCABULARY)
        vocabulary.retire_term(session, actor, term, term.version, clock.today())

    def _file(self, key: str, noticed: Noticed) -> None:
        session = self.stage.session
        network = session.scalar(sa.select(Network).where(Network.code == noticed.network))
        account = self.stage.cast.account(noticed.role, noticed.network)
        actor = self.stage.cast.act(account, Permission.FILE_SIGNAL, network)
        signal = signals.file_signal(session, actor, self._content(noticed), network)
        chosen = sa.select(Maatregel.id).where(Maatregel.code.in_(noticed.maatregelen))
        signals.link_signal(
            session, actor, signal, signal.version, frozenset(session.scalars(chosen)), frozenset()
        )
        self.made[key] = signal

    def _content(self, noticed: Noticed) -> signals.SignalContent:
        session = self.stage.session
        wanted = sa.select(Knooppunt).where(Knooppunt.code.in_((noticed.from_place, noticed.to_place)))
        places = {place.code: place.id for place in session.scalars(wanted)}
        terms = sa.select(VocabularyTerm.id).where(VocabularyTerm.title.in_(noticed.terms))
        return signals.SignalContent(
            noticed.kind,
            noticed.title,
            noticed.description,
            clock.today() - _NOTICED_BEFORE,
            places.get(noticed.from_place),
            places.get(noticed.to_place),
            noticed.place_words,
            noticed.source,
            noticed.confidence,
            noticed.audience,
            frozenset(session.scalars(terms)),
        )

    def _move(self, key: str, step: Step) -> None:
        signal = self.made[key]
        actor = self._office(Permission.TRIAGE_SIGNALS, step.ago)
        signals.move_signal(self.stage.session, actor, signal, signal.version, step.to, step.reason)

    def _merge(self, key: str, merge: Merge) -> None:
        signal, into = self.made[key], self.made[merge.into]
        actor = self._office(Permission.TRIAGE_SIGNALS)
        signals.merge_signals(self.stage.session, actor, signal, into, signal.version, merge.reason)

    def _office(self, permission: Permission, turn: int = 0) -> Actor:
        officers = self.stage.cast.officers()
        return self.stage.cast.act(officers[turn % len(officers)], permission)


def _on(today: date, days_ago: int, hour: int) -> datetime:
    return working_moment(today - timedelta(days=days_ago), time(hour, 40))
