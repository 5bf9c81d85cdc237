"""Displacement in the demonstration: the office sets a limit, and follows what the screening points at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import sqlalchemy as sa

from portal.access.identify import identify
from portal.access.policy import Permission
from portal.demo.agenda import Agenda
from portal.demo.moments import HalfYear, half_years, working_moment
from portal.demo.stage import Stage
from portal.domain import clock
from portal.domain.audience import Audience
from portal.domain.audit import Actor
from portal.domain.displacement import Hit, screen
from portal.domain.displacement_parameters import Parameters
from portal.domain.signals import Confidence, SignalKind, SignalState, SourceType
from portal.models import Indicator, Knooppunt, Signal
from portal.queries.displacement import series_of_indicator
from portal.queries.screening import newest_setting, parameters_of
from portal.services.screening import file_hit, set_parameters
from portal.services.signals import SignalContent, move_signal

HALF_YEARS = 3
INDICATOR = "ind-01"
FLOOR = Decimal(10)
WHY = (
    "Bij minder dan tien partijen per halfjaar wijst de screening op toeval. Dat bleek toen wij de eerste "
    "uitkomsten met de PPS-netwerken bespraken."
)
TITLE = "Mogelijke verplaatsing van onderschepte partijen uit de screening"
TEXT = (
    "De screening wijst op een mogelijke verplaatsing. Samenhang is geen bewijs.\n\n"
    "De logverandering van onderschepte partijen per 100 controles was bij de gever {fall} en bij de "
    "ontvanger {rise}, {lag} halfjaar later.\n\n"
    "Andere verklaringen: er is gerichter gecontroleerd, één grote vondst bepaalt de stijging, of "
    "goederenstromen veranderden om een gewone reden."
)
STEPS = (
    (8, SignalState.INTERPRETING, "Wij vragen beide PPS-netwerken wat zij zelf zien."),
    (
        30,
        SignalState.MONITORING,
        "Beide PPS-netwerken herkennen het beeld. Wij kijken opnieuw na het volgende halfjaar.",
    ),
)
"""After how many days the office makes what of the signal, and why."""


@dataclass(frozen=True)
class DisplacementDiary:
    """What the programme office does with the screening."""

    stage: Stage

    def plan(self, agenda: Agenda, today: date) -> None:
        """Write everything in the agenda; the values themselves are in the diary of the indicators."""
        halves: Sequence[HalfYear] = half_years(today, HALF_YEARS)
        agenda.note(_on(halves[0].last + timedelta(days=20)), self._set_floor)
        found = halves[1].last + timedelta(days=9)
        agenda.note(_on(found), self._file)
        for days, state, reason in STEPS:
            agenda.note(_on(found + timedelta(days=days)), self._mover(state, reason))

    def _set_floor(self) -> None:
        actor, before = self._office(Permission.SET_SCREENING), newest_setting(self.stage.session)
        wanted = replace(parameters_of(before), floor=FLOOR)
        set_parameters(self.stage.session, actor, wanted, WHY, before.id if before else 0)

    def _file(self) -> None:
        hit = self._found()
        if hit is None:
            return
        places = dict(self.stage.session.execute(sa.select(Knooppunt.code, Knooppunt.id)).all())
        giver, receiver = hit.giver, hit.receiver
        content = SignalContent(
            kind=SignalKind.DISPLACEMENT,
            title=TITLE,
            description=TEXT.format(
                fall=_dutch(giver.change.size), rise=_dutch(receiver.change.size), lag=hit.lag
            ),
            noticed_on=clock.today(),
            from_knooppunt_id=places[giver.judged.series.place],
            to_knooppunt_id=places[receiver.judged.series.place],
            place_words="",
            source_type=SourceType.INDICATOR,
            confidence=Confidence.LOW,
            audience=Audience.STEERING,
            screening_key=hit.key(INDICATOR),
        )
        points = [point for each in (giver, receiver) for point in (each.change.before, each.change.after)]
        file_hit(
            self.stage.session,
            self._office(Permission.FILE_SIGNAL),
            content,
            frozenset(point.observation_id for point in points),
        )

    def _found(self) -> Hit | None:
        """Return what the screening shows the office first."""
        session = self.stage.session
        principal = identify(session, self.stage.cast.officers()[0].id)
        indicator = session.scalar(sa.select(Indicator).where(Indicator.code == INDICATOR))
        if principal is None or indicator is None:
            return None
        limits: Parameters = parameters_of(newest_setting(session))
        hits = screen(series_of_indicator(session, principal.words(), indicator.id), limits).hits
        return hits[0] if hits else None

    def _mover(self, state: SignalState, reason: str) -> "_Later":
        return _Later(self, state, reason)

    def move(self, state: SignalState, reason: str) -> None:
        """Let the office interpret the signal."""
        signal = self.stage.session.scalar(sa.select(Signal).where(Signal.title == TITLE))
        if signal is not None:
            actor = self._office(Permission.TRIAGE_SIGNALS)
            move_signal(self.stage.session, actor, signal, signal.version, state, reason)

    def _office(self, permission: Permission) -> Actor:
        return self.stage.cast.act(self.stage.cast.officers()[0], permission)


@dataclass(frozen=True)
class _Later:
    """One step in the interpretation, when its time comes."""

    diary: DisplacementDiary
    state: SignalState
    reason: str

    def __call__(self) -> None:
        self.diary.move(self.state, self.reason)


def _dutch(size: Decimal) -> str:
    return f"{size:+.2f}".replace(".", ",")


def _on(day: date) -> datetime:
    return working_moment(day, time(14, 0), forward=True)
