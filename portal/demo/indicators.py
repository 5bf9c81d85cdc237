"""Indicators in the demonstration: described at the start, and filled in after every half-year."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import sqlalchemy as sa

from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.indicator_story import IndicatorStory, NormStory, read_indicators
from portal.demo.moments import HalfYear, half_years, working_moment
from portal.demo.stage import Stage
from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.indicators import NormKind
from portal.domain.roles import Role
from portal.models import Goal, Indicator, Knooppunt, Maatregel, Network
from portal.services import indicators, observations
from portal.services.indicators import IndicatorContent, NormContent
from portal.services.observations import ObservationContent

HALF_YEARS = 8
BEFORE = 4
"""Half-years that were over when the portal came; their values were filled in afterwards."""
CHANGED = 5
"""The half-year, counted from zero, in which a definition changes: after the portal came."""
OWN = ("ind-04", "rotterdam", Decimal(61), "Verzonnen eigen telling van het PPS-netwerk")
"""A value that only its own network and the programme office read."""
MISTAKE = ("ind-01", "rotterdam", 6, Decimal(500))
"""A value that was typed wrong, in which half-year, and what was typed."""


@dataclass(frozen=True)
class IndicatorDiary:
    """What the programme office and one coordinator do with indicators."""

    stage: Stage
    stories: Sequence[IndicatorStory] = field(default_factory=read_indicators)

    def plan(self, agenda: Agenda, today: date, beginning: date) -> None:
        """Write everything in the agenda, from the day on which the portal came."""
        halves = half_years(today, HALF_YEARS)
        agenda.note(_on(beginning + timedelta(days=2)), lambda: self._describe(halves))
        agenda.note(_on(beginning + timedelta(days=6)), lambda: self._observe_all(halves[:BEFORE]))
        agenda.note(_on(halves[CHANGED].first - timedelta(days=12)), lambda: self._change(halves[CHANGED]))
        for half in halves[BEFORE:]:
            agenda.note(_on(half.last + timedelta(days=2)), self._observer(half))
        correcting = _on(halves[MISTAKE[2]].last + timedelta(days=2)) + timedelta(hours=2)
        agenda.note(correcting, lambda: self._correct(halves[MISTAKE[2]]))
        agenda.note(_on(halves[-1].last + timedelta(days=2)) + timedelta(hours=1), lambda: self._own(halves))

    def _describe(self, halves: Sequence[HalfYear]) -> None:
        actor = self._office(Permission.KEEP_INDICATORS)
        goals, maatregelen = self._ids(Goal), self._ids(Maatregel)
        for story in self.stories:
            content = IndicatorContent(
                story.code,
                story.title,
                story.unit,
                story.direction,
                story.source,
                story.moment,
                story.exposure,
                [goals[code] for code in story.goals if code in goals],
                [maatregelen[code] for code in story.maatregelen if code in maatregelen],
            )
            made = indicators.add_indicator(
                self.stage.session, actor, content, story.definition, halves[0].first
            )
            self._norms(actor, made, story, halves)

    def _norms(
        self, actor: Actor, made: Indicator, story: IndicatorStory, halves: Sequence[HalfYear]
    ) -> None:
        places = self._ids(Knooppunt)
        reached = date(halves[-1].last.year + 1, 12, 31)
        wanted: list[tuple[NormKind, int | None, NormStory | None, date]] = [
            (NormKind.BASELINE, None, story.baseline, halves[0].last),
            (NormKind.TARGET, None, story.target, reached),
        ]
        for code, value in story.place_baselines.items():
            measured = NormStory(value, "Verzonnen meting van het tweede halfjaar")
            wanted.append((NormKind.BASELINE, places[code], measured, halves[1].last))
        for kind, place, norm, day in wanted:
            if norm is None:
                continue
            content = (
                NormContent(waived_because=norm.waived)
                if norm.waived
                else NormContent(norm.value, day, norm.source)
            )
            indicators.set_norm(self.stage.session, actor, made, kind, place, content)

    def _change(self, half: HalfYear) -> None:
        actor = self._office(Permission.KEEP_INDICATORS)
        for story in self.stories:
            if story.changed is not None:
                found = self._indicator(story.code)
                indicators.change_definition(
                    self.stage.session,
                    actor,
                    found,
                    found.version,
                    story.changed.definition,
                    half.first,
                    story.changed.reason,
                )

    def _observer(self, half: HalfYear) -> "_Later":
        return _Later(self, half)

    def _observe_all(self, halves: Iterable[HalfYear]) -> None:
        for half in halves:
            self.observe(half)

    def observe(self, half: HalfYear) -> None:
        """Let the programme office fill in what the sources say of a half-year."""
        actor = self._office(Permission.RECORD_OBSERVATIONS)
        said = list(self._said(half))
        if said:
            observations.record_observations(self.stage.session, actor, said)

    def _said(self, half: HalfYear) -> Iterator[ObservationContent]:
        ids, places = self._ids(Indicator), self._ids(Knooppunt)
        for story in self.stories:
            for place, values in story.values.items():
                if half.back >= len(values):
                    continue
                at = -half.back - 1
                value = values[at]
                if (story.code, place, HALF_YEARS - 1 - half.back) == MISTAKE[:3]:
                    value = MISTAKE[3]
                unsure = story.uncertain.get(place)
                yield ObservationContent(
                    ids[story.code],
                    places[place],
                    half.first,
                    half.last,
                    value,
                    story.exposures[place][at] if place in story.exposures else None,
                    story.source,
                    round(value * unsure.lower, 1) if unsure else None,
                    round(value * unsure.upper, 1) if unsure else None,
                    unsure.words if unsure else "",
                )
            other = story.second_source
            if other is not None and half.back == 0:
                yield ObservationContent(
                    ids[story.code],
                    places[other.place],
                    half.first,
                    half.last,
                    other.value,
                    source=other.source,
                    uncertainty=other.words,
                )

    def _correct(self, half: HalfYear) -> None:
        """Let the office withdraw what was typed wrong, and fill it in anew."""
        code, place, _number, _typed = MISTAKE
        story = next(each for each in self.stories if each.code == code)
        actor = self._office(Permission.RECORD_OBSERVATIONS)
        ids, places = self._ids(Indicator), self._ids(Knooppunt)
        found = observations.standing_values(self.stage.session, {ids[code]})
        wrong = found[ids[code], places[place], half.first, half.last, story.source]
        observations.withdraw_observation(
            self.stage.session, actor, wrong, "Een nul te veel getypt bij het overnemen."
        )
        at = -half.back - 1
        right = ObservationContent(
            ids[code],
            places[place],
            half.first,
            half.last,
            story.values[place][at],
            story.exposures[place][at],
            story.source,
        )
        observations.record_observation(self.stage.session, actor, right)

    def _own(self, halves: Sequence[HalfYear]) -> None:
        """Let a coordinator fill in a value that only the own network reads."""
        code, place, value, source = OWN
        network = self.stage.session.scalars(sa.select(Network).where(Network.code == place)).one()
        account = self.stage.cast.account(Role.COORDINATOR, place)
        actor = self.stage.cast.act(account, Permission.RECORD_OBSERVATIONS, network)
        content = ObservationContent(
            self._ids(Indicator)[code],
            self._ids(Knooppunt)[place],
            halves[-1].first,
            halves[-1].last,
            value,
            source=source,
            uncertainty="Nog niet vergeleken met het meldpunt",
            audience=Audience.NETWORK,
        )
        observations.record_observation(self.stage.session, actor, content)

    def _indicator(self, code: str) -> Indicator:
        return self.stage.session.scalars(sa.select(Indicator).where(Indicator.code == code)).one()

    def _ids(self, kind: type[Goal] | type[Maatregel] | type[Knooppunt] | type[Indicator]) -> dict[str, int]:
        """Return the ids by code; what the plan holds and what was described never goes away."""
        if not self.stage.ids.get(kind):
            rows = self.stage.session.execute(sa.select(kind.code, kind.id))
            self.stage.ids[kind] = dict(rows.all())
        return self.stage.ids[kind]

    def _office(self, permission: Permission) -> Actor:
        return self.stage.cast.act(self.stage.cast.officers()[0], permission)


@dataclass(frozen=True)
class _Later:
    """What is done with one half-year, when its time comes."""

    diary: IndicatorDiary
    half: HalfYear

    def __call__(self) -> None:
        self.diary.observe(self.half)


def _on(day: date) -> datetime:
    return working_moment(day, time(11, 0), forward=True)
